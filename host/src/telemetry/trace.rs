//! Traces by OpenTelemetry: each update is one, through calls of plugins and requests, sent
//! to a collector by OTLP over HTTP.
//!
//! A trace is made of spans alone: what is logged, and might quote somebody, is in none. Off
//! unless an endpoint is set; then there is no layer that looks at spans.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use opentelemetry::trace::{TraceContextExt, TracerProvider};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::{Bytes, HttpClient, HttpError};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tokio::runtime::Handle;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

use crate::config::TracesTo;

/// One delivery may take so long.
const DELIVERY: Duration = Duration::from_secs(5);
/// What a collector answers is short; more of it is not read.
const ANSWER: usize = 64 << 10;

/// Where spans wait to be delivered. Clones are the same.
#[derive(Clone)]
pub(super) struct Traces(SdkTracerProvider);

impl fmt::Debug for Traces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Traces").finish_non_exhaustive()
    }
}

impl Traces {
    /// Delivers to a collector, with the threads of this runtime.
    ///
    /// # Errors
    /// Why it can't, in words.
    pub(super) fn to(to: &TracesTo, runtime: &Handle) -> Result<Self, String> {
        let mut http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(DELIVERY);
        if to.is_here() {
            // A proxy of the environment would be asked for this very machine.
            http = http.no_proxy();
        }
        let http = http
            .build()
            .map_err(|error| error.without_url().to_string())?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Carrier {
                http,
                runtime: runtime.clone(),
                down: Arc::default(),
            })
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(to.endpoint.as_str())
            .with_timeout(DELIVERY)
            .build()
            .map_err(|error| error.to_string())?;
        // Its name and attributes may come from OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES.
        let mut resource = Resource::builder();
        if to.is_nameless {
            resource = resource.with_service_name(env!("CARGO_PKG_NAME"));
        }
        let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        let ratio = Sampler::TraceIdRatioBased(to.sample_ratio);
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(Sampler::ParentBased(Box::new(ratio)))
            .with_resource(resource.with_attribute(version).build())
            .build();
        Ok(Self(provider))
    }

    /// Makes traces of the program's own spans.
    pub(super) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let own = filter_fn(|about| about.is_span() && about.target().starts_with("vinbot"));
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer(env!("CARGO_PKG_NAME")))
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(own)
    }

    /// Delivers what waits, for so long at most. Nothing is traced after it.
    pub(super) async fn flush(&self, patience: Duration) {
        let provider = self.0.clone();
        let work = tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(patience));
        match tokio::time::timeout(patience + Duration::from_secs(1), work).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(error))) => tracing::warn!(%error, "the last traces are not delivered"),
            Ok(Err(_)) | Err(_) => tracing::warn!("the last traces are not delivered"),
        }
    }
}

/// Brings them with the HTTP client that the program has anyway.
#[derive(Debug)]
struct Carrier {
    http: reqwest::Client,
    /// They are brought from a thread of their own, which has no runtime.
    runtime: Handle,
    /// Whether the last time failed, so that trouble is told when it begins.
    down: Arc<AtomicBool>,
}

#[async_trait]
impl HttpClient for Carrier {
    async fn send_bytes(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, HttpError> {
        let request = reqwest::Request::try_from(request)?;
        let work = send(self.http.clone(), request);
        let answer = self.runtime.spawn(work).await?;
        let fine = answer
            .as_ref()
            .is_ok_and(|answer| answer.status().is_success());
        let was_down = self.down.swap(!fine, Ordering::Relaxed);
        match &answer {
            Err(error) if !was_down => {
                tracing::warn!(%error, "traces can't be delivered: some are lost");
            }
            Ok(answer) if !fine && !was_down => {
                let status = answer.status().as_u16();
                tracing::warn!(status, "the collector refuses traces: some are lost");
            }
            Ok(_) if fine && was_down => tracing::info!("traces are delivered again"),
            _ => {}
        }
        Ok(answer?)
    }
}

async fn send(
    http: reqwest::Client,
    request: reqwest::Request,
) -> Result<http::Response<Bytes>, reqwest::Error> {
    // Addresses of collectors may hold a key.
    let clean = reqwest::Error::without_url;
    let work = http.execute(request);
    let mut answer = work.await.map_err(clean)?;
    let mut response = http::Response::new(Bytes::new());
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(clean)? {
        if body.len() + chunk.len() > ANSWER {
            break;
        }
        body.extend_from_slice(&chunk);
    }
    *response.body_mut() = body.into();
    Ok(response)
}

/// The id of the trace that a span belongs to, if there are traces.
pub(super) fn trace_id(span: &Span) -> Option<String> {
    let context = span.context();
    let context = valid(&context)?;
    Some(context.trace_id().to_string())
}

/// The header `traceparent` of a request that is sent now: none if this is no part of a trace,
/// or of one that is not recorded.
#[must_use]
pub fn traceparent() -> Option<String> {
    let context = Span::current().context();
    let context = valid(&context).filter(opentelemetry::trace::SpanContext::is_sampled)?;
    let (trace, span) = (context.trace_id(), context.span_id());
    Some(format!("00-{trace}-{span}-01"))
}

fn valid(context: &Context) -> Option<opentelemetry::trace::SpanContext> {
    let context = context.span().span_context().clone();
    context.is_valid().then_some(context)
}
