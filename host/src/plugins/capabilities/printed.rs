//! What a component prints, as `console.log` and `print` do: lines in the log, with the
//! same bounds as those of `vinbot:plugin/log`.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::io::{AsyncWrite, empty};
use wasmtime_wasi::async_trait;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};

use super::log;
use super::plugin::log::Level;
use crate::plugins::sandbox::Profile;

/// Bytes of a line; what is longer is cut there.
const LINE: usize = 2_000;
/// Bytes that are taken at once.
const ROOM: usize = 64 << 10;

/// Standard output, or standard error; the same for all who hold it.
#[derive(Clone)]
pub(super) struct Printed(Arc<Stream>);

struct Stream {
    profile: Arc<Profile>,
    level: Level,
    /// The line that has not ended.
    line: Mutex<Vec<u8>>,
}

impl Printed {
    pub(super) fn new(profile: &Arc<Profile>, level: Level) -> Self {
        Self(Arc::new(Stream {
            profile: Arc::clone(profile),
            level,
            line: Mutex::default(),
        }))
    }
}

impl Stream {
    fn take(&self, bytes: &[u8]) {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            let (text, ends) = match part.strip_suffix(b"\n") {
                Some(text) => (text, true),
                None => (part, false),
            };
            let room = LINE.saturating_sub(line.len());
            line.extend_from_slice(text.get(..room).unwrap_or(text));
            if ends {
                self.write(&std::mem::take(&mut *line));
            }
        }
    }

    fn write(&self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        if !text.trim().is_empty() {
            log::line(&self.profile, self.level, text.trim_end(), &[]);
        }
    }
}

impl Drop for Stream {
    /// The sandbox is gone, perhaps in the middle of a line.
    fn drop(&mut self) {
        let line = std::mem::take(&mut *self.line.lock().unwrap_or_else(PoisonError::into_inner));
        self.write(&line);
    }
}

impl IsTerminal for Printed {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for Printed {
    /// For versions of WASI that are not linked.
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(empty())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

#[async_trait]
impl Pollable for Printed {
    async fn ready(&mut self) {}
}

impl OutputStream for Printed {
    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(ROOM)
    }

    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        self.0.take(&bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }
}
