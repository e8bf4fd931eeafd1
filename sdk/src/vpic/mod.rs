//! The words of NHTSA's vPIC, which every decoder should speak: what formatters look for
//! stands under its keys, such as `engine-cylinders`.
//!
//! [`term`] makes of vPIC's own names what the contract has, [`findings`] puts its error
//! codes into sentences. The decoder `vpic` and the one that asks NHTSA's server share them,
//! and so agree.

mod findings;
mod terms;

pub use findings::{Errors, check_digit, findings, foreign, north_american, not_us_market};
pub use terms::{key, term};
