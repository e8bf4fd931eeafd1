//! Files that are damaged, hostile, or no tables.

use proptest::prelude::*;
use rstest::rstest;
use rust_xlsxwriter::Workbook;
use vinbot_intake::table::{Limits, Table, TableError};

use crate::sheets::{part, with_part};
use crate::{HONDA, known, read};

const STRINGS: &str = "xl/sharedStrings.xml";

fn book() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "VIN").unwrap();
    sheet.write(1, 0, HONDA).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_zip_bomb_is_refused() {
    let zeros = format!("<sst>{}</sst>", " ".repeat(250_000_000));
    let bomb = with_part(&book(), STRINGS, zeros.as_bytes());
    assert!(bomb.len() < 1_000_000, "{}", bomb.len());
    assert_eq!(
        read(&bomb, "a.xlsx"),
        Err(TableError::TooLargeUnpacked(200_000_000))
    );
}

/// The reader reserves memory for as many strings as the file says: 24 TB here.
#[rstest]
#[case("1000000000000")]
#[case("99999999999999999999999999")]
fn a_file_that_boasts_of_strings_is_refused(#[case] number: &str) {
    let strings =
        part(&book(), STRINGS).replace("uniqueCount=\"2\"", &format!("uniqueCount=\"{number}\""));
    assert!(strings.contains(number));
    let bytes = with_part(&book(), STRINGS, strings.as_bytes());
    assert_eq!(read(&bytes, "a.xlsx"), Err(TableError::Damaged));
}

/// A string of 30,000 characters in every cell of a sheet is a small file.
#[test]
fn one_string_in_every_cell_is_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let long = "x".repeat(30_000);
    for row in 0..9_000 {
        sheet.write(row, 0, &long).unwrap();
    }
    let error = read(&book.save_to_buffer().unwrap(), "a.xlsx").unwrap_err();
    assert_eq!(error, TableError::TooLargeUnpacked(200_000_000));
}

#[test]
fn a_file_under_a_password_is_told() {
    let error = read(include_bytes!("password.xlsx"), "a.xlsx").unwrap_err();
    assert_eq!(error, TableError::Password);
    assert!(error.to_string().contains("password"));
}

#[rstest]
#[case::old_excel(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook".as_slice(), TableError::Unknown)]
#[case::a_picture(b"\x89PNG\r\n\x1a\n\0\0", TableError::Unknown)]
#[case::a_pdf(b"%PDF-1.7\n1HGCM82633A004352", TableError::Unknown)]
#[case::a_beginning(b"PK\x03\x04", TableError::Damaged)]
fn what_is_no_table_is_refused(#[case] bytes: &[u8], #[case] error: TableError) {
    assert_eq!(read(bytes, "a.xlsx"), Err(error));
}

#[test]
fn a_zip_file_of_another_kind_is_refused() {
    let empty = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let zip = with_part(
        &empty.finish().unwrap().into_inner(),
        "content.xml",
        b"<a/>",
    );
    assert_eq!(read(&zip, "a.ods"), Err(TableError::Unknown));
}

#[rstest]
#[case::cut(0.5)]
#[case::nearly_whole(0.99)]
fn a_sheet_that_ends_early_is_damaged(#[case] part: f64) {
    let whole = book();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )]
    let length = (whole.len() as f64 * part) as usize;
    assert_eq!(read(&whole[..length], "a.xlsx"), Err(TableError::Damaged));
}

#[rstest]
#[case::no_xml(b"nothing")]
#[case::unclosed(b"<worksheet><sheetData><row><c r=\"A1\">")]
#[case::zeros(b"<\0w\0o\0r\0k\0")]
fn a_sheet_of_nonsense_is_damaged(#[case] sheet: &[u8]) {
    let bytes = with_part(&book(), "xl/worksheets/sheet1.xml", sheet);
    assert_eq!(read(&bytes, "a.xlsx"), Err(TableError::Damaged));
}

#[test]
fn a_cell_beyond_every_sheet_is_refused() {
    let sheet = b"<worksheet><sheetData><row><c r=\"ZZZZZZZZZZ99999999999\"><v>1</v></c></row>\
        </sheetData></worksheet>";
    let bytes = with_part(&book(), "xl/worksheets/sheet1.xml", sheet);
    assert!(read(&bytes, "a.xlsx").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_damage_makes_the_reader_panic(
        at in prop::collection::vec((0_usize..8_000, any::<u8>()), 1..8),
    ) {
        let mut bytes = book();
        for (place, value) in at {
            let length = bytes.len();
            bytes[place % length] ^= value;
        }
        let _ = read(&bytes, "a.xlsx");
    }

    /// The same to the XML within, which is where the checksum of ZIP does not reach.
    #[test]
    fn no_damaged_sheet_makes_the_reader_panic(
        at in prop::collection::vec((0_usize..2_000, any::<u8>()), 1..8),
    ) {
        let name = "xl/worksheets/sheet1.xml";
        let mut sheet = part(&book(), name).into_bytes();
        for (place, value) in at {
            let length = sheet.len();
            sheet[place % length] ^= value;
        }
        let _ = Table::read(&with_part(&book(), name, &sheet), "a", &Limits::default(), known());
    }
}
