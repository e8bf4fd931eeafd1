//! CSV and lists.

use proptest::prelude::*;
use rstest::rstest;
use vinbot_intake::table::{Limits, Table, TableError};

use crate::{AUDI, HONDA, TESLA, known, read, vins};

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

/// The text of a file with a year added to each row.
fn with_years(bytes: &[u8], name: &str) -> Vec<u8> {
    let table = read(bytes, name).unwrap();
    let years = (2001..).map(|year: u32| vec![year.to_string()]);
    let file = table.with(&strings(&["Year"]), years).file().unwrap();
    assert_eq!(file.extension, "csv");
    file.bytes
}

#[rstest]
#[case::comma(
    "id,VIN,colour\n1,1HGCM82633A004352,\"red, dark\"\n2,,blue\n",
    "id,VIN,colour,Year\n1,1HGCM82633A004352,\"red, dark\",2001\n2,,blue,2002\n"
)]
#[case::semicolon_and_windows_lines(
    "VIN;km\r\n1HGCM82633A004352;1,5\r\n5YJ3E1EA2KF317000;2,5\r\n",
    "VIN;km;Year\r\n1HGCM82633A004352;1,5;2001\r\n5YJ3E1EA2KF317000;2,5;2002\r\n"
)]
#[case::tab("a\t1HGCM82633A004352\n", "\tVIN\tYear\na\t1HGCM82633A004352\t2001\n")]
#[case::excels_hint(
    "sep=;\nVIN\n1HGCM82633A004352\n",
    "sep=;\nVIN;Year\n1HGCM82633A004352;2001\n"
)]
#[case::a_title(
    "My fleet,\nnr,vin\n1,1HGCM82633A004352\n",
    "My fleet,\nnr,vin,Year\n1,1HGCM82633A004352,2001\n"
)]
#[case::ragged(
    "VIN,a\n1HGCM82633A004352\n5YJ3E1EA2KF317000,1,2\n",
    "VIN,a,,Year\n1HGCM82633A004352,,,2001\n5YJ3E1EA2KF317000,1,2,2002\n"
)]
#[case::a_list(
    "1HGCM82633A004352\nlost\n",
    "VIN,Year\n1HGCM82633A004352,2001\nlost,2002\n"
)]
#[case::formulas_that_came(
    "VIN,sum\n1HGCM82633A004352,=1+1\n",
    "VIN,sum,Year\n1HGCM82633A004352,=1+1,2001\n"
)]
fn columns_are_added_and_the_rest_is_as_it_was(#[case] text: &str, #[case] expected: &str) {
    let written = String::from_utf8(with_years(text.as_bytes(), "fleet.csv")).unwrap();
    assert_eq!(written, expected);
}

#[test]
fn what_came_in_another_encoding_goes_with_a_mark() {
    let latin = b"VIN;Farbe\n1HGCM82633A004352;gr\xfcn\n";
    let written = String::from_utf8(with_years(latin, "a.csv")).unwrap();
    assert_eq!(
        written,
        "\u{feff}VIN;Farbe;Year\n1HGCM82633A004352;grün;2001\n"
    );
}

#[test]
fn rows_without_a_vin_keep_their_place() {
    let table = read(
        b"vin,x\n1HGCM82633A004352,1\n1HGCM82633A00435,2\n,3\nWAUZZZ8K9BA123456,4\n",
        "a.csv",
    )
    .unwrap();
    assert_eq!(vins(&table), [Some(HONDA), None, None, Some(AUDI)]);
    assert_eq!(table.written(1), "1HGCM82633A00435");
    assert_eq!(table.column_name().as_deref(), Some("vin"));
}

#[test]
fn words_and_lines_of_a_text_are_read() {
    let text = format!(
        "Hello, these: {HONDA} and {TESLA}\n\n{}\n",
        AUDI.to_lowercase()
    );
    let table = read(text.as_bytes(), "Cars.TXT").unwrap();
    assert_eq!(vins(&table), [Some(HONDA), Some(TESLA), Some(AUDI)]);
}

#[test]
fn a_text_with_tabs_is_a_table() {
    let text = format!("{HONDA}\tred\n{TESLA}\tblue\n");
    let table = read(text.as_bytes(), "cars.txt").unwrap();
    assert_eq!(table.rows().next().unwrap(), [HONDA, "red"]);
}

