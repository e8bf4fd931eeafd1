//! XLSX.

use rust_xlsxwriter::{Format, Formula, Workbook};
use vinbot_intake::table::{Limits, Table, TableError};

use crate::{HONDA, TESLA, known, read, vins};

/// A sheet of notes, then the fleet with a cell of each type.
fn fleet() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "Just notes").unwrap();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["nr", "VIN", "km", "sold", "since", "time", "plate"]) {
        sheet.write(0, column, name).unwrap();
    }
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let time = Format::new().set_num_format("[h]:mm:ss");
    sheet.write(1, 0, "007").unwrap();
    sheet.write(1, 1, HONDA).unwrap();
    sheet.write(1, 2, 1_234.5).unwrap();
    sheet.write(1, 3, true).unwrap();
    sheet.write_number_with_format(1, 4, 45_943, &day).unwrap();
    sheet.write_number_with_format(1, 5, 1.5, &time).unwrap();
    sheet.write(1, 6, "=cmd").unwrap();
    sheet.write(3, 1, TESLA).unwrap();
    sheet
        .write_formula(3, 2, Formula::new("=1+1").set_result("2"))
        .unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn the_first_sheet_with_vins_is_read() {
    let table = read(&fleet(), "fleet.xlsx").unwrap();
    assert_eq!(vins(&table), [Some(HONDA), None, Some(TESLA)]);
    let rows: Vec<_> = table.rows().collect();
    assert_eq!(
        rows[0],
        [
            "007",
            HONDA,
            "1234.5",
            "TRUE",
            "2025-10-13",
            "36:00:00",
            "=cmd"
        ]
    );
    assert_eq!(rows[2], ["", TESLA, "2"]);
}

#[test]
fn a_sheet_comes_back_with_its_columns_and_more() {
    let table = read(&fleet(), "fleet.xlsx").unwrap();
    let added = [vec!["=1+1".to_owned()], vec![], vec!["Tesla".into()]];
    let file = table.with(&["Make".to_owned()], added).file().unwrap();
    assert_eq!(file.extension, "xlsx");
    let again = read(&file.bytes, "fleet.xlsx").unwrap();
    assert_eq!(vins(&again), vins(&table));
    let rows: Vec<_> = again.rows().collect();
    assert_eq!(
        rows[0],
        [
            "007",
            HONDA,
            "1234.5",
            "TRUE",
            "2025-10-13",
            "36:00:00",
            "=cmd",
            "=1+1"
        ]
    );
    assert_eq!(rows[2], ["", TESLA, "2", "", "", "", "", "Tesla"]);

    let sheet = part(&file.bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "a formula was written: {sheet}");
    assert!(sheet.contains("state=\"frozen\""), "{sheet}");
    assert!(part(&file.bytes, "xl/styles.xml").contains("<b/>"));
}

#[test]
fn a_sheet_may_become_csv_and_back() {
    let table = read(&fleet(), "fleet.xlsx").unwrap();
    let csv = table.with(&[], []).csv().unwrap();
    let again = read(&csv.bytes, "fleet.csv").unwrap();
    assert_eq!(vins(&again)[0], Some(HONDA));
    let xlsx = again.with(&["Year".into()], []).xlsx().unwrap();
    assert_eq!(vins(&read(&xlsx.bytes, "x").unwrap())[0], Some(HONDA));
}

/// Macros are neither run nor kept: the sheet is read, and XLSX comes back.
#[test]
fn a_file_with_macros_is_read_without_them() {
    let bytes = with_part(&fleet(), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 anything");
    let table = read(&bytes, "fleet.xlsm").unwrap();
    assert_eq!(vins(&table)[0], Some(HONDA));
    let file = table.with(&[], []).file().unwrap();
    assert_eq!(file.extension, "xlsx");
    assert!(!names(&file.bytes).iter().any(|name| name.contains("vba")));
}

#[test]
fn a_sheet_with_a_row_too_many_is_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..100_001 {
        sheet.write(row, 0, HONDA).unwrap();
    }
    let limits = Limits {
        rows: 100_000,
        ..Limits::default()
    };
    let bytes = book.save_to_buffer().unwrap();
    let error = Table::read(&bytes, "a.xlsx", &limits, known()).unwrap_err();
    assert_eq!(error, TableError::TooManyRows(100_000));
}

#[test]
fn two_cells_far_apart_take_no_memory() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, HONDA).unwrap();
    sheet.write(1_048_575, 16_383, "far").unwrap();
    let error = read(&book.save_to_buffer().unwrap(), "a.xlsx").unwrap_err();
    assert_eq!(error, TableError::TooManyRows(10_000));
}

#[test]
fn empty_sheets_and_sheets_without_vins_are_told_apart() {
    let mut book = Workbook::new();
    book.add_worksheet();
    assert_eq!(
        read(&book.save_to_buffer().unwrap(), "a.xlsx"),
        Err(TableError::Empty)
    );
    book.add_worksheet().write(0, 0, "VIN").unwrap();
    assert_eq!(
        read(&book.save_to_buffer().unwrap(), "a.xlsx"),
        Err(TableError::NoVins)
    );
}

pub(crate) fn names(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect()
}

pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

/// The same workbook with a part added, or exchanged.
pub(crate) fn with_part(bytes: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).unwrap();
        if file.name().unwrap() != name {
            writer.raw_copy_file(file).unwrap();
        }
    }
    writer.start_file(name, options).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap().into_inner()
}
