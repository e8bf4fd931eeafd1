//! What the machine gives: a folder, room on the disk, memory, files, a port.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use super::check::Checks;
use crate::config::Config;

/// Free on the disk of the state folder: compiled code of all plugins takes 120 MB, a new version
/// of the largest one 100 MB more.
const DISK_MB: u64 = 300;
/// What the bot takes with all plugins while it answers many at once (docs/performance.md).
const MEMORY_MB: u64 = 512;
/// Open files: connections of users' requests, services, Redis, and sandboxes.
const FILES: u64 = 1_024;

/// How long a bot that runs here may take to say how it is.
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) async fn look(checks: &mut Checks, config: &Config) {
    address(checks, config).await;
    let folder = &config.state_dir;
    if state(checks, folder) {
        disk(checks, folder);
    }
    memory(checks, limit_of_memory());
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    files(checks, open_files(&limits));
}

async fn address(checks: &mut Checks, config: &Config) {
    let address = config.http_addr;
    match tokio::net::TcpListener::bind(address).await {
        Ok(_) => checks.fine("http", format!("{address} is free for /health and /ready")),
        Err(error) => match running(address).await {
            Some(words) => checks.fine("http", format!("a bot runs at {address}: {words}")),
            None => checks.lacks(
                "http",
                format!("{address}: {error}"),
                "if that is not this bot running already, set VINBOT_HTTP_ADDR",
            ),
        },
    }
}

/// What the bot that runs there says of itself, if it is one.
async fn running(address: SocketAddr) -> Option<String> {
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE);
    let url = format!("http://{address}/ready");
    let answer = client.build().ok()?.get(url).send().await.ok()?;
    let ready: serde_json::Value = answer.json().await.ok()?;
    if ready.get("ready")?.as_bool()? {
        return Some("it is ready".to_owned());
    }
    let parts = ["reason", "telegram", "store"].into_iter();
    let parts = parts.filter_map(|part| Some(format!("{part} {}", ready.get(part)?.as_str()?)));
    Some(format!(
        "it is not ready: {}",
        parts.collect::<Vec<_>>().join(", ")
    ))
}

/// True if the state folder may be written to.
fn state(checks: &mut Checks, folder: &Path) -> bool {
    let tried = std::fs::create_dir_all(folder).and_then(|()| {
        tempfile::Builder::new()
            .prefix(".doctor-")
            .tempfile_in(folder)
    });
    match tried {
        Ok(_) => checks.fine("state", folder.display().to_string()),
        Err(error) => {
            checks.fails(
                "state",
                format!("{}: {error}", folder.display()),
                "make the folder writable, or name another in VINBOT_STATE_DIR",
            );
            return false;
        }
    }
    true
}

fn disk(checks: &mut Checks, folder: &Path) {
    let Some(free) = free_mb(folder) else {
        return;
    };
    let found = format!("{free} MB free for the state folder");
    if free >= DISK_MB {
        return checks.fine("disk", found);
    }
    checks.fails(
        "disk",
        found,
        format!("make room for {DISK_MB} MB, or name another folder in VINBOT_STATE_DIR"),
    );
}

/// What is free on the disk with this folder for who is not root.
fn free_mb(folder: &Path) -> Option<u64> {
    use std::os::unix::ffi::OsStrExt;
    let path = std::ffi::CString::new(folder.as_os_str().as_bytes()).ok()?;
    let mut found = std::mem::MaybeUninit::<libc::statvfs>::uninit();
    // SAFETY: the path is a string that ends in zero, and the place has room for what is written;
    // it is read only if the call says that it wrote.
    let found = unsafe {
        if libc::statvfs(path.as_ptr(), found.as_mut_ptr()) != 0 {
            return None;
        }
        found.assume_init()
    };
    Some((found.f_bavail.saturating_mul(found.f_frsize)) >> 20)
}

/// How much memory there may be, in MB: the least of what the machine has and what control groups
/// allow. None where that can't be told.
fn limit_of_memory() -> Option<u64> {
    let machine = std::fs::read_to_string("/proc/meminfo").ok();
    let machine = machine.and_then(|text| {
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix("MemTotal:"))?;
        let kb: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
        Some(kb >> 10)
    });
    let group = |file: &str| {
        let text = std::fs::read_to_string(file).ok()?;
        // "max" is none.
        Some(text.trim().parse::<u64>().ok()? >> 20)
    };
    [
        machine,
        group("/sys/fs/cgroup/memory.max"),
        group("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
    ]
    .into_iter()
    .flatten()
    .min()
}

fn memory(checks: &mut Checks, limit_mb: Option<u64>) {
    match limit_mb {
        None => {}
        Some(limit) if limit >= MEMORY_MB => checks.fine("memory", format!("{limit} MB")),
        Some(limit) => checks.lacks(
            "memory",
            format!("{limit} MB"),
            format!(
                "give it {MEMORY_MB} MB, or let it use less: runtime.concurrency, cache.max_mb, \
                 telegram.files.tables, telegram.files.photos"
            ),
        ),
    }
}

/// How many files this process may open, by /proc/self/limits.
fn open_files(limits: &str) -> Option<u64> {
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn files(checks: &mut Checks, most: Option<u64>) {
    match most {
        None => {}
        Some(most) if most >= FILES => checks.fine("files", format!("{most} may be open at once")),
        Some(most) => checks.lacks(
            "files",
            format!("{most} may be open at once"),
            format!("allow {FILES}: `ulimit -n {FILES}`, or LimitNOFILE of the systemd unit"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "Max open files            256                  4096                 files",
        Some(256)
    )]
    #[case(
        "Max open files            unlimited            unlimited            files",
        None
    )]
    #[case("", None)]
    fn the_limit_of_open_files_is_read(#[case] limits: &str, #[case] most: Option<u64>) {
        assert_eq!(open_files(limits), most);
    }

    #[test]
    fn the_disk_of_a_folder_has_room_or_not() {
        assert!(free_mb(Path::new("/")).is_some());
        assert_eq!(free_mb(Path::new("/no/such/folder")), None);
    }

    #[rstest]
    #[case(None, 0)]
    #[case(Some(1_024), 1)]
    #[case(Some(256), 1)]
    fn little_memory_is_no_fault_but_said(#[case] limit: Option<u64>, #[case] told: usize) {
        let mut checks = Checks::default();
        memory(&mut checks, limit);
        assert_eq!((checks.all().len(), checks.failed()), (told, 0));
    }
}
