//! PDF files: text as published, and clear words where there is none.
//!
//! In a binary of its own, since a process that starts another one shares its locks with it for a moment.

mod builder;

use builder::{Pdf, deflated, stream};
use polidex_ingest::{
    Format, Limits,
    extract::{Article, Unreadable, packaged},
};
use std::path::Path;

fn read(bytes: &[u8]) -> Result<Article, Unreadable> {
    packaged(bytes, Format::Pdf, &Limits::default())
}

fn fixture(name: &str) -> Article {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    read(&std::fs::read(path).unwrap()).unwrap()
}

fn blocks(article: &Article) -> Vec<&str> {
    article.blocks.iter().map(|block| &article.text[block.range.clone()]).collect()
}

fn codes(article: &Article) -> Vec<&str> {
    article.warnings.iter().map(|warning| warning.code.as_str()).collect()
}

/// Checks the blocks of a file and its warnings.
fn check(bytes: &[u8], expected: &[&str], warnings: &[&str]) {
    let article = read(bytes).unwrap();
    assert_eq!((blocks(&article), codes(&article)), (expected.to_vec(), warnings.to_vec()));
}

fn refused(bytes: &[u8]) -> &'static str {
    read(bytes).unwrap_err().code()
}

#[test]
fn a_gazette_is_read_over_its_pages() {
    let article = fixture("gazette.pdf");
    let blocks = blocks(&article);
    assert_eq!(blocks.len(), 28);
    assert_eq!(blocks[0], "示例市人民政府办公室关于印发示例市软件管理办法的通知");
    assert_eq!(
        blocks[4..7],
        ["项目\t标准\t说明", "首次认定\t50万元\t一次性奖励", "内核贡献\t3,000元\t按人计算"]
    );
    let articles: Vec<_> = blocks.iter().filter(|block| block.starts_with('第')).collect();
    assert_eq!(articles.len(), 24);
    for (at, article) in articles.iter().enumerate() {
        let end = ["组织实施。", "另行制定。", "有效期三年。"][at % 3];
        assert!(article.ends_with(end), "{article}");
    }
    assert!(!article.text.contains("公报") && !article.text.contains('—'));
    assert_eq!(codes(&article), ["running_heads"]);
    assert_eq!(article.page_title.unwrap().value, "示例市软件管理办法");
}

#[test]
fn chinese_encodings_are_read() {
    assert_eq!(blocks(&fixture("gbk.pdf")), ["第一条 示例市鎔基软件条款。", "第二条 ABC公司。"]);
    let show = |encoding: &str, ordering: &str, code: &str| {
        let font = format!(
            "<</Type/Font/Subtype/Type0/Encoding/{encoding}/DescendantFonts[<</Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})>>>>]>>"
        );
        Pdf::pages(&font, &[], &[&format!("BT /F 12 Tf 72 700 Td <{code}> Tj ET")]).bytes("")
    };
    check(&show("UniGB-UTF16-H", "GB1", "793A4F8B"), &["示例"], &[]);
    check(&show("GBK-EUC-H", "GB1", "CABEC0FD"), &["示例"], &[]);
    check(&show("GB-EUC-H", "GB1", "CABEC0FD"), &["示例"], &[]);
    check(&show("ETen-B5-H", "CNS1", "A5DCA8D2"), &["示例"], &[]);
    // Glyph numbers of a known collection need no map.
    check(&show("Identity-H", "GB1", "03AC03AD"), &["啊阿"], &[]);
    assert_eq!(refused(&show("Identity-H", "Identity", "00010002")), "no_characters");
}

#[test]
fn maps_to_unicode_are_followed_and_radicals_replaced() {
    let map = "1 begincodespacerange <0000> <ffff> endcodespacerange 4 beginbfchar \
        <0001> <2EA0> <0002> <2F08> <0003> <E001> <0004> <7532> endbfchar";
    let content = "BT /F 12 Tf 72 700 Td <000200010004> Tj ET";
    check(&Pdf::mapped(map, &[content]).bytes(""), &["人民甲"], &["radicals_replaced"]);
    let content = "BT /F 12 Tf 72 700 Td <0004000400030009> Tj ET";
    let bytes = Pdf::mapped(map, &[content]).bytes("");
    check(&bytes, &["甲甲\u{E001}\u{FFFD}"], &["private_characters", "replaced_characters"]);
}

#[test]
fn paragraphs_and_spaces_are_put_together() {
    let lines = [
        "The measures support enterprises in Example City, and",
        "every one may apply for an award after its first certi-",
        "fication.",
    ];
    let content =
        format!("BT /F 12 Tf 14 TL 72 700 Td {} ET", lines.map(|line| format!("({line}) Tj T*")).join(" "));
    let text = "The measures support enterprises in Example City, and every one may apply for an award after its first certi-fication.";
    check(&Pdf::latin(&[&content]).bytes(""), &[text], &[]);
    // Words that are only set apart, and a word in two pieces.
    let content = "BT /F 10 Tf 72 700 Td [(Ex) 20 (ample) -300 (City)] TJ ET";
    check(&Pdf::latin(&[content]).bytes(""), &["Example City"], &[]);
    // Bold by drawing twice.
    let content = "BT /F 10 Tf 72 700 Td (Bold) Tj 0.3 0 Td (Bold) Tj ET";
    check(&Pdf::latin(&[content]).bytes(""), &["Bold"], &[]);
}

#[test]
fn pages_that_lie_on_their_side_are_read() {
    let content = "BT /F 10 Tf 0 1 -1 0 100 100 Tm (Turned) Tj ET BT /F 40 Tf 1 1 -1 1 0 0 Tm (MARK) Tj ET";
    check(&Pdf::latin(&[content]).bytes(""), &["Turned"], &["slanted_text"]);
}

