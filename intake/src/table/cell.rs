//! A cell, with its type where the file has types.

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, or any cell of a CSV file.
    Text(String),
    /// A number.
    Number(f64),
    /// A truth.
    Bool(bool),
    /// A day and time, as days since the end of 1899 (what XLSX keeps).
    Date(f64),
    /// A length of time, in days.
    Duration(f64),
}

impl Cell {
    /// As text: days as `2026-01-31` or `2026-01-31 12:30:00`, lengths of time as `26:15:00`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Bool(true) => "TRUE".into(),
            Self::Bool(false) => "FALSE".into(),
            Self::Date(days) => date(*days),
            Self::Duration(days) => {
                let seconds = (days * 86_400.0).round();
                let part = |size: f64, most: f64| (seconds / size).floor() % most;
                let hours = (seconds / 3_600.0).floor();
                format!("{hours}:{:02}:{:02}", part(60.0, 60.0), part(1.0, 60.0))
            }
        }
    }

    /// True if nothing is to be seen in it.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

fn date(days: f64) -> String {
    let value = calamine::ExcelDateTime::new(days, calamine::ExcelDateTimeType::DateTime, false);
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {hour:02}:{minute:02}:{second:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Cell::Empty, "")]
    #[case(Cell::Text(" a".into()), " a")]
    #[case(Cell::Number(2003.0), "2003")]
    #[case(Cell::Number(0.5), "0.5")]
    #[case(Cell::Bool(true), "TRUE")]
    #[case(Cell::Date(45_943.0), "2025-10-13")]
    #[case(Cell::Date(45_943.5), "2025-10-13 12:00:00")]
    #[case(Cell::Duration(1.5), "36:00:00")]
    fn a_cell_has_a_text(#[case] cell: Cell, #[case] text: &str) {
        assert_eq!(cell.text(), text);
    }
}
