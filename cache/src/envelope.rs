//! How an entry lies in a remote store.
//!
//! | bytes | what |
//! | --- | --- |
//! | 4 | `vbc1` |
//! | 16 | seal: the first half of BLAKE3 over the key and all that follows |
//! | 1 | 0: JSON; 1: JSON by zstd; 2: there is none |
//! | 4 × 8 | written, fresh until, stale until, kept until: milliseconds since 1970 |
//! | 4 | length of the JSON |
//! | rest | the JSON |
//!
//! Numbers are little-endian. The key, which holds the schema, is part of the seal: what was
//! written under another key, damaged or cut is never served.

use std::cell::RefCell;
use std::io;

use zstd::bulk::{Compressor, Decompressor};

use crate::key::Key;
use crate::policy::Times;

const MAGIC: &[u8; 4] = b"vbc1";
const SEAL: usize = 16;
const HEADER: usize = MAGIC.len() + SEAL + 1 + 4 * 8 + 4;

/// Bodies up to this size are left as they are, in bytes: there is little to save.
const SMALL: usize = 1024;
/// zstd's fastest: it halves a report, and takes some µs for that.
const LEVEL: i32 = 1;

const PLAIN: u8 = 0;
const ZSTD: u8 = 1;
const NEGATIVE: u8 = 2;

/// What an envelope holds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Opened {
    pub(crate) times: Times,
    /// JSON; `None`: there is none.
    pub(crate) body: Option<Vec<u8>>,
}

/// Why bytes are no entry of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EnvelopeError {
    #[error("not an envelope of this program")]
    Foreign,
    #[error("cut, damaged, or written under another key")]
    Seal,
    #[error("larger than what is kept")]
    TooLarge,
    #[error("its body can't be unpacked")]
    Body,
}

/// Wraps an entry up. `body` is JSON.
pub(crate) fn seal(key: &Key, times: Times, body: Option<&[u8]>) -> Vec<u8> {
    let raw = body.unwrap_or_default();
    // An entry that can't be compressed goes as it is.
    let packed = (raw.len() > SMALL)
        .then(|| pack(raw).ok())
        .flatten()
        // Unpacking has to pay too.
        .filter(|packed| packed.len() < raw.len() / 10 * 9);
    let (kind, stored) = match (&packed, body) {
        (_, None) => (NEGATIVE, raw),
        (None, Some(_)) => (PLAIN, raw),
        (Some(packed), Some(_)) => (ZSTD, &packed[..]),
    };
    let mut out = Vec::with_capacity(HEADER + stored.len());
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&[0; SEAL]);
    out.push(kind);
    for time in [times.written, times.fresh, times.stale, times.kept] {
        out.extend_from_slice(&time.to_le_bytes());
    }
    // Values are capped far below 4 GB; one beyond would fail its seal's reading, not lie.
    let length = u32::try_from(raw.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(stored);
    let seal = seal_of(key, &out[MAGIC.len() + SEAL..]);
    out[MAGIC.len()..MAGIC.len() + SEAL].copy_from_slice(&seal);
    out
}

/// Unwraps an entry whose JSON has at most `most` bytes.
pub(crate) fn open(key: &Key, bytes: &[u8], most: usize) -> Result<Opened, EnvelopeError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(EnvelopeError::Foreign)?;
    let (seal, content) = rest.split_at_checked(SEAL).ok_or(EnvelopeError::Foreign)?;
    if seal != seal_of(key, content) {
        return Err(EnvelopeError::Seal);
    }
    let mut reader = Reader(content);
    let [kind] = reader.take()?;
    let times = Times {
        written: u64::from_le_bytes(reader.take()?),
        fresh: u64::from_le_bytes(reader.take()?),
        stale: u64::from_le_bytes(reader.take()?),
        kept: u64::from_le_bytes(reader.take()?),
    };
    let length = usize::try_from(u32::from_le_bytes(reader.take()?)).unwrap_or(usize::MAX);
    if length > most {
        return Err(EnvelopeError::TooLarge);
    }
    let body = match kind {
        NEGATIVE => None,
        PLAIN => Some(reader.0.to_vec()),
        // It gets no more room than it says, whatever it unpacks to.
        ZSTD => Some(unpack(reader.0, length).map_err(|_| EnvelopeError::Body)?),
        _ => return Err(EnvelopeError::Foreign),
    };
    if body.as_ref().map_or(0, Vec::len) != length {
        return Err(EnvelopeError::Body);
    }
    Ok(Opened { times, body })
}

thread_local! {
    // Made once: it takes longer to set up than to pack a report.
    static PACKER: RefCell<io::Result<Compressor<'static>>> = RefCell::new(Compressor::new(LEVEL));
    static UNPACKER: RefCell<io::Result<Decompressor<'static>>> = RefCell::new(Decompressor::new());
}

fn pack(raw: &[u8]) -> io::Result<Vec<u8>> {
    PACKER.with_borrow_mut(|packer| match packer {
        Ok(packer) => packer.compress(raw),
        Err(_) => zstd::bulk::compress(raw, LEVEL),
    })
}

fn unpack(packed: &[u8], length: usize) -> io::Result<Vec<u8>> {
    UNPACKER.with_borrow_mut(|unpacker| match unpacker {
        Ok(unpacker) => unpacker.decompress(packed, length),
        Err(_) => zstd::bulk::decompress(packed, length),
    })
}

