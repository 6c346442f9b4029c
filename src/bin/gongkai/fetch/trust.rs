//! Which certificates are believed: those of the system, or any for hosts whose sources say so.

use crate::failure::Failure;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::sync::Arc;
use tokio_rustls::{TlsConnector, rustls};

/// Makes connections secure.
pub(super) struct Trust {
    verified: TlsConnector,
    any: TlsConnector,
}

impl Trust {
    /// By the certificates that the system trusts (or those that `SSL_CERT_FILE` names).
    pub(super) fn of_the_system() -> Result<Self, Failure> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let provider = Arc::new(ring::default_provider());
        let broken = |error: rustls::Error| {
            Failure::new(format!("TLS could not be set up ({error}): please report this as a defect"))
        };
        let builder = |provider: &Arc<CryptoProvider>| {
            ClientConfig::builder_with_provider(Arc::clone(provider))
                .with_safe_default_protocol_versions()
                .map_err(broken)
        };
        let verified = builder(&provider)?.with_root_certificates(roots).with_no_client_auth();
        let anybody = Arc::new(Anybody(provider.signature_verification_algorithms));
        let any = builder(&provider)?.dangerous().with_custom_certificate_verifier(anybody).with_no_client_auth();
        Ok(Self { verified: connector(verified), any: connector(any) })
    }

    /// What makes a connection secure; with `any`, whoever answers.
    pub(super) fn connector(&self, any: bool) -> &TlsConnector {
        if any { &self.any } else { &self.verified }
    }
}

fn connector(mut config: ClientConfig) -> TlsConnector {
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    TlsConnector::from(Arc::new(config))
}

/// Believes every certificate; that its owner signs is still verified.
#[derive(Debug)]
struct Anybody(WebPkiSupportedAlgorithms);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer,
        _: &[CertificateDer],
        _: &ServerName,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_schemes()
    }
}
