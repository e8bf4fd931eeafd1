//! The recalls of a vehicle as they are now, for whoever watches it.

use std::sync::Arc;

use super::RECALLS;
use super::visit::Visit;
use crate::plugins::{CallError, Role};
use crate::report::{Item, Report};

/// What is known of a vehicle's recalls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recalls {
    /// What each says who could be asked.
    Known(Vec<Told>),
    /// Whoever would know can't be asked just now.
    Unavailable,
    /// Nobody knows.
    Nobody,
}

/// What one enricher tells of a vehicle's recalls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The enricher's name.
    pub source: Arc<str>,
    /// These, or none.
    pub items: Vec<Item>,
}

impl Visit {
    /// Asks those enrichers that tell of recalls, and those of which nothing is kept; what is
    /// kept of recalls may be of yesterday. Where a question may cost money, what is kept is
    /// good enough.
    pub async fn recalls(&self, report: &Report) -> Recalls {
        let (mut told, mut failed) = (Vec::new(), false);
        for enricher in self.with_role(Role::Enricher) {
            let known = self.answers().known_section(enricher, report).await;
            let section = match known {
                Some(None) => continue,
                Some(Some(section)) if section.key != RECALLS => continue,
                Some(Some(section)) if enricher.may_cost() => (*section).clone(),
                _ => match self.answers().section_now(enricher, report).await {
                    Ok(section) => section,
                    Err(CallError::NotCovered) => continue,
                    Err(error) => {
                        failed = true;
                        tracing::debug!(
                            plugin = %enricher.name, kind = error.label(), %error,
                            "an enricher does not tell of recalls"
                        );
                        continue;
                    }
                },
            };
            if section.key == RECALLS {
                told.push(Told {
                    source: Arc::clone(&enricher.name),
                    items: section.items,
                });
            }
        }
        match (told.is_empty(), failed) {
            (false, _) => Recalls::Known(told),
            (true, true) => Recalls::Unavailable,
            (true, false) => Recalls::Nobody,
        }
    }
}