fn seal_of(key: &Key, content: &[u8]) -> [u8; SEAL] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key.as_str().as_bytes());
    // No key has such a byte: where it ends is part of the seal.
    hasher.update(&[0]);
    hasher.update(content);
    let mut seal = [0; SEAL];
    hasher.finalize_xof().fill(&mut seal);
    seal
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], EnvelopeError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(EnvelopeError::Foreign)?;
        self.0 = rest;
        Ok(*taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MOST: usize = 1 << 20;
    const TIMES: Times = Times {
        written: 1,
        fresh: 2,
        stale: 3,
        kept: 4,
    };

    fn key() -> Key {
        Key::vin("1HGCM82633A004352")
    }

    fn report() -> Vec<u8> {
        r#"{"make":"Honda","model":"Accord"},"#.repeat(200).into_bytes()
    }

    /// An envelope with a right seal round any content.
    fn sealed(kind: u8, length: u32, stored: &[u8]) -> Vec<u8> {
        let mut content = vec![kind];
        content.extend_from_slice(&[0; 32]);
        content.extend_from_slice(&length.to_le_bytes());
        content.extend_from_slice(stored);
        [&MAGIC[..], &seal_of(&key(), &content), &content].concat()
    }

    #[test]
    fn a_large_body_is_compressed_and_comes_back() {
        let sealed = seal(&key(), TIMES, Some(&report()));
        assert!(sealed.len() < report().len() / 5);
        let opened = open(&key(), &sealed, MOST).unwrap();
        assert_eq!((opened.times, opened.body), (TIMES, Some(report())));
    }

    #[test]
    fn a_small_body_and_one_that_compression_does_not_help_are_left_as_they_are() {
        let mut noise = vec![0; 5_000];
        getrandom::fill(&mut noise).unwrap();
        for body in [&b"{}"[..], &noise] {
            let sealed = seal(&key(), TIMES, Some(body));
            assert_eq!(sealed.len(), HEADER + body.len());
            assert_eq!(open(&key(), &sealed, MOST).unwrap().body.unwrap(), body);
        }
    }

    #[test]
    fn that_there_is_none_comes_back() {
        let sealed = seal(&key(), TIMES, None);
        assert_eq!(open(&key(), &sealed, MOST).unwrap().body, None);
    }

    #[test]
    fn an_entry_under_another_key_is_never_served() {
        let sealed = seal(&key(), TIMES, Some(b"{}"));
        let other = Key::vin("1HGCM82633A004353");
        assert_eq!(open(&other, &sealed, MOST), Err(EnvelopeError::Seal));
    }

    #[test]
    fn a_decompression_bomb_gets_no_more_room_than_a_value_may_have() {
        let bomb = zstd::bulk::compress(&vec![0; 64 << 20], 19).unwrap();
        let honest = sealed(ZSTD, 64 << 20, &bomb);
        assert_eq!(open(&key(), &honest, MOST), Err(EnvelopeError::TooLarge));
        let liar = sealed(ZSTD, 1_000, &bomb);
        assert_eq!(open(&key(), &liar, MOST), Err(EnvelopeError::Body));
    }

    #[rstest::rstest]
    #[case(sealed(ZSTD, 100, b"no zstd"), EnvelopeError::Body)]
    #[case(sealed(PLAIN, 7, b"{}"), EnvelopeError::Body)]
    #[case(sealed(NEGATIVE, 2, b""), EnvelopeError::Body)]
    #[case(sealed(9, 0, b""), EnvelopeError::Foreign)]
    #[case(b"vbc1".to_vec(), EnvelopeError::Foreign)]
    #[case(b"vbc0 and more".to_vec(), EnvelopeError::Foreign)]
    #[case(Vec::new(), EnvelopeError::Foreign)]
    fn what_no_program_of_ours_wrote_is_refused(
        #[case] bytes: Vec<u8>,
        #[case] why: EnvelopeError,
    ) {
        assert_eq!(open(&key(), &bytes, MOST), Err(why));
    }

    /// The packers are each thread's own and go on after a failure.
    #[test]
    fn one_that_can_not_be_unpacked_spoils_no_other() {
        let good = seal(&key(), TIMES, Some(&report()));
        let packed = zstd::bulk::compress(&report(), LEVEL).unwrap();
        let length = u32::try_from(report().len()).unwrap();
        for at in [1, 5, packed.len() / 2, packed.len() - 1] {
            let cut = sealed(ZSTD, length, &packed[..at]);
            assert_eq!(open(&key(), &cut, MOST), Err(EnvelopeError::Body));
            assert_eq!(open(&key(), &good, MOST).unwrap().body, Some(report()));
            assert_eq!(seal(&key(), TIMES, Some(&report())), good);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(open(&key(), &bytes, MOST).is_err());
            prop_assert!(open(&key(), &[&MAGIC[..], &bytes].concat(), MOST).is_err());
        }

        #[test]
        fn a_changed_or_missing_byte_is_noticed(at in 0_usize..10_000, by in 1_u8..) {
            let whole = seal(&key(), TIMES, Some(&report()));
            let at = at % whole.len();
            prop_assert!(open(&key(), &whole[..at], MOST).is_err());
            let mut changed = whole;
            changed[at] ^= by;
            prop_assert!(open(&key(), &changed, MOST).is_err());
        }
    }
}
