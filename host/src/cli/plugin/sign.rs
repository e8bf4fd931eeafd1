//! `vinbot plugin keygen` and `sign`.

use std::path::Path;
use std::process::ExitCode;

use secrecy::SecretString;

use super::super::Failure;
use super::locate;
use crate::config::Config;
use crate::trust::{Keypair, SigningKey};

/// Makes a pair of keys.
pub(super) fn keygen(out: &Path) -> Result<ExitCode, Failure> {
    let password = password();
    let pair = Keypair::new(password.as_ref())?;
    let public = pair.write(out)?;
    say!("The key {} is made", pair.id());
    say!(
        "  secret   {}, {}",
        out.display(),
        match password {
            Some(_) => "which needs VINBOT_KEY_PASSWORD: keep both",
            None => "without a password: keep it, and show it to nobody",
        }
    );
    say!("  public   {}", public.display());
    say!("\nWho trusts it writes into config.toml:\n");
    say!("[signatures]\npublic_keys = [\"{}\"]", pair.public());
    Ok(ExitCode::SUCCESS)
}

/// Signs a component.
pub(super) fn run(config: &Config, path: &Path, key: &Path) -> Result<ExitCode, Failure> {
    let file = locate::component(config, path)?;
    let key = SigningKey::read(key, password().as_ref())?;
    let signature = key.sign(&file)?;
    say!("{} is signed by {}", file.display(), key.id());
    say!("  signature {}", signature.display());
    Ok(ExitCode::SUCCESS)
}

fn password() -> Option<SecretString> {
    let password = std::env::var("VINBOT_KEY_PASSWORD").ok();
    password
        .filter(|password| !password.is_empty())
        .map(SecretString::from)
}
