//! What spreadsheets write, what nobody should write, and bytes by chance.

use super::*;
use domain::identifier::{INSURED, RowError};
use proptest::prelude::*;

/// A whole file, in pieces of that many bytes.
fn read_in(bytes: &[u8], piece: usize, said: Option<Encoding>) -> Result<(Form, Vec<Record>), Unreadable> {
    let (mut reader, mut rows) = (Reader::new(said), Vec::new());
    for piece in bytes.chunks(piece) {
        reader.push(piece, &mut rows)?;
    }
    reader.finish(&mut rows)?;
    Ok((reader.form().unwrap().clone(), rows))
}

fn read(bytes: &[u8]) -> Result<(Form, Vec<Record>), Unreadable> {
    read_in(bytes, bytes.len().max(1), None)
}

fn cells(record: &Record) -> Vec<String> {
    record.cells().map(|cell| String::from_utf8(cell.to_vec()).unwrap()).collect()
}

fn rows(text: &str) -> Vec<Vec<String>> {
    read(text.as_bytes()).unwrap().1.iter().map(cells).collect()
}

fn cp932(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(text);
    assert!(!lossy);
    bytes.into_owned()
}

#[test]
fn a_file_as_excel_writes_it_is_read() {
    let (form, rows) = read("\u{feff}患者番号,氏名\r\n001,\"山田, 太郎\"\r\n002,\"「\"\"花\"\"」\r\n次の行\"\r\n".as_bytes()).unwrap();
    assert_eq!((form.encoding, form.bom, form.crlf), (Encoding::Utf8, true, true));
    assert_eq!(form.header.find(&["患者番号"]), Ok(Some(0)));
    assert_eq!(rows.iter().map(cells).collect::<Vec<_>>(), [["001", "山田, 太郎"], ["002", "「\"花\"」\r\n次の行"]]);
}

#[test]
fn cp932_is_told_from_utf_8_and_stays_what_it_was() {
    let bytes = cp932("患者番号,氏名\n001,表示ソース①\n");
    let (form, rows) = read(&bytes).unwrap();
    assert_eq!((form.encoding, form.bom, form.crlf), (Encoding::Cp932, false, false));
    assert_eq!(text(form.encoding, rows[0].cell(1)).as_deref(), Some("表示ソース①"));
    let mut again = Vec::new();
    let writer = Writer::new(&form);
    writer.begin(&mut again);
    writer.row(form.first.cells(), &mut again);
    writer.row(rows[0].cells(), &mut again);
    assert_eq!(again, bytes);
}

#[test]
fn what_was_said_of_the_encoding_counts_unless_a_mark_says_otherwise() {
    assert_eq!(Encoding::of_charset("Windows-31J"), Ok(Encoding::Cp932));
    assert_eq!(Encoding::of_charset("\"UTF-8\""), Ok(Encoding::Utf8));
    assert_eq!(Encoding::of_charset("utf-16"), Err(Unreadable::NotText));
    assert_eq!(read_in(b"value\n1\n", 1, Some(Encoding::Cp932)).unwrap().0.encoding, Encoding::Cp932);
    assert_eq!(read_in(b"\xef\xbb\xbfvalue\n1\n", 1, Some(Encoding::Cp932)).unwrap().0.encoding, Encoding::Utf8);
}

#[test]
fn a_character_that_is_cut_where_the_look_ends_is_no_fault() {
    for text in
        ["値\n".to_owned() + &"あ".repeat(40_000), "a値\n".to_owned() + &"あ".repeat(40_000), "ab値\n".to_owned() + &"あ".repeat(40_000)]
    {
        assert_eq!(read_in(text.as_bytes(), 1_000, None).unwrap().0.encoding, Encoding::Utf8);
        assert_eq!(read_in(&cp932(&text), 1_000, None).unwrap().0.encoding, Encoding::Cp932);
    }
}

#[test]
fn what_is_no_table_is_refused() {
    for (bytes, why) in [
        (&b""[..], Unreadable::Empty),
        (b"\n\r\n\n", Unreadable::Empty),
        (b"\xef\xbb\xbf", Unreadable::Empty),
        (b"value\na\0b\n", Unreadable::NotText),
        (b"\xff\xfev\0a\0", Unreadable::NotText),
        (b"value\n\xff\xff\xff", Unreadable::NotText),
        (b"value\n\"a\nb\nc\n", Unreadable::OpenQuote),
        (b"value\n\"", Unreadable::OpenQuote),
    ] {
        assert_eq!(read(bytes).err(), Some(why), "{bytes:?}");
    }
    let long = [b"value\n".as_slice(), &vec![b'x'; 10_000_000]].concat();
    assert_eq!(read_in(&long, 65_536, None).err(), Some(Unreadable::RowTooLong));
    assert_eq!(read(",".repeat(5_000).as_bytes()).err(), Some(Unreadable::RowTooLong));
}

#[test]
fn a_last_line_needs_no_end_and_empty_lines_are_no_rows() {
    assert_eq!(rows("a,b\n1,2"), [["1", "2"]]);
    assert_eq!(rows("a,b\r\n1,2\r\n\r\n\r\n3,\"\""), [["1", "2"], ["3", ""]]);
    assert_eq!(rows("a\rb\rc\r"), [["b"], ["c"]]);
    assert_eq!(rows("a,b\n"), Vec::<Vec<String>>::new());
    assert_eq!(rows("a,b\n1\n2,3,4\n"), [vec!["1"], vec!["2", "3", "4"]]);
}

