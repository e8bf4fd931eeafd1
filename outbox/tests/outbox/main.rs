//! The outbox before a Telegram that writes down when it was asked. Time stands still and
//! jumps, so every number is exact.

#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

mod edits;
mod ending;
mod floods;
mod limits;
mod priorities;
mod property;
mod support;
