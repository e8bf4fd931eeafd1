//! The world as a component sees it that was made for WASI, whatever its language.

use serde_json::{Value, json};
use wasip2::cli::{environment, stderr, stdout};
use wasip2::clocks::{monotonic_clock, wall_clock};
use wasip2::filesystem::preopens;
use wasip2::http::outgoing_handler;
use wasip2::http::types::{Fields, Method, OutgoingBody, OutgoingRequest, Scheme};
use wasip2::io::streams::StreamError;
use wasip2::random::random;
use wasip2::sockets::instance_network::instance_network;
use wasip2::sockets::ip_name_lookup::resolve_addresses;
use wasip2::sockets::network::{IpAddressFamily, IpSocketAddress, Ipv4SocketAddress};
use wasip2::sockets::tcp_create_socket::create_tcp_socket;
use wasip2::sockets::udp_create_socket::create_udp_socket;

use crate::act::answered;

pub(crate) fn fetch(url: &str, headers: Vec<(String, String)>, body: Option<String>) -> Value {
    tried(url, headers, body).unwrap_or_else(|error| json!({ "error": error }))
}

fn tried(url: &str, headers: Vec<(String, String)>, body: Option<String>) -> Result<Value, String> {
    let (scheme, rest) = url.split_once("://").ok_or("no scheme")?;
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let headers: Vec<_> = headers
        .into_iter()
        .map(|(name, value)| (name, value.into_bytes()))
        .collect();
    let headers = Fields::from_list(&headers).map_err(|error| format!("{error:?}"))?;
    let request = OutgoingRequest::new(headers);
    let scheme = match scheme {
        "http" => Scheme::Http,
        "https" => Scheme::Https,
        other => Scheme::Other(other.to_owned()),
    };
    let refused = |()| "the request can't be put together".to_owned();
    request.set_scheme(Some(&scheme)).map_err(refused)?;
    request.set_authority(Some(&rest[..at])).map_err(refused)?;
    request
        .set_path_with_query(Some(&rest[at..]))
        .map_err(refused)?;
    let outgoing = request.body().map_err(refused)?;
    if body.is_some() {
        request.set_method(&Method::Post).map_err(refused)?;
    }
    let stream = outgoing.write().map_err(refused)?;
    // As standard clients do: first on the way, then the body, which somebody must read.
    let answer = outgoing_handler::handle(request, None).map_err(|error| format!("{error:?}"))?;
    for part in body.as_deref().unwrap_or_default().as_bytes().chunks(4_096) {
        let written = stream.blocking_write_and_flush(part);
        written.map_err(|error| format!("{error:?}"))?;
    }
    drop(stream);
    OutgoingBody::finish(outgoing, None).map_err(|error| format!("{error:?}"))?;
    answer.subscribe().block();
    let answer = answer
        .get()
        .ok_or("not ready")?
        .map_err(refused)?
        .map_err(|error| format!("{error:?}"))?;
    let headers: Vec<_> = answer
        .headers()
        .entries()
        .into_iter()
        .map(|(name, value)| (name, String::from_utf8_lossy(&value).into_owned()))
        .collect();
    let incoming = answer.consume().map_err(refused)?;
    let stream = incoming.stream().map_err(refused)?;
    let mut bytes = Vec::new();
    loop {
        match stream.blocking_read(1 << 16) {
            Ok(part) => bytes.extend(part),
            Err(StreamError::Closed) => break,
            Err(error) => return Err(format!("{error:?}")),
        }
    }
    Ok(answered(answer.status(), &headers, &bytes))
}

pub(crate) fn print(out: &str, err: &str) -> Value {
    // In pieces, as programs print.
    for piece in out.as_bytes().chunks(3) {
        let _ = stdout::get_stdout().blocking_write_and_flush(piece);
    }
    let _ = stderr::get_stderr().blocking_write_and_flush(err.as_bytes());
    json!({})
}

pub(crate) fn world() -> Value {
    let std = |outcome: std::io::Result<()>| match outcome {
        Ok(()) => "it works".to_owned(),
        Err(error) => error.kind().to_string(),
    };
    json!({
        "environment": environment::get_environment(),
        "arguments": environment::get_arguments(),
        "folders": preopens::get_directories().len(),
        "tcp": tcp(),
        "udp": udp(),
        "names": resolve_addresses(&instance_network(), "localhost").map_or_else(
            |error| error.to_string(),
            |found| {
                found.subscribe().block();
                format!("{:?}", found.resolve_next_address())
            },
        ),
        "random": random::get_random_bytes(16) != random::get_random_bytes(16),
        "wall_clock": wall_clock::now().seconds > 1_700_000_000,
        "monotonic_clock": monotonic_clock::now() > 0,
        "std_file": std(std::fs::read("/etc/passwd").map(drop)),
        "std_variable": std::env::var("HOME").is_ok(),
        "std_connection": std(std::net::TcpStream::connect("127.0.0.1:80").map(drop)),
    })
}

fn tcp() -> String {
    let tried = || {
        let socket = create_tcp_socket(IpAddressFamily::Ipv4)?;
        socket.start_connect(&instance_network(), address(80))?;
        socket.subscribe().block();
        socket.finish_connect().map(drop)
    };
    format!("{:?}", tried())
}

fn udp() -> String {
    let tried = || {
        let socket = create_udp_socket(IpAddressFamily::Ipv4)?;
        socket.start_bind(&instance_network(), address(0))?;
        socket.finish_bind()?;
        socket.stream(Some(address(53))).map(drop)
    };
    format!("{:?}", tried())
}

fn address(port: u16) -> IpSocketAddress {
    IpSocketAddress::Ipv4(Ipv4SocketAddress {
        port,
        address: (127, 0, 0, 1),
    })
}
