//! What was looked at, and what was found.

use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    #[serde(rename = "ok")]
    Fine,
    /// Works, but not as it could.
    #[serde(rename = "note")]
    Lacks,
    #[serde(rename = "fail")]
    Fails,
}

#[derive(Debug, Serialize)]
pub(super) struct Check {
    state: State,
    what: &'static str,
    found: String,
    /// What to do about it.
    advice: Option<String>,
}

impl std::fmt::Display for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mark = match self.state {
            State::Fine => "ok",
            State::Lacks => "note",
            State::Fails => "FAIL",
        };
        write!(f, "{mark:<5} {:<14} {}", self.what, self.found)?;
        match &self.advice {
            Some(advice) => write!(f, "\n{:21}→ {advice}", ""),
            None => Ok(()),
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Checks(Vec<Check>);

impl Checks {
    pub(super) fn fine(&mut self, what: &'static str, found: impl Into<String>) {
        self.add(State::Fine, what, found.into(), None);
    }

    pub(super) fn lacks(
        &mut self,
        what: &'static str,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.add(State::Lacks, what, found.into(), Some(advice.into()));
    }

    pub(super) fn fails(
        &mut self,
        what: &'static str,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.add(State::Fails, what, found.into(), Some(advice.into()));
    }

    fn add(&mut self, state: State, what: &'static str, found: String, advice: Option<String>) {
        self.0.push(Check {
            state,
            what,
            found,
            advice,
        });
    }

    pub(super) fn all(&self) -> &[Check] {
        &self.0
    }

    /// How many have to be mended.
    pub(super) fn failed(&self) -> usize {
        let failed = self.0.iter().filter(|check| check.state == State::Fails);
        failed.count()
    }

    pub(super) fn as_json(&self) -> serde_json::Value {
        serde_json::json!({ "well": self.failed() == 0, "checks": self.0 })
    }
}
