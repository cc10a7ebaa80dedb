//! Makes small PDF files.

use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;

/// A file of numbered objects; the first is the catalogue.
#[derive(Default)]
pub struct Pdf(Vec<Vec<u8>>);

impl Pdf {
    /// A file of pages in one font, number 3, with the objects that the font refers to from 4 on.
    pub fn pages(font: &str, more: &[Vec<u8>], contents: &[&str]) -> Self {
        let mut pdf = Self(vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), Vec::new(), font.into()]);
        pdf.0.extend_from_slice(more);
        let mut kids = String::new();
        for content in contents {
            let stream = pdf.add(stream("", content.as_bytes()));
            let page = format!("<</Type/Page/Parent 2 0 R/Contents {stream} 0 R>>");
            let page = pdf.add(page.into_bytes());
            kids += &[&page.to_string(), " 0 R "].concat();
        }
        let resources = "/Resources<</Font<</F 3 0 R>>/XObject<</X 4 0 R/Y 5 0 R>>>>";
        let count = contents.len();
        pdf.0[1] = format!("<</Type/Pages/Kids[{kids}]/Count {count}{resources}>>").into_bytes();
        pdf
    }

    /// Pages in a Latin font.
    pub fn latin(contents: &[&str]) -> Self {
        Self::pages("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>", &[], contents)
    }

    /// Pages in a font whose codes are two bytes, with a `ToUnicode` map.
    pub fn mapped(map: &str, contents: &[&str]) -> Self {
        let font = "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</Subtype/CIDFontType2/DW 1000>>]/ToUnicode 4 0 R>>";
        Self::pages(font, &[stream("", map.as_bytes())], contents)
    }

    fn add(&mut self, object: Vec<u8>) -> usize {
        self.0.push(object);
        self.0.len()
    }

    /// The file, its trailer with more entries.
    pub fn bytes(&self, trailer: &str) -> Vec<u8> {
        let mut bytes = b"%PDF-1.4\n".to_vec();
        for (at, object) in self.0.iter().enumerate() {
            bytes.extend(format!("{} 0 obj\n", at + 1).bytes());
            bytes.extend(object);
            bytes.extend(b"\nendobj\n");
        }
        bytes.extend(format!("trailer <</Root 1 0 R{trailer}>>\nstartxref\n0\n%%EOF\n").bytes());
        bytes
    }

    /// The same with its objects but streams in one compressed stream.
    pub fn packed(&self) -> Vec<u8> {
        let is_stream = |object: &Vec<u8>| object.windows(6).any(|window| window == b"stream");
        let (mut head, mut body) = (String::new(), Vec::new());
        let mut bytes = b"%PDF-1.5\n".to_vec();
        for (at, object) in self.0.iter().enumerate() {
            if is_stream(object) {
                bytes.extend(format!("{} 0 obj\n", at + 1).bytes());
                bytes.extend(object);
                bytes.extend(b"\nendobj\n");
            } else {
                head += &[&(at + 1).to_string(), " ", &body.len().to_string(), " "].concat();
                body.extend(object);
                body.push(b' ');
            }
        }
        let count = head.split_whitespace().count() / 2;
        let dict = format!("/Type/ObjStm/N {count}/First {}/Filter/FlateDecode", head.len());
        let packed = stream(&dict, &deflated(&[head.as_bytes(), &body].concat()));
        let offsets = stream("/Type/XRef/Root 1 0 R", b"none are needed");
        for (id, object) in [(900, packed), (901, offsets)] {
            bytes.extend(format!("{id} 0 obj\n").bytes());
            bytes.extend(object);
            bytes.extend(b"\nendobj\n");
        }
        bytes
    }
}

/// A stream with entries of its dictionary.
pub fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut stream = format!("<<{entries}/Length {}>>stream\n", content.len()).into_bytes();
    stream.extend(content);
    stream.extend(b"\nendstream");
    stream
}

pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
