//! A compiler for `wasm32-unknown-unknown`: rustup's target where it can be had,
//! else Debian's `rustc-web`, which builds the standard library from its sources.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::progress;

/// What guests are compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Chooses the way by hand.
const VARIABLE: &str = "VINBOT_GUEST_TOOLCHAIN";

/// Debian's packages: compiler, cargo and the sources of the standard library.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// Which way the person at the keyboard wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// What is there, else what can be had.
    Any,
    Rustup,
    Debian,
}

impl Choice {
    /// From `VINBOT_GUEST_TOOLCHAIN`.
    ///
    /// # Errors
    /// When it names nothing that there is.
    pub fn from_env() -> Result<Self> {
        Self::parse(std::env::var(VARIABLE).unwrap_or_default().trim())
    }

    fn parse(text: &str) -> Result<Self> {
        Ok(match text {
            "" => Self::Any,
            "rustup" => Self::Rustup,
            "debian" => Self::Debian,
            other => {
                bail!("{VARIABLE} is `{other}`: it may be `rustup` or `debian`, or not be set")
            }
        })
    }

    /// Its name, if a choice was made.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::Rustup => Some("rustup"),
            Self::Debian => Some("debian"),
        }
    }
}

/// How guests are compiled on this machine.
#[derive(Debug)]
pub enum Toolchain {
    /// The toolchain that builds the host, with the target added.
    Rustup,
    /// Debian's cargo and rustc; the linker is the one that rustup's toolchain carries.
    Debian { linker: PathBuf },
}

impl Toolchain {
    /// [`Self::choose`], as the environment says.
    pub fn find() -> Result<Self> {
        Self::choose(Choice::from_env()?)
    }

    /// Finds a way, installing what it needs.
    ///
    /// # Errors
    /// When no way works; the message says what was tried and what to do.
    pub fn choose(choice: Choice) -> Result<Self> {
        match choice {
            Choice::Rustup => Self::rustup(),
            Choice::Debian => Self::debian(),
            Choice::Any => Self::any(),
        }
    }

    fn any() -> Result<Self> {
        if rustup_has_target()? {
            return Ok(Self::Rustup);
        }
        // Installed by an earlier run: asking rustup again would only cost time.
        if debian_is_complete() {
            return Self::debian();
        }
        let Err(rustup) = Self::rustup() else {
            return Ok(Self::Rustup);
        };
        eprintln!(
            "rustup can't add the target {TARGET}, so the plugins are built with Debian's {}",
            DEBIAN_PACKAGES.join(", ")
        );
        Self::debian().map_err(|debian| {
            anyhow::anyhow!(
                "there is no compiler for the plugins.\n  from rustup: {rustup:#}\n  from Debian: \
                 {debian:#}\nGo online and run `rustup target add {TARGET}`, or, on Debian 12 or \
                 later, `apt-get install {}`.",
                DEBIAN_PACKAGES.join(" ")
            )
        })
    }

    fn rustup() -> Result<Self> {
        if !rustup_has_target()? {
            progress::run(
                "adding the WebAssembly target with rustup",
                Command::new("rustup").args(["target", "add", TARGET]),
            )?;
            // It adds to rustup's toolchain, which may not be the one in use.
            if !rustup_has_target()? {
                bail!("rustup added {TARGET}, but not to the rustc that is found first in PATH");
            }
        }
        Ok(Self::Rustup)
    }

    fn debian() -> Result<Self> {
        let linker = rustup_linker()?;
        if !debian_is_complete() {
            install_debian_packages()?;
        }
        Ok(Self::Debian { linker })
    }

    /// A short name, for a folder.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Rustup => "rustup",
            Self::Debian { .. } => "debian",
        }
    }

    /// A cargo command that builds guests; the caller adds packages and folders.
    pub fn cargo(&self) -> Command {
        match self {
            Self::Rustup => {
                let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
                let mut cargo = Command::new(cargo);
                cargo.args(["build", "--target", TARGET]);
                cargo
            }
            Self::Debian { linker } => {
                let mut cargo = Command::new(DEBIAN_CARGO);
                cargo.args(["build", "--target", TARGET, "-Zbuild-std=std,panic_abort"]);
                // The standard library is compiled on a released compiler; that
                // switch is what distributions use for it.
                cargo.env("RUSTC_BOOTSTRAP", "1");
                cargo.env("RUSTC", DEBIAN_RUSTC);
                cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                // What the outer cargo and rustup set must not leak into this one.
                for name in ["CARGO", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
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
                    "Debian's {DEBIAN_CARGO} with the linker {}",
                    linker.display()
                )
            }
        }
    }
}