#[test]
fn nothing_that_is_written_is_calculated_by_a_spreadsheet() {
    let (form, rows) = read("a,b\n=cmd()|' /C calc'!A0,＝1\n+1,-1\n@x,\"\tz\"\n\"=\"\"a\"\"\",1=2\n".as_bytes()).unwrap();
    let mut written = Vec::new();
    for row in &rows {
        Writer::new(&form).row(row.cells(), &mut written);
    }
    assert_eq!(String::from_utf8(written).unwrap(), "'=cmd()|' /C calc'!A0,'＝1\n'+1,'-1\n'@x,'\tz\n\"'=\"\"a\"\"\",1=2\n");
}

#[test]
fn persons_are_named_by_the_columns_that_are_there() {
    let (form, rows) =
        read("氏名,被保険者番号,患者番号,system,value\nA,06132013:1:2:,77,urn:x,9\nB,,'-5,,\nC,,,,\nD,,,urn:x,\n".as_bytes()).unwrap();
    let columns = PersonColumns::find(&form.header).unwrap();
    let numbers = |n: usize| {
        let row = columns.row(form.encoding, &rows[n], "own").ok()?;
        Some(row.identifiers.into_iter().map(|raw| (raw.system, raw.value)).collect::<Vec<_>>())
    };
    let pair = |system: &str, value: &str| (system.to_owned(), value.to_owned());
    assert_eq!(numbers(0).unwrap(), [pair(INSURED, "06132013:1:2:"), pair("own", "77"), pair("urn:x", "9")]);
    assert_eq!(numbers(1).unwrap(), [pair("own", "-5")]);
    assert!(columns.row(form.encoding, &rows[2], "own").is_err_and(|error| error == RowError::InvalidIdentifier));
    assert_eq!(numbers(3).unwrap(), [pair("urn:x", "")]);
}

#[test]
fn columns_that_are_missing_or_there_twice_are_refused() {
    let columns = |text: &str| PersonColumns::find(&read(text.as_bytes()).unwrap().0.header);
    assert_eq!(columns("06132013:1:2:,A\n"), Err(Unreadable::NoColumns));
    assert_eq!(columns("system,name\n"), Err(Unreadable::NoColumns));
    assert_eq!(columns("patient_number,患者番号\n"), Err(Unreadable::TwoColumns));
    assert!(columns(" Patient_Number ,name\n").is_ok());
    // Names that anything may have: they name persons only where nothing else does.
    assert_eq!(columns("system,value,value\n"), Err(Unreadable::TwoColumns));
    for header in ["patient_number,value,value\n", "value,insured_number,value\n", "system,system,value,患者番号\n"] {
        assert!(columns(header).is_ok(), "{header}");
    }
}

/// Cells as people write them, and as they do not.
fn any_rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    let cell = "[a-z0-9=+@,\"\r\n'あ漢ｱ -]{0,6}";
    prop::collection::vec(prop::collection::vec(cell, 2..5), 1..8)
}

fn written(form: &Form, rows: &[Vec<String>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let writer = Writer::new(form);
    writer.begin(&mut bytes);
    writer.row(form.first.cells(), &mut bytes);
    for row in rows {
        let cells: Vec<Vec<u8>> = row
            .iter()
            .map(|cell| match form.encoding {
                Encoding::Utf8 => cell.as_bytes().to_vec(),
                Encoding::Cp932 => cp932(cell),
            })
            .collect();
        writer.row(cells.iter().map(Vec::as_slice), &mut bytes);
    }
    bytes
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(rows in any_rows(), bom: bool, crlf: bool, shift_jis: bool) {
        let encoding = if shift_jis { Encoding::Cp932 } else { Encoding::Utf8 };
        let (head, _) = read(b"a,b\n").unwrap();
        let form = Form { encoding, bom: bom && !shift_jis, crlf, ..head };
        let (again, back) = read_in(&written(&form, &rows), 7, Some(encoding)).unwrap();
        prop_assert_eq!((again.encoding, again.bom, again.crlf), (form.encoding, form.bom, form.crlf));
        let texts = |record: &Record| record.cells().map(|cell| text(encoding, cell).unwrap().into_owned()).collect::<Vec<_>>();
        // An apostrophe that was there before something like a formula cannot be told from ours.
        let plain = |cell: &String| text(Encoding::Utf8, cell.as_bytes()).unwrap().into_owned();
        let expected: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(plain).collect()).collect();
        prop_assert_eq!(back.iter().map(texts).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn where_the_pieces_are_cut_does_not_matter(bytes in prop::collection::vec(prop::sample::select(b"a1,\"\r\n\xe3\x81\x82\x83\x5c\xef\xbb\xbf".to_vec()), 0..80), piece in 1_usize..9) {
        let whole = read(&bytes).map(|(form, rows)| (form.first, form.crlf, rows));
        let cut = read_in(&bytes, piece, None).map(|(form, rows)| (form.first, form.crlf, rows));
        prop_assert_eq!(whole, cut);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), piece in 1_usize..50) {
        if let Ok((form, rows)) = read_in(&bytes, piece, None) {
            let columns = PersonColumns::find(&form.header);
            let mut out = Vec::new();
            for row in &rows {
                Writer::new(&form).row(row.cells(), &mut out);
                if let Ok(columns) = columns {
                    let _ = columns.row(form.encoding, row, "own");
                }
            }
        }
    }
}
