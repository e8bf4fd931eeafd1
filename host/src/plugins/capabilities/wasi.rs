//! WASI, so that components from any toolchain load: an empty world, in which random and
//! clocks work, and an HTTP client that passes the same gate as `vinbot:plugin/http`.
//!
//! Here redirects are not followed: the program inside has its own client, whose business
//! they are, and each hop that it makes is a request like any other.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use http::uri::Scheme;
use http_body_util::{BodyExt, Full, Limited};
use vinbot_net::{self as net, HttpError, is_hosts_own};
use wasmtime::component::{Linker, ResourceTable};
use wasmtime_wasi::{HostWallClock, WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::{
    Error, RequestOptions, Result, WasiBody, WasiHttpCtx, WasiHttpCtxView, WasiHttpHooks,
    WasiHttpView,
};

use super::http::Outside;
use super::plugin::log::Level;
use super::printed::Printed;
use crate::plugins::sandbox::{Profile, Sandbox};

/// Resources that a sandbox may hold at once.
const RESOURCES: usize = 10_000;
/// Bytes of random that it may ask for at once.
const RANDOM: u64 = 1 << 20;

/// Links all of WASI 0.2 that there is.
pub(super) fn add_to_linker(linker: &mut Linker<Sandbox>) -> wasmtime::Result<()> {
    wasmtime_wasi::p2::add_to_linker_async(linker)?;
    wasmtime_wasi_http::p2::add_only_http_to_linker_async(linker)
}

/// What WASI keeps for one sandbox.
pub(in crate::plugins) struct World {
    ctx: WasiCtx,
    http: WasiHttpCtx,
    table: ResourceTable,
    hooks: Option<Gate>,
}

impl World {
    /// No file, no socket, no name lookup, no environment, no arguments. What is printed
    /// is logged; the time is that of the profile's clock, if it has one.
    fn empty(profile: &Arc<Profile>) -> Self {
        let mut table = ResourceTable::new();
        table.set_max_capacity(RESOURCES);
        let mut ctx = WasiCtx::builder();
        ctx.allow_tcp(false)
            .allow_udp(false)
            .allow_ip_name_lookup(false)
            .socket_addr_check(|_, _| Box::pin(async { false }))
            .max_random_size(RANDOM)
            .stdout(Printed::new(profile, Level::Info))
            .stderr(Printed::new(profile, Level::Warn));
        if let Some(seconds) = profile.clock {
            ctx.wall_clock(Stopped(Duration::from_secs(seconds)));
        }
        Self {
            ctx: ctx.build(),
            http: WasiHttpCtx::new(),
            table,
            hooks: None,
        }
    }
}

/// A clock that always says the same.
struct Stopped(Duration);

impl HostWallClock for Stopped {
    fn resolution(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn now(&self) -> Duration {
        self.0
    }
}

impl WasiView for Sandbox {
    /// Made on first use, since most plugins never ask.
    fn ctx(&mut self) -> WasiCtxView<'_> {
        let profile = &self.profile;
        let world = self
            .wasi
            .get_or_insert_with(|| Box::new(World::empty(profile)));
        WasiCtxView {
            ctx: &mut world.ctx,
            table: &mut world.table,
        }
    }
}

impl WasiHttpView for Sandbox {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        let outside = self.outside();
        let most = self.profile.limits.output_kb << 10;
        let profile = &self.profile;
        let world = self
            .wasi
            .get_or_insert_with(|| Box::new(World::empty(profile)));
        let gate = Gate { outside, most };
        WasiHttpCtxView {
            ctx: &mut world.http,
            table: &mut world.table,
            hooks: world.hooks.insert(gate),
        }
    }
}

/// Where requests of `wasi:http` come to.
struct Gate {
    outside: Outside,
    /// Bytes of a request's body.
    most: usize,
}

type Answer = (
    http::Response<WasiBody>,
    Box<dyn Future<Output = Result<()>> + Send>,
);

impl WasiHttpHooks for Gate {
    fn set_host_header(&mut self) -> bool {
        false
    }

    fn is_supported_scheme(&mut self, scheme: &Scheme) -> bool {
        *scheme == Scheme::HTTPS || *scheme == Scheme::HTTP
    }

    fn send_request(
        &mut self,
        request: http::Request<WasiBody>,
        options: Option<RequestOptions>,
        _: Box<dyn Future<Output = Result<()>> + Send>,
    ) -> Box<dyn Future<Output = Result<Answer>> + Send> {
        let (outside, most) = (self.outside.clone(), self.most);
        Box::new(async move {
            let (parts, body) = request.into_parts();
            let body = Limited::new(body, most)
                .collect()
                .await
                .map_err(|error| match error.downcast::<Error>() {
                    Ok(error) => *error,
                    Err(_) => Error::HttpRequestBodySize(u64::try_from(most).ok()),
                })?
                .to_bytes();
            let mut headers = parts.headers;
            // Standard clients set some of these by themselves; what is sent is the
            // host's to say, so they are left out instead of being refused.
            let own: Vec<_> = headers
                .keys()
                .filter(|name| is_hosts_own(name))
                .cloned()
                .collect();
            for name in own {
                headers.remove(name);
            }
            let request = net::Request {
                method: parts.method,
                url: parts.uri.to_string(),
                headers,
                body: (!body.is_empty()).then(|| body.to_vec()),
                timeout: options.and_then(|options| options.first_byte_timeout),
                follow: false,
            };
            let response = outside.send(request).await.map_err(|error| told(&error))?;
            let body = Full::from(response.body).map_err(|never| match never {});
            let mut answer = http::Response::new(body.boxed_unsync());
            *answer.status_mut() = http::StatusCode::from_u16(response.status)
                .map_err(|_| Error::HttpProtocolError)?;
            *answer.headers_mut() = response.headers;
            let nothing_more: Box<dyn Future<Output = Result<()>> + Send> =
                Box::new(async { Ok(()) });
            Ok((answer, nothing_more))
        })
    }
}

fn told(error: &HttpError) -> Error {
    match error {
        HttpError::Url(_) => Error::HttpRequestUriInvalid,
        HttpError::Header { name, .. } => Error::HttpRequestHeaderSize {
            field_name: Some(name.clone()),
            field_size: None,
        },
        HttpError::NotHttps
        | HttpError::HostNotAsked(_)
        | HttpError::HostNotGranted(_)
        | HttpError::SecretNotGranted(_)
        | HttpError::SecretNotForHost { .. }
        | HttpError::SecretMisplaced(_)
        | HttpError::RedirectCarriesSecret(_) => Error::HttpRequestDenied,
        HttpError::DestinationIpProhibited(_) => Error::DestinationIpProhibited,
        HttpError::TooManyRedirects(_) => Error::LoopDetected,
        HttpError::Timeout => Error::HttpResponseTimeout,
        HttpError::TooLarge(kb) => Error::HttpResponseBodySize(Some(kb << 10)),
        HttpError::Unresolved(_) => Error::DnsError {
            rcode: None,
            info_code: None,
        },
        HttpError::Unreachable { .. } => Error::ConnectionRefused,
        HttpError::Tls { .. } => Error::TlsProtocolError,
        HttpError::Broken { .. } => Error::HttpResponseIncomplete,
        // There is none for either; by these a client knows that it may try again later.
        HttpError::CircuitOpen(_) => Error::DestinationUnavailable,
        HttpError::Quota { .. } => Error::ConnectionLimitReached,
        HttpError::Encoded(encoding) => Error::HttpResponseContentCoding(Some(encoding.clone())),
    }
}
