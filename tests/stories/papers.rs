//! Papers as offices write them: DOCX and PDF files of a few paragraphs.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A Word document of these paragraphs.
pub fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let mut body = String::new();
    for paragraph in paragraphs {
        let text = paragraph.replace('&', "&amp;").replace('<', "&lt;");
        // Word cuts a paragraph into runs wherever somebody has been typing.
        let (one, other) = text.split_at(text.char_indices().nth(7).map_or(text.len(), |(at, _)| at));
        write!(body, "<w:p><w:r><w:t>{one}</w:t></w:r><w:r><w:t>{other}</w:t></w:r></w:p>").unwrap();
    }
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"{namespace}\"><w:body>{body}</w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" \
        ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("[Content_Types].xml", types), ("word/document.xml", document.as_str())] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Characters of a line of a page.
const LINE: usize = 32;
/// Their size, in points.
const SIZE: usize = 12;

/// A PDF file of one page, in a font that is only named, as Chinese offices' printers make them.
pub fn pdf(paragraphs: &[&str]) -> Vec<u8> {
    let mut page = format!("BT /F1 {SIZE} Tf 1 0 0 1 90 780 Tm 20 TL\n");
    for paragraph in paragraphs {
        let characters: Vec<char> = paragraph.chars().collect();
        for line in characters.chunks(LINE) {
            let line: String = line.iter().collect();
            let codes = line.encode_utf16().fold(String::new(), |codes, unit| codes + &format!("{unit:04X}"));
            writeln!(page, "<{codes}> Tj T*").unwrap();
        }
    }
    page += "ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>".to_owned(),
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 5 >> >>".to_owned(),
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        write!(file, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let table = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    write!(file, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1)
        .unwrap();
    file.into_bytes()
}
