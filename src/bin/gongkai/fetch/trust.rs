//! Which certificates are believed: those of the system, or any for hosts whose sources say so.

use crate::failure::Failure;
use gongkai::acquire::trust;
use std::sync::Arc;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::ServerCertVerifier;
use tokio_rustls::rustls::{CertificateError, ClientConfig, Error};

/// Makes connections secure.
pub(super) struct Trust {
    verified: TlsConnector,
    any: TlsConnector,
    verifier: Option<Arc<dyn ServerCertVerifier>>,
}

impl Trust {
    /// By the certificates that the system trusts (or those that `SSL_CERT_FILE` names).
    pub(super) fn of_the_system() -> Result<Self, Failure> {
        let broken =
            |error: Error| Failure::new(format!("TLS could not be set up ({error}): please report this as a defect"));
        let roots = Arc::new(trust::system());
        let held_against = trust::verifier(Arc::clone(&roots));
        let verified = connector(trust::verified(roots).map_err(broken)?);
        Ok(Self { verified, any: connector(trust::anyone().map_err(broken)?), verifier: held_against })
    }

    /// What makes a connection secure; with `any`, whoever answers.
    pub(super) fn connector(&self, any: bool) -> &TlsConnector {
        if any { &self.any } else { &self.verified }
    }

    /// What a server's certificates are held against where another program makes the connection; with `any`, nothing.
    pub(super) fn verifier(&self, any: bool) -> Result<Option<&dyn ServerCertVerifier>, Error> {
        if any {
            return Ok(None);
        }
        self.verifier.as_deref().map(Some).ok_or(Error::InvalidCertificate(CertificateError::UnknownIssuer))
    }
}

fn connector(mut config: ClientConfig) -> TlsConnector {
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    TlsConnector::from(Arc::new(config))
}