#[test]
fn added_cells_are_no_formulas_and_fit_the_rows() {
    let table = read(b"1HGCM82633A004352\n5YJ3E1EA2KF317000\n", "a.csv").unwrap();
    let rows = [
        strings(&["=HYPERLINK(1)", "b", "too many"]),
        strings(&["-5"]),
        strings(&["x", "x"]),
    ];
    let file = table.with(&strings(&["@one", "two"]), rows).csv().unwrap();
    let expected = "VIN,'@one,two\n1HGCM82633A004352,'=HYPERLINK(1),b\n5YJ3E1EA2KF317000,-5,\n";
    assert_eq!(String::from_utf8(file.bytes).unwrap(), expected);
}

#[rstest]
#[case::nothing("", TableError::Empty)]
#[case::blank_lines("\n \n\n", TableError::Empty)]
#[case::only_names("id,VIN\n", TableError::NoVins)]
#[case::no_vins("id,VIN\n1,lost\n", TableError::NoVins)]
fn a_table_without_vins_is_told(#[case] text: &str, #[case] error: TableError) {
    assert_eq!(read(text.as_bytes(), "a.csv").unwrap_err(), error);
}

#[rstest]
#[case("a.csv", "id,vin\n", "1,1HGCM82633A004352\n")]
#[case("a.txt", "", "1HGCM82633A004352\n")]
fn one_row_too_many_is_told_with_the_limit(
    #[case] name: &str,
    #[case] head: &str,
    #[case] row: &str,
) {
    let limits = Limits {
        rows: 100_000,
        ..Limits::default()
    };
    let text = |rows: usize| head.to_owned() + &row.repeat(rows - usize::from(!head.is_empty()));
    let table = Table::read(text(100_000).as_bytes(), name, &limits, known()).unwrap();
    assert!(table.vins().len() >= 99_999);
    let error = Table::read(text(100_001).as_bytes(), name, &limits, known()).unwrap_err();
    assert_eq!(error, TableError::TooManyRows(100_000));
    assert!(error.to_string().contains("100000"));
}

#[test]
fn the_usual_limit_is_ten_thousand_rows() {
    let text = format!("{HONDA}\n").repeat(10_001);
    assert_eq!(
        read(text.as_bytes(), "a.csv"),
        Err(TableError::TooManyRows(10_000))
    );
}

#[test]
fn fifty_megabytes_are_refused_before_they_are_read() {
    let bytes = vec![b'a'; 50_000_000];
    assert_eq!(read(&bytes, "a.csv"), Err(TableError::TooLarge(20_000_000)));
}

#[test]
fn too_many_columns_are_told() {
    let text = format!("{HONDA}{}\n", ",x".repeat(500));
    assert_eq!(
        read(text.as_bytes(), "a.csv"),
        Err(TableError::TooManyColumns(500))
    );
}

/// A quote that is never closed makes the rest of the file one cell.
#[test]
fn an_open_quote_is_no_end_of_the_world() {
    let text = format!("vin,x\n{HONDA},\"open\n{TESLA},y\n");
    let table = read(text.as_bytes(), "a.csv").unwrap();
    assert_eq!(vins(&table), [Some(HONDA)]);
}

fn any_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9 ]{0,12}",
        "[ -~]{0,12}",
        "[a-z,;|\"\n\r\t]{0,8}",
        any::<String>()
    ]
    .prop_map(|text| text.replace('\0', ""))
}

proptest! {
    #[test]
    fn a_table_that_is_written_and_read_is_the_same(
        rows in prop::collection::vec(prop::collection::vec(any_cell(), 3), 1..12),
        windows in any::<bool>(),
        delimiter in prop::sample::select(vec![b',', b';', b'\t', b'|']),
    ) {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(if windows { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
            .from_writer(Vec::new());
        writer.write_record(["id", "VIN", "b", "c"]).unwrap();
        for row in &rows {
            writer.write_record([&row[0], HONDA, &row[1], &row[2]]).unwrap();
        }
        let table = read(&writer.into_inner().unwrap(), "a.csv").unwrap();
        let expected: Vec<Vec<String>> = rows
            .iter()
            .map(|row| vec![row[0].clone(), HONDA.into(), row[1].clone(), row[2].clone()])
            .collect();
        prop_assert_eq!(table.rows().collect::<Vec<_>>(), expected.clone());

        let same = table.with(&[], []).file().unwrap();
        let again = read(&same.bytes, "a.csv").unwrap();
        prop_assert_eq!(again.rows().collect::<Vec<_>>(), expected);
        prop_assert_eq!(again.with(&[], []).file().unwrap(), same);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, "a.csv");
        let _ = read(&bytes, "a.txt");
        let _ = read(&[b"PK\x03\x04", bytes.as_slice()].concat(), "a.xlsx");
    }
}
