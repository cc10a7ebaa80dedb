//! Word documents: what a reader of them sees, and what is refused.

use polidex_corpus::model::Document;
use polidex_ingest::{
    Format, Input, Item, Limits, Problem,
    extract::{Article, Role, Unreadable, packaged},
    read,
};
use std::{
    io::{Cursor, Write},
    ops::ControlFlow,
};
use zip::{ZipWriter, write::SimpleFileOptions};

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn root(element: &str, content: &str) -> String {
    format!("<?xml version=\"1.0\"?><w:{element} xmlns:w=\"{NAMESPACE}\">{content}</w:{element}>")
}

fn docx(body: &str, more: &[(&str, String)]) -> Vec<u8> {
    let document = root("document", &format!("<w:body>{body}</w:body>"));
    package(&[&[("word/document.xml", document)], more].concat())
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A paragraph with properties.
fn with(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn numbered(number: u32, level: u32, text: &str) -> String {
    with(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr>"), text)
}

fn article(bytes: &[u8]) -> Article {
    packaged(bytes, Format::Docx, &Limits::default()).unwrap()
}

fn blocks(article: &Article) -> Vec<&str> {
    article.blocks.iter().map(|block| &article.text[block.range.clone()]).collect()
}

fn codes(article: &Article) -> Vec<&str> {
    article.warnings.iter().map(|warning| warning.code.as_str()).collect()
}

fn refused(bytes: &[u8]) -> &'static str {
    packaged(bytes, Format::Docx, &Limits::default()).unwrap_err().code()
}

#[test]
fn paragraphs_and_tables_are_read() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(text));
    let body = [
        p("示例市办法"),
        "<w:p><w:r><w:t xml:space=\"preserve\">第一条 甲&amp;</w:t><w:br/><w:t>乙&#x4E19;</w:t></w:r></w:p>"
            .to_owned(),
        format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}<w:tc>{}{}</w:tc></w:tr></w:tbl>",
            cell("项目"),
            cell("标准"),
            cell("示例"),
            p("10"),
            p("万元")
        ),
        format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", p("框内一段。"), p("框内二段。")),
        "<w:p/>".to_owned(),
    ];
    let article = article(&docx(&body.concat(), &[]));
    assert_eq!(
        blocks(&article),
        ["示例市办法", "第一条 甲&", "乙丙", "项目\t标准", "示例\t10 万元", "框内一段。", "框内二段。"]
    );
    assert!(article.warnings.is_empty());
}

#[test]
fn generated_labels_are_written_out() {
    let level = |level: u32, format: &str, text: &str, more: &str| {
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/>{more}</w:lvl>"
        )
    };
    let list =
        |id: u32, levels: &str| format!("<w:abstractNum w:abstractNumId=\"{id}\">{levels}</w:abstractNum>");
    let used = |id: u32, list: u32, more: &str| {
        format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{list}\"/>{more}</w:num>")
    };
    let restart = "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride>";
    let numbering = [
        list(
            0,
            &[
                level(0, "chineseCounting", "%1、", ""),
                level(1, "japaneseCounting", "（%2）", ""),
                level(2, "decimal", "%3.", ""),
            ]
            .concat(),
        ),
        list(1, &level(0, "chineseCountingThousand", "第%1条", "<w:pStyle w:val=\"Article\"/>")),
        list(2, &level(0, "bullet", "\u{F06C}", "")),
        list(
            3,
            &[level(0, "chineseCounting", "%1", ""), level(1, "decimal", "%1.%2", "<w:isLgl/>")].concat(),
        ),
        used(1, 0, ""),
        used(2, 1, ""),
        used(3, 2, ""),
        used(4, 3, ""),
        used(5, 0, restart),
    ];
    let styles = "<w:style w:styleId=\"Article\"><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId=\"Child\"><w:basedOn w:val=\"Article\"/></w:style>";
    let body = [
        numbered(1, 0, "总体要求"),
        numbered(1, 1, "目标"),
        numbered(1, 2, "示例"),
        numbered(1, 1, "原则"),
        numbered(1, 0, "重点任务"),
        numbered(1, 1, "任务"),
        numbered(5, 0, "另起"),
        with("<w:pStyle w:val=\"Article\"/>", "为了示例。"),
        with("<w:pStyle w:val=\"Child\"/>", "本办法。"),
        with("<w:pStyle w:val=\"Article\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>", "无号"),
        numbered(3, 0, "圆点"),
        numbered(4, 0, "甲"),
        numbered(4, 1, "乙"),
        numbered(99, 0, "未定义"),
    ];
    let article = article(&docx(
        &body.concat(),
        &[
            ("word/numbering.xml", root("numbering", &numbering.concat())),
            ("word/styles.xml", root("styles", styles)),
        ],
    ));
    assert_eq!(
        blocks(&article),
        [
            "一、总体要求",
            "（一）目标",
            "1. 示例",
            "（二）原则",
            "二、重点任务",
            "（一）任务",
            "一、另起",
            "第一条 为了示例。",
            "第二条 本办法。",
            "无号",
            "圆点",
            "一 甲",
            "1.1 乙",
            "未定义"
        ]
    );
    assert_eq!(codes(&article), ["generated_labels"]);
    assert!(article.warnings[0].message.starts_with("11 labels"));
}

