//! Figures with units that fit them.

use vinbot_cache::HistogramSnapshot;

/// The mean time, with a unit that fits it.
pub(crate) fn mean(times: &HistogramSnapshot) -> String {
    let Ok(count) = u32::try_from(times.count()) else {
        return "?".to_owned();
    };
    if count == 0 {
        return "–".to_owned();
    }
    let seconds = times.sum / f64::from(count);
    if seconds < 0.001 {
        format!("{:.0} µs", seconds * 1e6)
    } else if seconds < 1.0 {
        format!("{:.1} ms", seconds * 1e3)
    } else {
        format!("{seconds:.1} s")
    }
}

/// `12 kB`, `3 MB`.
pub(crate) fn bytes(bytes: u64) -> String {
    if bytes < 1 << 20 {
        format!("{} kB", bytes.div_ceil(1 << 10))
    } else {
        format!("{} MB", bytes >> 20)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit_that_fits_it() {
        let mut times = HistogramSnapshot::default();
        assert_eq!(mean(&times), "–");
        times.counts[0] = 2;
        for (sum, text) in [(0.000_02, "10 µs"), (0.02, "10.0 ms"), (4.0, "2.0 s")] {
            times.sum = sum;
            assert_eq!(mean(&times), text);
        }
    }
}
