//! Every real text keeps the contract of its clauses, and what is known about it holds.
//!
//! The texts are not part of the project; without them these tests say so and pass.

use polidex_corpus::model::{ClauseKind, Document, Span};
use polidex_ingest::{Item, Limits, discover, read};
use std::{collections::HashMap, ops::ControlFlow, path::PathBuf};

fn data(below: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(below);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: ../shared/data is absent");
    None
}

/// All documents below a path; a problem fails the test.
fn documents(below: &str) -> Vec<Document> {
    let Some(path) = data(below) else { return Vec::new() };
    let limits = Limits::default();
    let found = discover(&path, &limits).unwrap();
    assert!(found.skipped.is_empty(), "{:?}", found.skipped);
    let mut documents = Vec::new();
    for input in &found.inputs {
        read(input, &limits, &mut |item| {
            match item {
                Ok(Item::Document(document)) => documents.push(*document),
                // Files of questions lie beside the corpora.
                Err(problem) if problem.code == "judgements" => {}
                other => panic!("{other:?}"),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    }
    documents
}

fn check(below: &str) -> Vec<Document> {
    let documents = documents(below);
    for document in &documents {
        if let Err(broken) = crate::contract::check(document) {
            panic!("{}: {broken}", document.external_id);
        }
    }
    documents
}

fn articles(document: &Document) -> impl Iterator<Item = &str> {
    document
        .clauses
        .iter()
        .filter(|clause| clause.kind == ClauseKind::Article)
        .map(|clause| clause.label.as_str())
}

#[test]
fn laws_keep_the_contract_and_every_judgement_resolves() {
    let laws = check("laws");
    let Some(judgements) = data("statutes/queries.zh.jsonl") else { return };
    let by_id: HashMap<&str, &Document> = laws.iter().map(|law| (law.external_id.as_str(), law)).collect();
    let mut missing = Vec::new();
    for line in std::fs::read_to_string(judgements).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        for reference in row["gold"].as_array().unwrap() {
            let reference = reference.as_str().unwrap();
            let (path, label) = reference.split_once('#').unwrap();
            if !articles(by_id[path]).any(|article| article == label) {
                missing.push(reference.to_owned());
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{} references do not resolve: {:?}",
        missing.len(),
        &missing[..missing.len().min(20)]
    );
    let untitled: Vec<_> =
        laws.iter().filter(|law| law.meta.edition_date.is_none()).map(|law| &law.external_id).collect();
    assert!(untitled.len() * 50 < laws.len(), "{} laws have no edition date: {untitled:?}", untitled.len());
}

#[test]
fn the_civil_code_has_1260_articles_in_its_parts() {
    let parts = documents("laws/民法典");
    if parts.is_empty() {
        return;
    }
    let mut numbers: Vec<u32> = parts
        .iter()
        .flat_map(|part| part.clauses.iter().filter(|clause| clause.kind == ClauseKind::Article))
        .map(|clause| clause.path.0[0].number())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=1260).collect::<Vec<_>>());
    assert_eq!(parts.len(), 8);
    assert!(parts.iter().all(|part| part.meta.part_title.is_some()));
}

#[test]
fn local_regulations_keep_the_contract() {
    let regulations = check("local-regulations");
    let known = regulations.iter().filter(|document| document.meta.region.is_some()).count();
    assert!(known * 100 >= regulations.len() * 97, "{known} of {}", regulations.len());
}

#[test]
fn government_documents_keep_the_contract() {
    check("policy-questions");
    check("policy-titles");
}

#[test]
fn paragraphs_of_two_languages_do_not_collide() {
    let paragraphs = check("xquad");
    let mut sources: Vec<_> = paragraphs.iter().map(|document| document.source.as_str()).collect();
    sources.dedup();
    assert!(sources.is_empty() || sources == ["xquad-corpus-en", "xquad-corpus-zh"], "{sources:?}");
}

#[test]
fn the_news_article_is_read_without_its_page() {
    let documents = check("seeds");
    let Some(news) = documents.first() else { return };
    // Lengths and dates are facts about the text; the text itself is not repeated here.
    assert_eq!(news.text.lines().count(), 16);
    assert_eq!(news.meta.kind, polidex_corpus::model::Kind::News);
    assert_eq!(
        news.meta.dates.published.as_ref().map(|date| date.value.to_string()).as_deref(),
        Some("2021-06-07")
    );
    let title = news.clauses.first().unwrap();
    assert_eq!((title.kind, title.span.start), (ClauseKind::Front, 0));
    let all = Span::new(0, news.text.chars().count());
    assert!(news.clauses.iter().all(|clause| all.contains(clause.span)));
}
