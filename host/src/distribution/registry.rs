//! OCI registries: over HTTPS, and over HTTP on this machine.

use std::time::Duration;

use futures::StreamExt;
use oci_client::client::{Certificate, CertificateEncoding, ClientConfig, ClientProtocol};
use oci_client::errors::{DigestError, OciDistributionError, OciErrorCode};
use oci_client::manifest::OCI_IMAGE_MEDIA_TYPE;
use oci_client::{Client, Reference};
use reqwest::header::HeaderValue;

use super::artifact::{Artifact, Packed, described, sha256};
use super::error::DistributionError;
use super::login::Logins;
use super::source::host_of;
use crate::address::is_loopback;

/// For a connection, and for each wait for the next bytes.
const CONNECT: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_secs(30);
/// For all of it: a slow line gets 85 MB through in this time.
pub(super) const ALL: Duration = Duration::from_mins(10);

/// The registry that a reference names.
pub struct Registry<'a> {
    client: Client,
    reference: &'a Reference,
    logins: &'a Logins,
}

impl std::fmt::Debug for Registry<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Registry").field(&self.host()).finish()
    }
}

impl<'a> Registry<'a> {
    /// Gets ready; nothing is sent yet.
    ///
    /// # Errors
    /// When this machine can't do TLS.
    pub fn new(reference: &'a Reference, logins: &'a Logins) -> Result<Self, DistributionError> {
        let host = reference.resolve_registry();
        let plain = is_loopback(host_of(host)).then(|| host.to_owned());
        let protocol = ClientProtocol::HttpsExcept(plain.into_iter().collect());
        Ok(Self {
            client: client(protocol).map_err(|error| failed(host, "registry", error))?,
            reference,
            logins,
        })
    }

    /// Pushes a plugin. What the registry has already is not sent again. Gives the
    /// digest under which it can be pulled.
    ///
    /// # Errors
    /// See [`DistributionError`].
    pub async fn push(&self, packed: &Packed) -> Result<String, DistributionError> {
        self.within(self.push_all(packed)).await
    }

    async fn push_all(&self, packed: &Packed) -> Result<String, OciDistributionError> {
        self.log_in().await;
        let blobs = [
            (&packed.layer.data, packed.layer.sha256_digest()),
            (&packed.config.data, packed.config.sha256_digest()),
        ];
        for (data, digest) in blobs {
            if !self.client.blob_exists(self.reference, &digest).await? {
                let pushing = self.client.push_blob(self.reference, data.clone(), &digest);
                pushing.await?;
            }
        }
        let kind = HeaderValue::from_static(OCI_IMAGE_MEDIA_TYPE);
        self.client
            .push_manifest_raw(self.reference, packed.manifest.clone(), kind)
            .await?;
        Ok(packed.digest.clone())
    }

    /// Pulls a plugin, and the digest under which it can be pulled again. All bytes are
    /// checked against their digests.
    ///
    /// # Errors
    /// See [`DistributionError`].
    pub async fn pull(&self, max_mb: u64) -> Result<(Artifact, String), DistributionError> {
        let kinds = [OCI_IMAGE_MEDIA_TYPE];
        let auth = self.logins.of(self.host());
        let manifest = self.client.pull_manifest_raw(self.reference, &auth, &kinds);
        let (manifest, _) = self.within(manifest).await?;
        let what = self.reference.to_string();
        let described = described(&manifest, &what, max_mb)?;
        let component = self.component(&described.layer, described.length);
        let artifact = Artifact {
            component: self.within(component).await?,
            manifest: described.manifest,
            signature: described.signature,
        };
        // The registry's word for it is not taken.
        Ok((artifact, sha256(&manifest)))
    }

