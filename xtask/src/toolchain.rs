//! A compiler for `wasm32-unknown-unknown`: rustup's target where it can be had,
//! else Debian's `rustc-web`, which builds the standard library from its sources.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::progress;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's packages: compiler, cargo and the sources of the standard library.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// How guests are compiled on this machine.
pub(crate) enum Toolchain {
    /// The toolchain that builds the host, with the target added.
    Rustup,
    /// Debian's cargo and rustc; the linker is the one that rustup's toolchain carries.
    Debian { linker: PathBuf },
}

impl Toolchain {
    /// Finds a way, installing what it needs.
    ///
    /// # Errors
    /// When neither way works; the message says what was tried and what to do.
    pub(crate) fn find() -> Result<Self> {
        if rustup_has_target()? {
            return Ok(Self::Rustup);
        }
        let rustup = progress::run(
            "adding the WebAssembly target with rustup",
            Command::new("rustup").args(["target", "add", TARGET]),
        );
        if let Err(refused) = rustup {
            return Self::debian().with_context(|| {
                format!(
                    "no compiler for {TARGET}.\n  tried `rustup target add {TARGET}`: {refused}\n  \
                     then Debian's packages {}, which failed as said below.\n  Add the target \
                     where rustup is online, or install the packages by hand.",
                    DEBIAN_PACKAGES.join(" ")
                )
            });
        }
        Ok(Self::Rustup)
    }

    fn debian() -> Result<Self> {
        let linker = rustup_linker()?;
        if !Path::new("/usr/bin/cargo").exists() || !debian_sources_present() {
            install_debian_packages()?;
        }
        Ok(Self::Debian { linker })
    }

    /// A cargo command that builds guests; the caller adds packages and folders.
    pub(crate) fn cargo(&self) -> Command {
        match self {
            Self::Rustup => {
                let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
                let mut cargo = Command::new(cargo);
                cargo.args(["build", "--target", TARGET]);
                cargo
            }
            Self::Debian { linker } => {
                let mut cargo = Command::new("/usr/bin/cargo");
                cargo.args(["build", "--target", TARGET, "-Zbuild-std=std,panic_abort"]);
                // The standard library is compiled on a released compiler; that
                // switch is what distributions use for it.
                cargo.env("RUSTC_BOOTSTRAP", "1");
                cargo.env("RUSTC", "/usr/bin/rustc");
                cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                // What the outer cargo and rustup set must not leak into this one.
                for name in [
                    "RUSTUP_TOOLCHAIN",
                    "RUSTC_WORKSPACE_WRAPPER",
                    "RUSTC_WRAPPER",
                ] {
                    cargo.env_remove(name);
                }
                cargo
            }
        }
    }
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rustup => write!(f, "rustup's toolchain with the target {TARGET}"),
            Self::Debian { linker } => {
                write!(
                    f,
                    "Debian's /usr/bin/cargo with the linker {}",
                    linker.display()
                )
            }
        }
    }
}

fn sysroot() -> Result<PathBuf> {
    let output = Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()?;
    Ok(PathBuf::from(String::from_utf8(output.stdout)?.trim()))
}

fn rustup_has_target() -> Result<bool> {
    Ok(sysroot()?
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib")
        .is_dir())
}

fn rustup_linker() -> Result<PathBuf> {
    let sysroot = sysroot()?;
    let rustlib = sysroot.join("lib/rustlib");
    let linker = std::fs::read_dir(&rustlib)
        .with_context(|| format!("can't read {}", rustlib.display()))?
        .filter_map(Result::ok)
        .map(|entry| entry.path().join("bin/rust-lld"))
        .find(|path| path.is_file());
    linker.with_context(|| {
        format!(
            "no rust-lld under {}: is rustc from rustup?",
            rustlib.display()
        )
    })
}

fn debian_sources_present() -> bool {
    Command::new("/usr/bin/rustc")
        .args(["--print", "sysroot"])
        .output()
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .is_some_and(|root| {
            Path::new(root.trim())
                .join("lib/rustlib/src/rust/library/Cargo.lock")
                .exists()
        })
}

fn install_debian_packages() -> Result<()> {
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!("this is not Debian: there is no apt-get");
    }
    let apt = |arguments: &[&str]| {
        let mut command = if is_root() {
            Command::new("apt-get")
        } else {
            let mut sudo = Command::new("sudo");
            sudo.args(["--non-interactive", "apt-get"]);
            sudo
        };
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    progress::run(
        "reading Debian's package lists",
        &mut apt(&["update", "-q"]),
    )?;
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(DEBIAN_PACKAGES);
    progress::run(
        "installing Debian's compiler for WebAssembly",
        &mut apt(&arguments),
    )?;
    Ok(())
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == "0")
}
