//! The host of vinbot: a Telegram bot whose knowledge lives in plugins.
//!
//! Dependencies point one way: [`cli`] → [`telegram`], [`ops`] → [`operator`] → [`jobs`] → [`lookup`] →
//! [`plugins`] → [`vinbot_net`], [`trust`], and [`cli`] → [`distribution`], [`golden`] →
//! [`plugins`]; [`vin`], [`value`], [`report`] and [`rich`] are the words that all share.

mod address;
pub mod cli;
mod clock;
pub mod config;
pub mod distribution;
pub mod golden;
pub mod jobs;
pub mod lookup;
pub mod operator;
pub mod ops;
pub mod plugins;
pub mod report;
pub mod rich;
mod secret;
pub mod telegram;
pub mod telemetry;
pub mod trust;
pub mod value;
pub mod vin;
pub mod words;
