//! A web server with a few files.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

/// What is at a path.
#[derive(Clone)]
pub(crate) enum Page {
    /// A file.
    File(Vec<u8>),
    /// Zeros without end.
    Endless,
    /// Elsewhere.
    Redirect(String),
}

/// Serves pages until the test ends; tells where.
pub(crate) fn serve(pages: BTreeMap<&'static str, Page>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let pages = pages.clone();
            // Who has heard enough hangs up.
            std::thread::spawn(move || answer(&stream.unwrap(), &pages).ok());
        }
    });
    address
}

fn answer(mut stream: &TcpStream, pages: &BTreeMap<&'static str, Page>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().unwrap()?;
    while !lines.next().unwrap()?.is_empty() {}
    let path = first.split(' ').nth(1).unwrap();
    match pages.get(path) {
        None => stream
            .write_all(b"HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"),
        Some(Page::File(bytes)) => {
            let length = bytes.len();
            write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n")?;
            write!(stream, "content-length: {length}\r\n\r\n")?;
            stream.write_all(bytes)
        }
        Some(Page::Endless) => {
            write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")?;
            loop {
                stream.write_all(&[0; 4_096])?;
            }
        }
        Some(Page::Redirect(to)) => {
            write!(
                stream,
                "HTTP/1.1 302 Found\r\nlocation: {to}\r\nconnection: close\r\n"
            )?;
            write!(stream, "content-length: 0\r\n\r\n")
        }
    }
}
