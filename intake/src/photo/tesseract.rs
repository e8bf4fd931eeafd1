//! The program `tesseract` as a child process: grey pixels in, text out.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use image::GrayImage;

/// What a VIN is printed with.
const ALPHABET: &str = "tessedit_char_whitelist=0123456789ABCDEFGHJKLMNPRSTUVWXYZ";
/// More text than this stands on no plate.
const LONGEST: u64 = 64 * 1024;

/// How the page is taken apart (`--psm`).
#[derive(Debug, Clone, Copy)]
pub(super) enum Layout {
    /// One block of lines.
    Block,
    /// One line.
    Line,
    /// Text anywhere.
    Sparse,
}

impl Layout {
    fn number(self) -> &'static str {
        match self {
            Self::Block => "6",
            Self::Line => "7",
            Self::Sparse => "11",
        }
    }
}

/// The program on the `PATH`, if it is there.
///
/// ```
/// let settings = vinbot_intake::photo::Settings {
///     tesseract: vinbot_intake::photo::installed(),
///     ..Default::default()
/// };
/// ```
#[must_use]
pub fn installed() -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join("tesseract"))
        .find(|file| file.is_file())
}

/// The text in a picture. The process is ended when the time is up (`TimedOut`), and in any
/// case before this returns.
pub(super) fn read(
    program: &Path,
    grey: &GrayImage,
    layout: Layout,
    until: Instant,
) -> io::Result<String> {
    let mut child = Running(command(program, layout).spawn()?);
    let (Some(mut input), Some(output)) = (child.0.stdin.take(), child.0.stdout.take()) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    let mut picture = format!("P5 {} {} 255\n", grey.width(), grey.height()).into_bytes();
    picture.extend_from_slice(grey.as_raw());
    // Both threads end when the process does: its ends of the pipes are closed then.
    thread::spawn(move || input.write_all(&picture));
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        let read = output.take(LONGEST).read_to_end(&mut text);
        let _ = sender.send(read.map(|_| text));
    });
    let text = receiver
        .recv_timeout(until.saturating_duration_since(Instant::now()))
        .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
    if !child.ends_well(until)? {
        return Err(io::Error::other("tesseract failed"));
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// No shell; of the environment only what tesseract needs, so that no secret goes along. One
/// thread: its own are slower than none on pictures of this size.
fn command(program: &Path, layout: Layout) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("OMP_THREAD_LIMIT", "1");
    for name in ["PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
        .args(["stdin", "stdout", "-l", "eng", "--psm", layout.number()])
        // Words of a language are no help: a VIN is none.
        .args(["-c", ALPHABET])
        .args(["-c", "load_system_dawg=0", "-c", "load_freq_dawg=0"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// A process that ends with its owner.
struct Running(Child);

impl Running {
    /// Waits for a process that has closed its output, and is about to end.
    fn ends_well(&mut self, until: Instant) -> io::Result<bool> {
        loop {
            if let Some(status) = self.0.try_wait()? {
                return Ok(status.success());
            }
            if Instant::now() >= until {
                return Err(io::ErrorKind::TimedOut.into());
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Fails where it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn script(folder: &Path, text: &str) -> PathBuf {
        let file = folder.join("tesseract");
        std::fs::write(&file, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        file
    }

    fn picture() -> GrayImage {
        GrayImage::new(1_000, 1_000)
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_mins(1)
    }

    #[test]
    fn the_pixels_go_in_and_the_text_comes_out() {
        let folder = tempfile::tempdir().unwrap();
        let program = script(folder.path(), "wc -c");
        let text = read(&program, &picture(), Layout::Line, soon()).unwrap();
        assert_eq!(text.trim(), "1000017");
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("pid");
        let program = script(
            folder.path(),
            &format!("echo $$ > {}; exec tail -f /dev/null", mark.display()),
        );
        let until = Instant::now() + Duration::from_millis(300);
        let error = read(&program, &picture(), Layout::Line, until).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        if let Ok(pid) = std::fs::read_to_string(mark) {
            assert!(!Path::new("/proc").join(pid.trim()).exists());
        }
    }

    #[test]
    fn a_program_that_fails_or_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let program = script(folder.path(), "cat > /dev/null; exit 3");
        assert!(read(&program, &picture(), Layout::Block, soon()).is_err());
        let none = folder.path().join("none");
        assert!(read(&none, &picture(), Layout::Block, soon()).is_err());
    }

    #[test]
    fn endless_output_is_cut() {
        let folder = tempfile::tempdir().unwrap();
        let program = script(folder.path(), "yes");
        assert!(read(&program, &picture(), Layout::Sparse, soon()).is_err());
    }

    #[test]
    fn the_environment_stays_at_home() {
        let folder = tempfile::tempdir().unwrap();
        let program = script(folder.path(), "cat > /dev/null; env");
        let text = read(&program, &picture(), Layout::Sparse, soon()).unwrap();
        assert!(!text.contains("CARGO"), "{text}");
    }
}
