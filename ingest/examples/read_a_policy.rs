//! From a text to its clauses, read top to bottom.
//!
//! ```text
//! cargo run -p polidex-ingest --example read_a_policy [PATH]
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr)]

use polidex_corpus::model::{CharIndex, Document};
use polidex_ingest::{Format, Item, Limits, discover, read, read_text};
use std::{error::Error, ops::ControlFlow, path::Path};

/// An illustrative text; the city is fictional.
const MEASURES: &str = "\
# 示例市支持工业软件发展办法（试行）

2024年3月1日 示例市人民政府令第12号公布

<!-- INFO END -->

## 第一章　总则

第一条　为了支持工业软件发展，制定本办法。

第二条　本办法所称工业软件，是指用于工业领域的软件。

前款规定的软件包括：
（一）研发设计类软件；
（二）生产控制类软件。

## 第二章　附则

第三条　本办法自2024年4月1日起施行，有效期2年。
";

fn main() -> Result<(), Box<dyn Error>> {
    // Without an argument the text above is read; `read_text` does every step but opening a file.
    let Some(path) = std::env::args().nth(1) else {
        show(&read_text(MEASURES, Format::Markdown, "measures.md"));
        return Ok(());
    };
    // A file or a folder is first looked through: nothing is opened yet, and what cannot be read is
    // named.
    let limits = Limits::default();
    let found = discover(Path::new(&path), &limits)?;
    for skipped in &found.skipped {
        eprintln!("{}: {}", skipped.path.display(), skipped.reason);
    }
    // Then each input is read. It may hold many documents, so they arrive one by one; a document that
    // cannot be read is a problem with a place and a message, and the others still arrive.
    for input in &found.inputs {
        read(input, &limits, &mut |item| {
            match item {
                Ok(Item::Document(document)) => show(&document),
                Ok(Item::Record(record)) => println!("a line of an export: {record}"),
                Err(problem) => eprintln!("{problem}"),
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(())
}

/// Shows what was learned. Spans count characters of the text, and a quote is always a slice of it.
fn show(document: &Document) {
    let meta = &document.meta;
    println!("{} [{}] {}", document.external_id, meta.kind.name(), meta.title.value);
    let issuers: Vec<&str> = meta.issuer.iter().map(|issuer| issuer.value.as_str()).collect();
    let number = meta.doc_number.as_ref().map_or("no number", |number| number.value.key.as_str());
    println!("  {} · {number} · {} · {:?}", issuers.join("、"), meta.lang, meta.region);
    let dates = &meta.dates;
    for (name, date) in [
        ("written", &dates.written),
        ("published", &dates.published),
        ("effective", &dates.effective),
        ("expires", &dates.expires),
    ] {
        if let Some(date) = date {
            println!("  {name} {} ({:?})", date.value, date.origin);
        }
    }
    let index = CharIndex::new(&document.text);
    for clause in &document.clauses {
        let quote: String = index.slice(clause.span).chars().take(40).collect();
        let unit = if clause.unit { '*' } else { ' ' };
        println!(
            "{unit} {:12} {:?} {} | {}",
            clause.path.to_string(),
            clause.kind,
            clause.label,
            quote.replace('\n', "⏎")
        );
    }
    for warning in &document.warnings {
        println!("  warning {}: {}", warning.code, warning.message);
    }
}
