//! The process as its system sees it, under the names that Prometheus's own clients use.
//!
//! Read from `/proc` by hand: the crates that do so bring another set of features of `rustix`
//! along, with which wasmtime would be compiled anew, or need `unsafe` for two constants.

use std::fmt;
use std::fs;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Unit;

/// Ticks of a second in what Linux tells programs (`USER_HZ`): 100 on every processor that
/// this program is built for, whatever the kernel's own clock.
const TICKS: f64 = 100.0;

/// Reads the figures when it is asked for them. Where there is no `/proc` there are none.
#[derive(Debug)]
pub(super) struct ProcessFigures;

/// What `/proc/self` says.
#[derive(Debug, Default, PartialEq)]
struct Figures {
    cpu_seconds: Option<f64>,
    start_seconds: Option<f64>,
    threads: Option<u64>,
    resident_bytes: Option<u64>,
    virtual_bytes: Option<u64>,
    open_fds: Option<u64>,
    max_fds: Option<u64>,
}

impl Figures {
    fn read() -> Self {
        let file = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let mut figures = Self::of(
            &file("/proc/self/stat"),
            &file("/proc/self/status"),
            &file("/proc/self/limits"),
            &file("/proc/stat"),
        );
        // One of them is that of the folder itself.
        let open = fs::read_dir("/proc/self/fd").map(|open| open.count() as u64);
        figures.open_fds = open.ok().map(|open| open.saturating_sub(1));
        figures
    }

    fn of(stat: &str, status: &str, limits: &str, system: &str) -> Self {
        // The name in brackets may hold anything, brackets too.
        let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
        let fields: Vec<&str> = fields.split_whitespace().collect();
        // Fields are counted from 1 in proc(5), and the third is the first here.
        let ticks = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
        let booted = line(system, "btime").and_then(|value| value.parse::<f64>().ok());
        let kilobytes = |name: &str| {
            let value = line(status, name)?.split_whitespace().next()?;
            value.parse::<u64>().ok().map(|kb| kb << 10)
        };
        let most = line(limits, "Max open files").and_then(|values| {
            let soft = values.split_whitespace().next()?;
            soft.parse().ok()
        });
        Self {
            cpu_seconds: ticks(14)
                .zip(ticks(15))
                .map(|(user, system)| (user + system) / TICKS),
            start_seconds: booted
                .zip(ticks(22))
                .map(|(booted, after)| booted + after / TICKS),
            threads: line(status, "Threads:").and_then(|value| value.parse().ok()),
            resident_bytes: kilobytes("VmRSS:"),
            virtual_bytes: kilobytes("VmSize:"),
            open_fds: None,
            max_fds: most,
        }
    }
}

/// What stands behind a name at the beginning of a line.
fn line<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut found = text.lines().filter_map(|line| line.strip_prefix(name));
    found.next().map(str::trim)
}

impl Collector for ProcessFigures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let figures = Figures::read();
        if let Some(seconds) = figures.cpu_seconds {
            encoder
                .encode_descriptor(
                    "process_cpu",
                    "Time of all processors that this process used, for itself and in the system",
                    Some(&Unit::Seconds),
                    MetricType::Counter,
                )?
                .encode_counter::<NoLabelSet, _, u64>(&seconds, None)?;
        }
        if let Some(began) = figures.start_seconds {
            let (name, help) = (
                "process_start_time",
                "When this process began (seconds since 1970)",
            );
            encoder
                .encode_descriptor(name, help, Some(&Unit::Seconds), MetricType::Gauge)?
                .encode_gauge(&began)?;
        }
        for (name, help, unit, value) in [
            (
                "process_resident_memory",
                "Memory of this process that is in RAM",
                Some(&Unit::Bytes),
                figures.resident_bytes,
            ),
            (
                "process_virtual_memory",
                "Addresses that this process has, most of them of no memory",
                Some(&Unit::Bytes),
                figures.virtual_bytes,
            ),
            (
                "process_open_fds",
                "Files and sockets that are open",
                None,
                figures.open_fds,
            ),
            (
                "process_max_fds",
                "Files and sockets that may be open",
                None,
                figures.max_fds,
            ),
            (
                "process_threads",
                "Threads of this process",
                None,
                figures.threads,
            ),
        ] {
            if let Some(value) = value {
                let value = i64::try_from(value).unwrap_or(i64::MAX);
                encoder
                    .encode_descriptor(name, help, unit, MetricType::Gauge)?
                    .encode_gauge(&value)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_linux_says_is_understood_whatever_the_program_is_called() {
        let stat = "41 (a) b (c) S 1 41 41 0 -1 4194560 9 0 0 0 250 50 0 0 20 0 7 0 12300 5 6";
        let status = "Name:\ta\nVmSize:\t  2048 kB\nVmRSS:\t  1024 kB\nThreads:\t7\n";
        let limits = "Limit                     Soft Limit   Hard Limit   Units\n\
                      Max open files            1024         4096         files\n";
        let figures = Figures::of(stat, status, limits, "cpu 1 2\nbtime 1000\n");
        let expected = Figures {
            cpu_seconds: Some(3.0),
            start_seconds: Some(1123.0),
            threads: Some(7),
            resident_bytes: Some(1 << 20),
            virtual_bytes: Some(2 << 20),
            open_fds: None,
            max_fds: Some(1024),
        };
        assert_eq!(figures, expected);
        assert_eq!(Figures::of("", "", "", ""), Figures::default());
    }

    #[test]
    fn this_very_process_has_figures() {
        let figures = Figures::read();
        assert!(figures.resident_bytes.is_some_and(|bytes| bytes > 1 << 20));
        assert!(figures.open_fds.is_some_and(|open| open >= 3));
        assert!(figures.start_seconds.is_some_and(|at| at > 1.6e9));
    }
}
