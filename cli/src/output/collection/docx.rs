//! A collection as a document for word processors (Office Open XML, ECMA-376).
//!
//! The same collection gives the same bytes: entries bear one fixed time.

use super::{corrections, reviewed, standing};
use crate::{
    answers::collected::{Collected, Item},
    output::visible,
};
use polidex_corpus::locale::Locale;
use quick_xml::escape::escape;
use std::{
    fmt::Write as _,
    io::{self, Cursor, Write},
};
use zip::{ZipWriter, write::SimpleFileOptions};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;

const PACKAGE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:sz w:val="22"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="420"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Remark"><w:name w:val="Remark"/><w:basedOn w:val="Normal"/><w:rPr><w:color w:val="595959"/><w:sz w:val="20"/></w:rPr></w:style></w:styles>"#;

/// Paragraphs and the addresses that they link to.
#[derive(Default)]
struct Body {
    paragraphs: String,
    links: Vec<String>,
}

impl Body {
    fn paragraph(&mut self, style: &str, text: &str) {
        let run = run(text);
        // Writing to a string cannot fail, here and below.
        let _ = write!(self.paragraphs, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>"#);
    }

    fn link(&mut self, address: &str) {
        self.links.push(address.to_owned());
        let id = self.links.len();
        let run = run(address);
        let _ = write!(
            self.paragraphs,
            r#"<w:p><w:pPr><w:pStyle w:val="Remark"/></w:pPr><w:hyperlink r:id="link{id}">{run}</w:hyperlink></w:p>"#
        );
    }

    fn item(&mut self, number: usize, item: &Item, locale: Locale) {
        self.paragraph("Heading1", &format!("{number}. {}", item.kept.label));
        for line in item.text.iter().flat_map(|text| text.lines()).filter(|line| !line.trim().is_empty()) {
            self.paragraph("Quote", line.trim());
        }
        if let Some(citation) = &item.citation {
            self.paragraph("Normal", citation);
        }
        if let Some(link) = &item.link {
            self.link(link);
        }
        self.paragraph("Remark", &format!("{} · {}", item.kept.reference, standing(item, locale)));
        for line in corrections(item, locale) {
            self.paragraph("Remark", &line);
        }
        if !item.kept.tags.is_empty() {
            let tags = item.kept.tags.join(locale.pick(", ", "、"));
            self.paragraph("Remark", &format!("{}{tags}", locale.pick("Tags: ", "标签：")));
        }
        for line in item.kept.note.lines().filter(|line| !line.trim().is_empty()) {
            self.paragraph("Normal", &format!("{}{line}", locale.pick("Note: ", "备注：")));
        }
        if let Some(mark) = reviewed(item, locale) {
            self.paragraph("Remark", &mark);
        }
    }

    fn document(&self) -> String {
        format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>{}<w:sectPr/></w:body></w:document>"#,
            self.paragraphs
        )
    }

    fn relationships(&self) -> String {
        let link = |(number, address): (usize, &String)| {
            format!(
                r#"<Relationship Id="link{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="{}" TargetMode="External"/>"#,
                number + 1,
                escape(visible(address).as_ref())
            )
        };
        let links: Vec<String> = self.links.iter().enumerate().map(link).collect();
        format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="styles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>{}</Relationships>"#,
            links.concat()
        )
    }
}

/// Text as a run. Characters that XML cannot hold are visible by then.
fn run(text: &str) -> String {
    let line = visible(text).replace(['\n', '\t'], " ");
    format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escape(line.as_str()))
}

/// Writes a collection as DOCX.
pub fn docx(out: &mut impl Write, shown: &Collected, locale: Locale) -> io::Result<()> {
    let mut body = Body::default();
    body.paragraph("Title", &shown.name);
    if !shown.about.is_empty() {
        body.paragraph("Normal", &shown.about);
    }
    for (number, item) in shown.items.iter().enumerate() {
        body.item(number + 1, item, locale);
    }
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", PACKAGE),
        ("word/document.xml", &body.document()),
        ("word/styles.xml", STYLES),
        ("word/_rels/document.xml.rels", &body.relationships()),
    ] {
        package.start_file(name, SimpleFileOptions::default()).map_err(io::Error::other)?;
        package.write_all(content.as_bytes())?;
    }
    let bytes = package.finish().map_err(io::Error::other)?.into_inner();
    out.write_all(&bytes)
}
