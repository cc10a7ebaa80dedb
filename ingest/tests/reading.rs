//! Files of every kind, good and bad.

use polidex_corpus::model::{Document, Origin};
use polidex_ingest::{Input, Item, Limits, Problem, discover, read};
use std::{fs, ops::ControlFlow, path::Path};

/// Everything that a file gives: documents, and problems.
fn outcome(path: &Path, limits: &Limits) -> (Vec<Document>, Vec<Problem>, usize) {
    let found = discover(path, limits).unwrap();
    let (mut documents, mut problems, mut records) = (Vec::new(), Vec::new(), 0);
    for input in &found.inputs {
        read(input, limits, &mut |item| {
            match item {
                Ok(Item::Document(document)) => documents.push(*document),
                Ok(Item::Record(_)) => records += 1,
                Err(problem) => problems.push(problem),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    }
    (documents, problems, records)
}

fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(name);
    fs::write(&path, bytes).unwrap();
    (home, path)
}

#[test]
fn bad_files_are_problems_and_not_errors() {
    for (name, bytes, code) in [
        ("a.md", b"".as_slice(), "empty"),
        ("a.txt", b"\n \n", "empty"),
        ("a.md", b"\x7fELF\x00\x01\x02\x00", "binary"),
        ("a.jsonl", b"", "empty"),
        ("a.jsonl", b"\x00\x01\x02\x00\n", "binary"),
        ("a.html", b"<html><body></body></html>", "empty"),
    ] {
        let (_home, path) = written(name, bytes);
        let (documents, problems, _) = outcome(&path, &Limits::default());
        assert!(documents.is_empty(), "{name}");
        assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [code], "{name}");
    }
}

#[test]
fn a_file_over_the_limit_says_so() {
    let limits = Limits { document_bytes: 8, ..Limits::default() };
    let (_home, path) = written("a.md", "第一条 为了示例。".as_bytes());
    assert_eq!(outcome(&path, &limits).1[0].code, "too_large");
    let (_home, path) = written("a.jsonl", b"{\"id\": 1, \"text\": \"long\"}\n{}\n");
    let (_, problems, _) = outcome(&path, &limits);
    assert_eq!((problems[0].code, problems[0].line), ("too_large", Some(1)));
    assert_eq!((problems[1].code, problems[1].line), ("missing_text", Some(2)));
}

#[test]
fn a_malformed_line_is_named_and_the_rest_is_taken() {
    let lines = "\u{FEFF}{\"id\": \"a\", \"text\": \"甲。\", \"lang\": \"zh\", \"other\": [1]}\r\n\
        {\"id\": \"b\", \"text\": \n\n\
        {\"id\": 7, \"text\": \"乙。\", \"issuer\": [\"甲局\", \"乙局\"], \"published\": \"2024/01/02 09:30\"}\n\
        {\"polidex\": 1, \"policy\": {}}\n\
        {\"id\": \"d\", \"title\": \"目录条目\", \"catalogue\": true}";
    let (_home, path) = written("sample.zh.jsonl", lines.as_bytes());
    let (documents, problems, records) = outcome(&path, &Limits::default());
    let ids: Vec<&str> = documents.iter().map(|document| document.external_id.as_str()).collect();
    assert_eq!(ids, ["a", "7", "d"]);
    assert_eq!((problems.len(), problems[0].code, problems[0].line), (1, "malformed_json", Some(2)));
    assert_eq!(records, 1);
    assert!(documents[0].source.ends_with("-sample-zh"), "{}", documents[0].source);
    let meta = &documents[1].meta;
    assert_eq!(meta.issuer.len(), 2);
    let published = meta.dates.published.as_ref().unwrap();
    assert_eq!(
        (published.value.to_string().as_str(), &published.origin),
        ("2024-01-02", &Origin::Field("published".to_owned()))
    );
    assert!(documents[2].meta.catalogue && documents[2].text == documents[2].meta.title.value);
}

#[test]
fn reading_stops_when_the_sink_breaks() {
    let (_home, path) = written("a.jsonl", "{\"text\": \"甲。\"}\n".repeat(9).as_bytes());
    let input: Input = discover(&path, &Limits::default()).unwrap().inputs.remove(0);
    let mut taken = 0;
    read(&input, &Limits::default(), &mut |_| {
        taken += 1;
        if taken == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert_eq!(taken, 3);
}

#[test]
fn replaced_characters_are_a_warning() {
    let mut bytes = "\u{FEFF}# 示例\n\n第一条 为了示例。".as_bytes().to_vec();
    bytes.push(0xFF);
    let (_home, path) = written("a.md", &bytes);
    let (documents, ..) = outcome(&path, &Limits::default());
    assert_eq!(documents[0].warnings[0].code, "replaced_characters");
}