fn sysroot(rustc: &str) -> Result<PathBuf> {
    let output = Command::new(rustc)
        .args(["--print", "sysroot"])
        .output()
        .with_context(|| format!("can't run {rustc}"))?;
    Ok(PathBuf::from(String::from_utf8(output.stdout)?.trim()))
}

fn rustup_has_target() -> Result<bool> {
    let library = sysroot("rustc")?
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib");
    // An interrupted installation leaves the folder.
    let standard = |entry: std::fs::DirEntry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    };
    Ok(
        std::fs::read_dir(library)
            .is_ok_and(|entries| entries.filter_map(Result::ok).any(standard)),
    )
}

fn rustup_linker() -> Result<PathBuf> {
    let rustlib = sysroot("rustc")?.join("lib/rustlib");
    let linker = std::fs::read_dir(&rustlib)
        .with_context(|| format!("can't read {}", rustlib.display()))?
        .filter_map(Result::ok)
        .map(|entry| entry.path().join("bin/rust-lld"))
        .find(|path| path.is_file());
    linker.with_context(|| {
        format!(
            "no rust-lld under {}: is the rustc in PATH rustup's?",
            rustlib.display()
        )
    })
}

/// Compiler, cargo and the sources of the standard library, of one version.
fn debian_is_complete() -> bool {
    let sources = "lib/rustlib/src/rust/library/Cargo.lock";
    Path::new(DEBIAN_CARGO).is_file()
        && Path::new(DEBIAN_RUSTC).is_file()
        && sysroot(DEBIAN_RUSTC).is_ok_and(|sysroot| sysroot.join(sources).is_file())
}

fn install_debian_packages() -> Result<()> {
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!("this is not Debian: there is no apt-get");
    }
    let root = is_root();
    if !root && !Path::new("/usr/bin/sudo").exists() {
        bail!(
            "installing takes root, and there is no sudo: run `apt-get install \
             --no-install-recommends {}` as root",
            DEBIAN_PACKAGES.join(" ")
        );
    }
    let apt = |arguments: &[&str]| {
        let mut command = if root {
            Command::new("apt-get")
        } else {
            let mut sudo = Command::new("sudo");
            // Nobody could see a question for the password behind the spinner.
            sudo.args([
                "--non-interactive",
                "--preserve-env=DEBIAN_FRONTEND",
                "apt-get",
            ]);
            sudo
        };
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    // Another apt-get may be running, as it does on a machine that just started.
    let wait = "-oDPkg::Lock::Timeout=120";
    progress::run(
        "reading Debian's package lists",
        &mut apt(&[wait, "update", "-q"]),
    )?;
    let mut arguments = vec![wait, "install", "-y", "-q", "--no-install-recommends"];
    arguments.extend(DEBIAN_PACKAGES);
    progress::run(
        "installing Debian's compiler for WebAssembly",
        &mut apt(&arguments),
    )?;
    if !debian_is_complete() {
        bail!(
            "the packages are installed, but {DEBIAN_RUSTC} has no sources of the standard library"
        );
    }
    Ok(())
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("", Choice::Any)]
    #[case("rustup", Choice::Rustup)]
    #[case("debian", Choice::Debian)]
    fn the_way_may_be_chosen(#[case] text: &str, #[case] choice: Choice) {
        assert_eq!(Choice::parse(text).unwrap(), choice);
    }

    #[test]
    fn a_way_that_does_not_exist_is_refused_with_those_that_do() {
        let said = Choice::parse("fedora").unwrap_err().to_string();
        assert!(said.contains("fedora") && said.contains("rustup") && said.contains("debian"));
    }

    #[test]
    fn the_host_s_toolchain_does_not_leak_into_debian_s() {
        let cargo = Toolchain::Debian {
            linker: "lld".into(),
        }
        .cargo();
        let gone = |name: &str| {
            cargo
                .get_envs()
                .any(|(key, value)| key == name && value.is_none())
        };
        assert!(gone("RUSTUP_TOOLCHAIN") && gone("CARGO"));
        assert_eq!(cargo.get_program(), DEBIAN_CARGO);
    }
}
