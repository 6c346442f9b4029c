//! Which servers of PostgreSQL are believed, as `sslmode` and `sslrootcert` ask for it.

use crate::acquire::trust;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::path::Path;
use tokio_postgres_rustls::MakeRustlsConnect;

/// Certificates of a file that is taken for one of roots, at the most: those of all public authorities are two hundred.
const MOST_ROOTS: usize = 2_000;

/// The roots in a file.
pub(super) fn roots(path: &Path) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| error.to_string())?.take(MOST_ROOTS) {
        roots.add(certificate.map_err(|error| error.to_string())?).map_err(|error| error.to_string())?;
    }
    if roots.is_empty() { Err("none is in it".to_owned()) } else { Ok(roots) }
}

/// Trusts what the roots of a file vouch for; without one, those that the system trusts.
pub(super) fn verified(path: Option<&Path>) -> Result<MakeRustlsConnect, String> {
    let roots = path.map_or_else(|| Ok(trust::system()), roots)?;
    trust::verified(roots).map(MakeRustlsConnect::new).map_err(|error| error.to_string())
}

/// Hides what is sent, from whoever answers: what `sslmode=require` means to libpq.
pub(super) fn anyone() -> Result<MakeRustlsConnect, String> {
    trust::anyone().map(MakeRustlsConnect::new).map_err(|error| error.to_string())
}
