//! `[traces]`, and the variables of OpenTelemetry that go over it.

use reqwest::Url;
use serde::Deserialize;

use super::ConfigError;
use crate::address;

/// Where collectors take traces, below their address.
const PATH: &str = "v1/traces";

/// `[traces]`: what happened for an update, for a collector of OpenTelemetry's.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Traces {
    /// The collector's address for OTLP over HTTP; nothing is traced without.
    pub endpoint: String,
    /// The share of updates that is traced, from 0 to 1.
    pub sample_ratio: f64,
    /// Whether requests of plugins carry `traceparent`.
    pub propagate: bool,
}

impl Default for Traces {
    fn default() -> Self {
        Self {
            endpoint: String::new(),
            sample_ratio: 1.0,
            propagate: true,
        }
    }
}

/// Where traces are brought.
#[derive(Debug, Clone, PartialEq)]
pub struct TracesTo {
    /// The address for traces, in full.
    pub endpoint: Url,
    /// The share of updates that is traced, from 0 to 1.
    pub sample_ratio: f64,
    /// Whether the environment gives the service no name.
    pub is_nameless: bool,
}

impl TracesTo {
    /// True if the collector is on this machine.
    #[must_use]
    pub fn is_here(&self) -> bool {
        address::is_here(&self.endpoint)
    }
}

impl Traces {
    /// Where they are brought, by the file and these variables of the environment; none if
    /// nowhere.
    pub(super) fn to<'a>(
        &self,
        variable: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<Option<TracesTo>, ConfigError> {
        if variable("OTEL_SDK_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            return Ok(None);
        }
        let own = Some(self.endpoint.as_str()).filter(|endpoint| !endpoint.is_empty());
        let found = [
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
        ]
        .into_iter()
        .find_map(|name| Some((name, variable(name)?)))
        .or_else(|| Some(("traces.endpoint", own?)));
        let Some((name, address)) = found else {
            return Ok(None);
        };
        let endpoint = Url::parse(address)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
            .and_then(|mut url| {
                if name != "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" {
                    url.path_segments_mut()
                        .ok()?
                        .pop_if_empty()
                        .extend(PATH.split('/'));
                }
                Some(url)
            });
        let endpoint = endpoint.ok_or_else(|| {
            let reason = "it must be a URL for OTLP over HTTP, such as http://127.0.0.1:4318";
            if name == "traces.endpoint" {
                ConfigError::Value {
                    key: name.to_owned(),
                    reason: reason.to_owned(),
                }
            } else {
                ConfigError::Variable {
                    name: name.to_owned(),
                    reason: reason.to_owned(),
                }
            }
        })?;
        let attributes = variable("OTEL_RESOURCE_ATTRIBUTES").unwrap_or_default();
        let is_named = variable("OTEL_SERVICE_NAME").is_some()
            || attributes
                .split(',')
                .any(|one| one.trim().starts_with("service.name="));
        Ok(Some(TracesTo {
            endpoint,
            sample_ratio: self.sample_ratio,
            is_nameless: !is_named,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::off("", &[], None)]
    #[case::by_the_file("http://a:4318", &[], Some("http://a:4318/v1/traces"))]
    #[case::below_a_path("https://a/otlp/", &[], Some("https://a/otlp/v1/traces"))]
    #[case::by_the_environment(
        "http://a:4318",
        &[("OTEL_EXPORTER_OTLP_ENDPOINT", "http://b:4318/")],
        Some("http://b:4318/v1/traces")
    )]
    #[case::of_traces_alone(
        "",
        &[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://b:4318"),
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c/x"),
        ],
        Some("http://c/x")
    )]
    #[case::switched_off("http://a:4318", &[("OTEL_SDK_DISABLED", "TRUE")], None)]
    fn the_environment_goes_over_the_file(
        #[case] endpoint: &str,
        #[case] variables: &[(&str, &str)],
        #[case] expected: Option<&str>,
    ) {
        let traces = Traces {
            endpoint: endpoint.to_owned(),
            ..Traces::default()
        };
        let variable = |name: &str| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| *value)
        };
        let to = traces.to(variable).unwrap();
        assert_eq!(to.as_ref().map(|to| to.endpoint.as_str()), expected);
    }

    #[rstest]
    #[case("127.0.0.1:4318")]
    #[case("grpc://a:4317")]
    fn what_is_no_address_is_refused_by_its_name(#[case] endpoint: &str) {
        let traces = Traces {
            endpoint: endpoint.to_owned(),
            ..Traces::default()
        };
        let refused = traces.to(|_| None).unwrap_err().to_string();
        assert!(refused.contains("traces.endpoint"), "{refused}");
        let named = |name: &str| (name == "OTEL_EXPORTER_OTLP_ENDPOINT").then_some("nonsense");
        let refused = Traces::default().to(named).unwrap_err().to_string();
        assert!(refused.contains("OTEL_EXPORTER_OTLP_ENDPOINT"), "{refused}");
    }

    #[test]
    fn a_service_that_the_environment_names_keeps_that_name() {
        let traces = Traces {
            endpoint: "http://a".to_owned(),
            ..Traces::default()
        };
        let nameless = |name: &'static str, value: &'static str| {
            let to = traces.to(move |asked| (asked == name).then_some(value));
            to.unwrap().unwrap().is_nameless
        };
        assert!(nameless("", ""));
        assert!(!nameless("OTEL_SERVICE_NAME", "bot"));
        assert!(!nameless(
            "OTEL_RESOURCE_ATTRIBUTES",
            "a=b, service.name=bot"
        ));
    }
}