    /// The layer, no longer than it was said to be. By its digest alone: a manifest may
    /// name other addresses for it, which nobody vouches for.
    async fn component(&self, digest: &str, length: u64) -> Result<Vec<u8>, OciDistributionError> {
        let mut stream = self.client.pull_blob_stream(self.reference, digest).await?;
        let mut bytes = Vec::new();
        while let Some(chunk) = stream.next().await {
            let chunk = chunk?;
            if (bytes.len() + chunk.len()) as u64 > length {
                let said = format!("the layer is longer than its {length} bytes");
                return Err(OciDistributionError::SpecViolationError(said));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    async fn log_in(&self) {
        let host = self.host();
        let auth = self.logins.of(host);
        self.client.store_auth_if_needed(host, &auth).await;
    }

    fn host(&self) -> &str {
        self.reference.resolve_registry()
    }

    async fn within<T>(
        &self,
        work: impl Future<Output = Result<T, OciDistributionError>>,
    ) -> Result<T, DistributionError> {
        match tokio::time::timeout(ALL, work).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(failed(self.host(), &self.reference.to_string(), error)),
            Err(_) => Err(DistributionError::Timeout {
                host: self.host().to_owned(),
                seconds: ALL.as_secs(),
            }),
        }
    }
}

fn client(protocol: ClientProtocol) -> Result<Client, OciDistributionError> {
    // Beside the system's own: in a container there are none.
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    let roots = roots.map(|root| Certificate {
        encoding: CertificateEncoding::Der,
        data: root.to_vec(),
    });
    let config = ClientConfig {
        protocol,
        extra_root_certificates: roots.collect(),
        platform_resolver: None,
        connect_timeout: Some(CONNECT),
        read_timeout: Some(SILENCE),
        user_agent: concat!("vinbot/", env!("CARGO_PKG_VERSION")),
        ..ClientConfig::default()
    };
    Client::try_from(config)
}

/// The library's errors in words that help.
fn failed(host: &str, what: &str, error: OciDistributionError) -> DistributionError {
    use OciDistributionError as Oci;
    let host = host.to_owned();
    let refused = |reason: String| DistributionError::Refused {
        host: host.clone(),
        reason: one_line(&reason),
    };
    match error {
        Oci::UnauthorizedError { .. }
        | Oci::AuthenticationFailure(_)
        | Oci::ServerError {
            code: 401 | 403, ..
        } => DistributionError::Unauthorized { host },
        Oci::ServerError { code: 404, .. } | Oci::ImageManifestNotFoundError(_) => {
            DistributionError::NotFound(what.to_owned())
        }
        Oci::ServerError { code, message, .. } => refused(format!("{code} {message}")),
        Oci::RegistryError { envelope, .. } => {
            let has = |codes: &[OciErrorCode]| {
                envelope
                    .errors
                    .iter()
                    .any(|error| codes.contains(&error.code))
            };
            if has(&[OciErrorCode::Unauthorized, OciErrorCode::Denied]) {
                DistributionError::Unauthorized { host }
            } else if has(&[
                OciErrorCode::ManifestUnknown,
                OciErrorCode::NameUnknown,
                OciErrorCode::NotFound,
                OciErrorCode::BlobUnknown,
                OciErrorCode::ManifestBlobUnknown,
            ]) {
                DistributionError::NotFound(what.to_owned())
            } else {
                let words = envelope.errors.iter().map(|error| error.message.as_str());
                refused(words.collect::<Vec<_>>().join("; "))
            }
        }
        Oci::DigestError(error) => tampered(host, &error),
        Oci::IoError(error) => match error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<DigestError>())
        {
            Some(error) => tampered(host, error),
            None => DistributionError::Unreachable {
                host,
                reason: chain(&error),
            },
        },
        // Its words name the address, which says nothing more.
        Oci::RequestError(error) => match error.status().map(|status| status.as_u16()) {
            Some(401 | 403) => DistributionError::Unauthorized { host },
            Some(404) => DistributionError::NotFound(what.to_owned()),
            Some(status) => refused(status.to_string()),
            None => DistributionError::Unreachable {
                host,
                reason: chain(&error.without_url()),
            },
        },
        other => refused(other.to_string()),
    }
}

fn tampered(host: String, error: &DigestError) -> DistributionError {
    match error {
        DigestError::VerificationError { expected, actual } => DistributionError::Tampered {
            from: host,
            expected: expected.clone(),
            found: actual.clone(),
        },
        other => DistributionError::Refused {
            host,
            reason: other.to_string(),
        },
    }
}

/// What went wrong at the bottom: `Connection refused` and not `error sending request`.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut at = error;
    while let Some(cause) = at.source() {
        at = cause;
    }
    one_line(&at.to_string())
}

fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::super::download::client as web_client;
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// Answers every connection with something that is not TLS, and tells how the first
    /// one began.
    async fn no_tls() -> (String, tokio::sync::oneshot::Receiver<[u8; 2]>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (tell, first) = tokio::sync::oneshot::channel();
        let mut tell = Some(tell);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut start = [0; 2];
                stream.read_exact(&mut start).await.unwrap();
                let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
                if let Some(tell) = tell.take() {
                    tell.send(start).unwrap();
                }
            }
        });
        (address, first)
    }

    /// Two versions of one HTTP library are in the program; both must find the TLS that
    /// `vinbot` installs at its start.
    #[tokio::test]
    async fn both_clients_speak_tls_with_what_was_installed() {
        crate::cli::install_tls();
        crate::cli::install_tls();
        // A TLS record that begins a handshake.
        let hello = [0x16, 0x03];

        let (address, first) = no_tls().await;
        let reference: Reference = format!("{address}/a/b:1").parse().unwrap();
        let auth = oci_client::secrets::RegistryAuth::Anonymous;
        let secure = client(ClientProtocol::Https).unwrap();
        let told = secure.pull_manifest_raw(&reference, &auth, &[]).await;
        let told = failed(&address, "a plugin", told.unwrap_err()).to_string();
        assert!(told.contains("corrupt message"), "{told}");
        assert_eq!(first.await.unwrap(), hello);

        let (address, first) = no_tls().await;
        let client = web_client().unwrap();
        let told = client.get(format!("https://{address}/")).send().await;
        let told = chain(&told.unwrap_err().without_url());
        assert!(told.contains("corrupt message"), "{told}");
        assert_eq!(first.await.unwrap(), hello);
    }
}
