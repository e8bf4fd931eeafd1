//! Embeds contract, SDK and templates, so that a project can be made and built anywhere.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default())
        .join("..")
        .canonicalize()?;
    let mut code = String::new();
    list(&mut code, "CONTRACT", &root, &root.join("wit"))?;
    list(&mut code, "SDK", &root, &root.join("sdk/src"))?;
    list(&mut code, "TEMPLATES", &root, &root.join("templates"))?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    std::fs::write(out.join("files.rs"), code)
}

/// A constant with the files of a folder; a new file there makes a new list.
fn list(code: &mut String, name: &str, root: &Path, folder: &Path) -> std::io::Result<()> {
    let _ = writeln!(code, "pub const {name}: &[File] = &[");
    files(code, root, folder)?;
    code.push_str("];\n");
    Ok(())
}

fn files(code: &mut String, root: &Path, folder: &Path) -> std::io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        // Later versions of the contract stand in folders of their own.
        if is_leftover(&path) || (path.is_dir() && folder.ends_with("wit")) {
            continue;
        }
        if path.is_dir() {
            files(code, root, &path)?;
        } else {
            let short = path.strip_prefix(root).unwrap_or(&path);
            let _ = writeln!(
                code,
                "    File {{ path: {:?}, text: include_str!({:?}) }},",
                short.display().to_string(),
                path.display().to_string()
            );
        }
    }
    Ok(())
}

/// What editors and runs leave, which would be no text.
fn is_leftover(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || name.ends_with('~') || matches!(&*name, "__pycache__" | "node_modules")
}