#[test]
fn what_a_reader_does_not_see_is_left_out() {
    let body = "<w:p><w:r><w:t>补助</w:t></w:r><w:del><w:r><w:delText>十</w:delText><w:t>十</w:t></w:r></w:del>\
        <w:ins><w:r><w:t>二十</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>\
        <w:r><w:t>万元</w:t><w:footnoteReference w:id=\"2\"/><w:t>。</w:t></w:r>\
        <w:r><w:instrText>PAGE</w:instrText></w:r></w:p>\
        <w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r></w:p>";
    let notes = "<w:footnote w:id=\"2\"><w:p><w:r><w:t>示例脚注。</w:t></w:r></w:p></w:footnote>";
    let article = article(&docx(body, &[("word/footnotes.xml", root("footnotes", notes))]));
    assert_eq!(blocks(&article), ["补助二十万元。", "甲\t乙", "[1] 示例脚注。"]);
    assert_eq!(codes(&article), ["tracked_changes", "hidden_text", "notes_apart"]);
}

#[test]
fn headings_titles_and_properties_are_told() {
    let styles = "<w:style w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style>\
        <w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>";
    let body = [
        with("<w:pStyle w:val=\"T\"/>", "示例市软件办法"),
        with("<w:pStyle w:val=\"1\"/>", "一、总则"),
        with("<w:pStyle w:val=\"1\"/>", "整段设为标题的正文，不是标题。"),
    ]
    .concat();
    let core = |title: &str| {
        let core = "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"";
        (
            "docProps/core.xml",
            format!(
                "<cp:coreProperties xmlns:cp=\"c\" {core}><dc:title>{title}</dc:title></cp:coreProperties>"
            ),
        )
    };
    let styles = ("word/styles.xml", root("styles", styles));
    let read = article(&docx(&body, &[styles.clone(), core("示例市 软件办法")]));
    let roles: Vec<_> = read.blocks.iter().map(|block| block.role).collect();
    assert_eq!(roles, [Role::Title, Role::Heading(1), Role::Body]);
    assert_eq!(read.page_title.unwrap().value, "示例市 软件办法");
    assert_eq!(article(&docx(&body, &[styles, core("模板文件")])).page_title, None);
}

#[test]
fn text_boxes_are_read_once() {
    let boxed = p("红头");
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{boxed}</w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent>{boxed}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:t>正文</w:t></w:r></w:p>"
    );
    assert_eq!(blocks(&article(&docx(&body, &[]))), ["红头", "正文"]);
}

#[test]
fn broken_and_hostile_files_are_named() {
    assert_eq!(refused(b""), "broken_file");
    assert_eq!(refused(&docx(&p("甲"), &[])[..100]), "broken_file");
    assert_eq!(refused(&package(&[("word/other.xml", String::new())])), "broken_file");
    let bomb = docx(&p(&" ".repeat(64 << 20)), &[]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(refused(&bomb), "too_large");
    let long = "x".repeat(2_000);
    assert_eq!(refused(&docx(&p("甲"), &[(&long, String::new())])), "too_large");
    let deep = docx(&format!("{}甲{}", "<w:tbl>".repeat(5_000), "</w:tbl>".repeat(5_000)), &[]);
    assert_eq!(codes(&article(&deep)), ["broken_xml"]);
    let cut =
        package(&[("word/document.xml", root("document", &p("甲")).replace("</w:p></w:document>", ""))]);
    assert_eq!((blocks(&article(&cut)), codes(&article(&cut))), (vec!["甲"], vec!["broken_xml"]));
}

#[test]
fn entities_do_not_grow() {
    let body = "<!DOCTYPE w:document [<!ENTITY a \"甲甲甲甲\"><!ENTITY b \"&a;&a;&a;\">]>";
    let document =
        root("document", &format!("<w:body>{}</w:body>", p("乙&b;"))).replace("?><", &format!("?>{body}<"));
    assert_eq!(blocks(&article(&package(&[("word/document.xml", document)]))), ["乙"]);
}

fn local(name: &str, bytes: &[u8], format: Format) -> Result<Document, Problem> {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let input = Input { path, source: "示例".to_owned(), external_id: name.to_owned(), format };
    let mut outcome = None;
    read(&input, &Limits::default(), &mut |item| {
        outcome = Some(item.map(|item| match item {
            Item::Document(document) => *document,
            Item::Record(_) => unreachable!("a file of one document has no records"),
        }));
        ControlFlow::Continue(())
    })
    .unwrap();
    outcome.unwrap()
}

#[test]
fn a_local_file_becomes_a_document() {
    let body = [
        p("示例市软件管理办法"),
        p("第一条 为了示例，制定本办法。"),
        p("第二条 本办法自2024年1月1日起施行。"),
    ];
    let document = local("a.docx", &docx(&body.concat(), &[]), Format::Docx).unwrap();
    assert_eq!(document.meta.title.value, "示例市软件管理办法");
    assert!(document.clauses.iter().any(|clause| clause.path.to_string() == "a2"));
    assert!(document.capture.media_type.ends_with("wordprocessingml.document"));
    assert_eq!(document.capture.charset, "");
}

#[test]
fn mislabelled_files_are_told_by_their_content() {
    // A DOCX that is called PDF is read as what it is; an old Word document that is called DOCX is not read.
    let document = local("a.pdf", &docx(&p("第一条 示例。"), &[]), Format::Pdf).unwrap();
    assert_eq!(document.text, "第一条 示例。");
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on";
    let problem = local("a.docx", old, Format::Docx).unwrap_err();
    assert_eq!(problem.code, "unsupported_format");
    assert!(problem.message.contains("save it as DOCX"), "{}", problem.message);
    assert_eq!(Unreadable::Encrypted.code(), local("b.docx", &encrypted(), Format::Docx).unwrap_err().code);
}

/// A package whose document's entry claims to be encrypted, in both of its headers.
fn encrypted() -> Vec<u8> {
    let mut bytes = docx(&p("甲"), &[]);
    let central = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[central + 8] |= 1;
    bytes
}
