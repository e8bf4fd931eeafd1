//! `/compare A B …`: vehicles side by side.

use super::super::conversation::Conversation;
use super::super::{dialogue, phrases};
use super::{Answer, Outcome, Refusal};
use crate::report::Report;
use crate::vin::{self, Vin};

/// More would not fit beside one another.
pub(in super::super) const MOST: usize = 3;

pub(super) async fn compare(here: &Conversation<'_>, arguments: &str) -> Outcome {
    let vins = vin::scan(arguments).vins;
    match vins.len() {
        0 | 1 => dialogue::compare(here, vins).await,
        2..=MOST => Ok(Answer::Message(side_by_side(here, &vins).await?)),
        _ => {
            let most = [("most", MOST.into())];
            Err(Refusal::Words(here.words().text("compare-too-many", &most)))
        }
    }
}

/// The view that compares these.
pub(in super::super) async fn side_by_side(
    here: &Conversation<'_>,
    vins: &[Vin],
) -> Result<crate::rich::Message, Refusal> {
    let words = here.words();
    let reports: Result<Vec<Report>, _> = here.visit.decode(vins).await.into_iter().collect();
    let reports = reports.map_err(|error| Refusal::Words(phrases::reason(words, &error)))?;
    let shown: Vec<&Report> = reports.iter().collect();
    Ok(here.own_view(&shown, "compare").await)
}
