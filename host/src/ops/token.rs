//! The token of the admin API: from the environment, else made once and kept in the
//! state folder, where `vinbot plugin enable` and its like find it.

use std::io;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use crate::config::Config;

/// The token; made and kept on first use.
///
/// # Errors
/// When it can't be kept.
pub fn token(config: &Config) -> io::Result<SecretString> {
    if let Some(token) = known(config) {
        return Ok(token);
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    let token = SecretString::from(blake3::hash(&bytes).to_hex().to_string());
    std::fs::create_dir_all(&config.state_dir)?;
    write(&config.state_dir.join("admin.token"), token.expose_secret())?;
    Ok(token)
}

/// The token, if there is one already.
#[must_use]
pub fn known(config: &Config) -> Option<SecretString> {
    config.admin_token.clone().or_else(|| {
        let text = std::fs::read_to_string(config.state_dir.join("admin.token")).ok()?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.into())
    })
}

/// For this user alone, and whole or not at all.
fn write(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut part = tempfile::NamedTempFile::new_in(folder)?;
    io::Write::write_all(&mut part, text.as_bytes())?;
    part.persist(file)?;
    Ok(())
}
