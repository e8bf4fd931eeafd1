//! Reads VINs out of what people send: photos of plates and labels, and tables of vehicles.
//!
//! The crate doesn't know what a VIN means. It is told by two functions ([`Known`]) how one is
//! found in a text and whether its check digit fits, and it returns VINs as texts. Everything
//! blocks: call it from a thread that may be busy for seconds.
//!
//! ```
//! use vinbot_intake::Known;
//!
//! let known = Known {
//!     find: &|text| text.split(' ').filter(|word| word.len() == 17).map(Into::into).collect(),
//!     check: &|vin| vin.starts_with('1'),
//! };
//! assert_eq!((known.find)("see 1HGCM82633A004352"), ["1HGCM82633A004352"]);
//! ```

pub mod photo;
pub mod table;

/// What the caller knows about VINs.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The VINs in a text, upper case, in its order.
    pub find: &'a dyn Fn(&str) -> Vec<String>,
    /// True if the check digit of these 17 characters proves something and fits: false for a
    /// market that has none, or else what print gets wrong is put "right" there.
    pub check: &'a dyn Fn(&str) -> bool,
}

impl std::fmt::Debug for Known<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Known").finish_non_exhaustive()
    }
}