#[test]
fn drawings_within_drawings_are_read() {
    let form = stream("/Subtype/Form/Matrix[1 0 0 1 72 600]", b"BT /F 10 Tf (inside) Tj ET /Y Do");
    let endless = stream("/Subtype/Form", b"/X Do /Y Do");
    let font = "<</Subtype/Type1/BaseFont/Helvetica>>";
    let pdf = Pdf::pages(font, &[form.clone(), endless], &["BT /F 10 Tf 72 700 Td (above) Tj ET /X Do"]);
    let article = read(&pdf.bytes("")).unwrap();
    assert_eq!(blocks(&article), ["above", "inside"]);
}

#[test]
fn artifacts_and_replacement_texts_are_followed() {
    let content = "BT /F 10 Tf 72 700 Td /Span <</ActualText(fi)>> BDC (x) Tj (y) Tj EMC (ne) Tj \
        0 -600 Td /Artifact <</Type/Pagination>> BDC (7) Tj EMC ET";
    check(&Pdf::latin(&[content]).bytes(""), &["fine"], &[]);
}

#[test]
fn packed_objects_and_updates_are_read() {
    let pdf = Pdf::latin(&["BT /F 10 Tf 72 700 Td (packed) Tj ET"]);
    check(&pdf.packed(), &["packed"], &[]);
    let mut updated = pdf.bytes("");
    updated.extend(b"4 0 obj ");
    updated.extend(stream("/Filter/FlateDecode", &deflated(b"BT /F 10 Tf 72 700 Td (updated) Tj ET")));
    updated.extend(b" endobj trailer <</Root 1 0 R>>");
    check(&updated, &["updated"], &[]);
}

#[test]
fn files_without_text_say_so() {
    let font = "<</Subtype/Type1/BaseFont/Helvetica>>";
    let picture = stream("/Subtype/Image/Filter/DCTDecode", b"\xFF\xD8");
    let scanned = Pdf::pages(font, std::slice::from_ref(&picture), &["q 595 0 0 842 0 0 cm /X Do Q"; 3]);
    let Err(reason @ Unreadable::NoTextLayer { pages: 3 }) = read(&scanned.bytes("")) else { panic!() };
    assert!(reason.to_string().contains("no text layer"));
    let half = Pdf::pages(font, &[picture], &["/X Do", "BT /F 10 Tf 72 700 Td (text) Tj ET"]);
    check(&half.bytes(""), &["text"], &["pages_without_text"]);
}

#[test]
fn files_are_read_that_only_forbid_changes() {
    for name in ["rc4-40", "rc4-128", "aes-128", "aes-256"] {
        let article = fixture(&format!("protected-{name}.pdf"));
        assert_eq!(blocks(&article), ["第一条 示例市鎔基软件条款。", "第二条 ABC公司。"], "{name}");
        assert_eq!(codes(&article), [""; 0], "{name}");
    }
    let locked = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/protected-locked.pdf");
    assert_eq!(refused(&std::fs::read(locked).unwrap()), "encrypted");
}

#[test]
fn encrypted_and_broken_files_are_named() {
    let pdf = Pdf::latin(&["BT /F 10 Tf 72 700 Td (text) Tj ET"]);
    assert_eq!(refused(&pdf.bytes("/Encrypt 9 0 R")), "encrypted");
    assert_eq!(refused(b"%PDF-1.4"), "broken_file");
    assert_eq!(refused(b""), "broken_file");
    // The table of pages is lost, the pages are not.
    let bytes = pdf.bytes("");
    let damaged = String::from_utf8(bytes).unwrap().replace("/Kids", "/Lost").replace("/Type/Pages", "");
    assert_eq!(refused(damaged.replace("/Type/Page", "").as_bytes()), "no_text_layer");
}

#[test]
fn hostile_files_end() {
    // A page tree that holds itself, and a stream that grows beyond every limit.
    let looped = b"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj 2 0 obj <</Kids[2 0 R 2 0 R]>> endobj trailer <</Root 1 0 R>>";
    assert_eq!(refused(looped), "broken_file");
    let limits = Limits { document_bytes: 1 << 20, ..Limits::default() };
    let bomb = deflated(&b"BT /F 1 Tf (a) Tj ET ".repeat(1 << 20));
    let mut pdf = Pdf::latin(&[""]).bytes("");
    pdf.extend(b"4 0 obj ");
    pdf.extend(stream("/Filter/FlateDecode", &bomb));
    pdf.extend(b" endobj trailer <</Root 1 0 R>>");
    let article = packaged(&pdf, Format::Pdf, &limits).unwrap();
    assert!(article.text.len() < 1 << 20);
    assert!(codes(&article).contains(&"cut_off"));
    // Objects and streams without an end, many times over.
    for part in ["1 0 obj [", "1 0 obj <<>> stream ", "trailer <<", "1 0 obj (", "1 0 obj << /A "] {
        assert_eq!(refused(part.repeat(100_000).as_bytes()), "broken_file", "{part}");
    }
}

#[test]
fn a_second_opinion_is_asked_for_by_name() {
    let limits = Limits { second_opinion: true, ..Limits::default() };
    let pdf = Pdf::latin(&["BT /F 10 Tf 72 700 Td (Measures of Example City) Tj ET"]).bytes("");
    let article = packaged(&pdf, Format::Pdf, &limits).unwrap();
    // Where poppler is not installed, the warning says so.
    assert!(codes(&article).is_empty() || codes(&article) == ["no_second_opinion"], "{:?}", article.warnings);
}
