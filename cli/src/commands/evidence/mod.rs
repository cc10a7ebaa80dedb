//! `polidex evidence`.

mod verify;

use super::reference;
use crate::{
    answers::{
        cited::{self, Cited},
        document,
    },
    args,
    config::Config,
    console::{self, Message, Outcome},
    output::visible,
};
use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use polidex_corpus::{
    locale::Locale,
    model::{CharIndex, Span},
    store::Store,
    text::sha256_hex,
};
use polidex_ingest::{
    archive::archive_dir,
    evidence::{self, DocumentFacts, Material, Passage, Source},
};
use polidex_search::{
    citing::{Style, cite},
    parallel::Counterpart,
    permalink,
};
use serde::Serialize;
use std::{
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Packs a bundle, or checks one.
pub fn run(config: &Config, args: &args::Evidence) -> Result<Outcome> {
    if let Some(args::EvidenceCommand::Verify(args)) = &args.command {
        return verify::run(config, &args.file);
    }
    let asked = args.reference.as_deref().unwrap_or_default();
    let store = Store::open_reader(&config.data)?;
    let found = cited::find(&store, config.day(), asked);
    let Some(cited) = reference::found(config, found)? else { return Ok(Outcome::Failed) };
    let material = material(config, &store, &cited, args.quote.as_deref())?;
    let bytes = evidence::write(&material, &archive_dir(&config.data))?;
    let path = args.out.clone().unwrap_or_else(|| default_name(&material.reference));
    write_new(&path, &bytes)?;
    say_written(config, &path, &bytes, &material)?;
    Ok(Outcome::Done)
}

/// A name from a reference: `evidence-guofa-2020-8-2020-07-27-a5.zip`.
fn default_name(reference: &str) -> PathBuf {
    let plain: String = reference.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("evidence-{plain}.zip").into()
}

fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    if file.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists) {
        let path = path.display();
        bail!(Message::new(
            format!("{path} is there already and is not overwritten; name another file with --out"),
            format!("{path} 已存在，不会覆盖；请用 --out 指定其他文件"),
        ));
    }
    let written = file.and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    if written.is_err() {
        // What could not be written whole is no bundle.
        let _ = fs::remove_file(path);
    }
    written.with_context(|| path.display().to_string())
}

fn material(config: &Config, store: &Store, cited: &Cited, quote: Option<&str>) -> Result<Material> {
    // A bundle proves what was published; corrections are no part of that.
    let published = store.as_published(&cited.policy.id)?.unwrap_or_else(|| cited.policy.clone());
    let published = document::in_published_edition(store, published, &cited.policy.edition.key)?;
    let cited =
        &Cited { policy: published, clause: cited.clause.clone(), provenance: cited.provenance.clone() };
    let policy = &cited.policy;
    let work = cited.work(store, config.day(), None)?;
    let reference = work.reference.to_string();
    let texts = sources(store, cited)?;
    let mut passage = passage(cited, &texts, quote)?;
    // Without a clause nobody knows which of several texts a span counts in.
    if let Some(passage) = passage.as_mut().filter(|_| cited.clause.is_some() || texts.len() == 1) {
        passage.counterpart = cited.counterpart(store, Some(passage.span))?.map(beside);
    }
    let mut citations = String::new();
    for style in Style::ALL {
        let citation = cite(&work, style, work.words());
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(citations, "{}\n{}\n", style.title(Locale::En), visible(&citation.text));
    }
    Ok(Material {
        software: concat!("polidex/", env!("CARGO_PKG_VERSION")).to_owned(),
        made_at: Timestamp::now().to_string(),
        reference,
        document: DocumentFacts {
            id: policy.id.to_string(),
            title: policy.title.clone(),
            number: policy.doc_number.clone(),
            issuer: policy.issuer.clone(),
            edition: policy.edition.key.clone(),
            published: work.published.map(|date| date.to_string()),
            url: work.url,
            lang: policy.lang.tag().to_owned(),
            illustrative: policy.illustrative,
        },
        texts,
        passage,
        citations,
    })
}

