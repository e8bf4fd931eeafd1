//! A large file over HTTP: with progress, tried again when the line breaks, and
//! resumed where it broke.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use reqwest::StatusCode;
use reqwest::header::{CONTENT_RANGE, RANGE};
use vinbot_build::progress;

const TRIES: u32 = 4;

/// Why a try failed.
enum Failed {
    /// The next one may succeed.
    ForNow(anyhow::Error),
    /// The server said no.
    ForGood(anyhow::Error),
}

/// Fetches `url` into `part`, of which an earlier run may have left the beginning.
/// The file is complete when this returns, but nobody has looked at what it holds.
///
/// # Errors
/// After the last try, with the reason of that one.
pub(crate) fn into_file(what: &str, url: &str, part: &Path, total: u64) -> Result<()> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let client = reqwest::Client::builder()
                .connect_timeout(Duration::from_secs(10))
                .read_timeout(Duration::from_secs(30))
                .build()?;
            let bar = progress::bytes(&format!("fetching {what}"), total);
            let mut wait = Duration::from_millis(500);
            for left in (0..TRIES).rev() {
                match one_try(&client, url, part, total, &bar).await {
                    Ok(()) => break,
                    Err(Failed::ForNow(error)) if left > 0 => {
                        bar.set_message(format!("{error:#}: trying again"));
                        tokio::time::sleep(wait).await;
                        wait *= 3;
                    }
                    Err(Failed::ForNow(error) | Failed::ForGood(error)) => {
                        bar.finish_and_clear();
                        return Err(error);
                    }
                }
            }
            bar.finish_and_clear();
            Ok(())
        })
}

async fn one_try(
    client: &reqwest::Client,
    url: &str,
    part: &Path,
    total: u64,
    bar: &indicatif::ProgressBar,
) -> Result<(), Failed> {
    let here = |error: std::io::Error| {
        Failed::ForGood(anyhow!(error).context(format!("can't write {}", part.display())))
    };
    let mut have = std::fs::metadata(part).map_or(0, |metadata| metadata.len());
    if have == total {
        return Ok(());
    }
    if have > total {
        std::fs::remove_file(part).map_err(here)?;
        have = 0;
    }
    let mut request = client.get(url);
    if have > 0 {
        request = request.header(RANGE, format!("bytes={have}-"));
    }
    let net = |error: reqwest::Error| Failed::ForNow(anyhow!(error));
    let mut answer = request.send().await.map_err(net)?;
    let status = answer.status();
    if !status.is_success() {
        let error = anyhow!("{url} answered {status}");
        let later = status.is_server_error()
            || matches!(
                status,
                StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT
            );
        return Err(if later {
            Failed::ForNow(error)
        } else {
            Failed::ForGood(error)
        });
    }
    // A server that knows no ranges sends the whole again.
    let resumed = answer
        .headers()
        .get(CONTENT_RANGE)
        .and_then(|range| range.to_str().ok())
        .is_some_and(|range| range.starts_with(&format!("bytes {have}-")));
    if !resumed {
        have = 0;
    }
    if let Some(folder) = part.parent() {
        std::fs::create_dir_all(folder).map_err(here)?;
    }
    let mut file = std::fs::File::options()
        .create(true)
        .write(true)
        .append(resumed)
        .truncate(!resumed)
        .open(part)
        .map_err(here)?;
    bar.set_position(have);
    while let Some(chunk) = answer.chunk().await.map_err(net)? {
        have += chunk.len() as u64;
        if have > total {
            return Err(Failed::ForGood(anyhow!(
                "{url} is longer than {total} bytes"
            )));
        }
        file.write_all(&chunk).map_err(here)?;
        bar.set_position(have);
    }
    let complete = || -> Result<()> {
        ensure!(have == total, "{url} ended after {have} of {total} bytes");
        file.sync_all().context("can't write the file")
    };
    complete().map_err(Failed::ForNow)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::net::TcpListener;
    use std::sync::mpsc;

    use super::*;

    /// A server that gives each connection the next of these answers and reports the
    /// `Range` that it was asked for.
    fn serve(answers: Vec<String>) -> (String, mpsc::Receiver<Option<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/file", listener.local_addr().unwrap());
        let (asked, ranges) = mpsc::channel();
        std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let lines: Vec<String> = lines
                    .map_while(Result::ok)
                    .take_while(|line| !line.is_empty())
                    .collect();
                let range = lines.iter().find_map(|line| line.strip_prefix("range: "));
                asked.send(range.map(str::to_owned)).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        (url, ranges)
    }

    #[test]
    fn a_broken_line_is_resumed_where_it_broke() {
        let folder = tempfile::tempdir().unwrap();
        let part = folder.path().join("part");
        let (url, ranges) = serve(vec![
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\nconnection: close\r\n\r\n01234".to_owned(),
            "HTTP/1.1 206 Partial Content\r\ncontent-range: bytes 5-9/10\r\n\
             content-length: 5\r\nconnection: close\r\n\r\n56789"
                .to_owned(),
        ]);
        into_file("a file", &url, &part, 10).unwrap();
        assert_eq!(std::fs::read(&part).unwrap(), b"0123456789");
        assert_eq!(
            ranges.try_iter().collect::<Vec<_>>(),
            [None, Some("bytes=5-".to_owned())]
        );
    }

    #[test]
    fn a_server_without_ranges_starts_over() {
        let folder = tempfile::tempdir().unwrap();
        let part = folder.path().join("part");
        std::fs::write(&part, b"xxxx").unwrap();
        let (url, _ranges) = serve(vec![
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\nconnection: close\r\n\r\n0123456789"
                .to_owned(),
        ]);
        into_file("a file", &url, &part, 10).unwrap();
        assert_eq!(std::fs::read(&part).unwrap(), b"0123456789");
    }

    #[test]
    fn what_is_not_there_is_not_asked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let part = folder.path().join("part");
        let answer = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        let (url, ranges) = serve(vec![answer.to_owned()]);
        let error = into_file("a file", &url, &part, 10).unwrap_err();
        assert!(error.to_string().contains("404"), "{error:#}");
        assert_eq!(ranges.try_iter().count(), 1);
    }

    #[test]
    fn a_file_that_is_too_long_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let answer = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n0123456789AB";
        let (url, _ranges) = serve(vec![answer.to_owned()]);
        let error = into_file("a file", &url, &folder.path().join("part"), 10).unwrap_err();
        assert!(
            error.to_string().contains("longer than 10 bytes"),
            "{error:#}"
        );
    }
}
