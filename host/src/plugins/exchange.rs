//! What the host and the roles of a plugin hand to one another.

use crate::report::{Attribute, Finding};

/// What one decoder says of one VIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// `HONDA`.
    pub make: Option<String>,
    /// `Accord`.
    pub model: Option<String>,
    /// `2003`.
    pub model_year: Option<u16>,
    /// The facts.
    pub attributes: Vec<Attribute>,
    /// About the VIN itself.
    pub findings: Vec<Finding>,
    /// 0–100.
    pub confidence: u8,
}

/// How a report is to be shown.
#[derive(Debug, Clone, Copy)]
pub struct ViewContext<'a> {
    /// BCP 47 tag of the reader's language.
    pub locale: &'a str,
    /// Metric units rather than those of the US.
    pub metric: bool,
    /// `card`.
    pub view: &'a str,
    /// From 0.
    pub page: u32,
}