fn beside(counterpart: Counterpart) -> evidence::Counterpart {
    evidence::Counterpart {
        reference: counterpart.reference.to_string(),
        words: counterpart.text,
        lang: counterpart.lang.tag().to_owned(),
        standing: [Locale::En, Locale::Zh].map(|locale| counterpart.standing.label(locale).to_owned()),
        confidence: counterpart.confidence,
    }
}

/// The texts of the edition, or the one that the clause stands in, with the bytes that are still there.
fn sources(store: &Store, cited: &Cited) -> Result<Vec<Source>> {
    let parts = store.text(&cited.policy.id, Some(&cited.policy.edition.key))?;
    let mut sources = Vec::new();
    for part in parts {
        let sha256 = sha256_hex(part.text.as_bytes());
        // One text may have several names; the one that the archive holds stands first.
        let Some(entry) = cited.provenance.iter().find(|entry| entry.text_sha256 == sha256) else { continue };
        let capture = entry.capture.clone();
        let original = match capture.archived {
            Some(_) => None,
            None => fs::read(&capture.location).ok().filter(|bytes| sha256_hex(bytes) == capture.sha256),
        };
        let source = [entry.source.clone(), entry.external_id.clone()];
        let extractor = entry.extractor.clone();
        sources.push(Source { text: part.text, extractor, source, capture, original });
    }
    Ok(sources)
}

/// Where the quotation stands, or the clause.
fn passage(cited: &Cited, texts: &[Source], quote: Option<&str>) -> Result<Option<Passage>> {
    let clause = cited.clause.as_ref();
    let found = |number: usize, span: Span| {
        let text = texts.get(number)?.text.as_str();
        let link = cited.policy.url.as_deref().and_then(|url| permalink::to_passage(url, text, span));
        Some(Passage {
            text: number,
            span,
            words: CharIndex::new(text).slice(span).to_owned(),
            label: clause.map(|clause| clause.label.clone()).unwrap_or_default(),
            link,
            counterpart: None,
        })
    };
    let Some(quote) = quote else {
        // With a clause, only the text that it stands in was taken.
        return Ok(clause.and_then(|clause| found(0, clause.span)));
    };
    let quote = quote.trim();
    let places = texts.iter().enumerate().filter(|_| !quote.is_empty()).filter_map(|(number, source)| {
        let within = clause.map_or(Span::new(0, source.text.chars().count()), |clause| clause.span);
        let index = CharIndex::new(&source.text);
        let (from, to) = (index.byte_at(within.start), index.byte_at(within.end));
        let at = from + source.text.get(from..to)?.find(quote)?;
        Some((number, index.span(at..at + quote.len())))
    });
    let place = places.into_iter().next().and_then(|(number, span)| found(number, span));
    if place.is_none() {
        bail!(Message::new(
            "these words do not stand there exactly as given; `polidex quote verify` says where they stand and what differs",
            "所给文字并未原样出现在该处；可用 `polidex quote verify` 查看出处和差异",
        ));
    }
    Ok(place)
}

#[derive(Serialize)]
struct Written<'m> {
    file: String,
    reference: &'m str,
    bytes: usize,
    sha256: String,
    archived: bool,
}

fn say_written(config: &Config, path: &Path, bytes: &[u8], material: &Material) -> Result<()> {
    let archived = material.texts.iter().any(|text| text.capture.archived.is_some());
    let written = Written {
        file: path.display().to_string(),
        reference: &material.reference,
        bytes: bytes.len(),
        sha256: sha256_hex(bytes),
        archived,
    };
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &written)?;
        writeln!(out)?;
        return Ok(());
    }
    writeln!(out, "{}  {}", written.sha256, visible(&written.file))?;
    if !archived {
        console::note(
            config,
            "read from a file, not from the web: the bundle has the file's hash, and no record of a web server",
            "来自文件而非网络：证据包含有文件的哈希，没有网站响应的存档记录",
        );
    }
    Ok(())
}
