//! JSON lines: one document a line, `{id, lang, text, title?, url?, issuer?, doc_number?, …}`.

use super::{Item, Names, Sink, capture_of, document};
use crate::{
    IngestError, Input, Limits, Problem, decode, discover, extract, extract::Article, fields::Fields,
};
use polidex_corpus::model::{Document, Lang};
use serde::{Deserialize, de::IgnoredAny};
use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
};

/// The code of the problem that a file of judgements is.
const JUDGEMENTS: &str = "judgements";

/// Keys that tell what a line is, if it is no document: a line of an export, or a judgement.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Keys {
    polidex: Option<IgnoredAny>,
    query: Option<IgnoredAny>,
    gold: Option<IgnoredAny>,
    text: Option<IgnoredAny>,
}

impl Keys {
    fn is_judgement(&self) -> bool {
        self.query.is_some() && self.gold.is_some() && self.text.is_none()
    }
}

/// Reads a JSON lines file line by line.
pub(super) fn read(input: &Input, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), IngestError> {
    let error = |error| IngestError::io(&input.path, error);
    let file = File::open(&input.path).map_err(error)?;
    let size = file.metadata().map_err(error)?.len();
    if size > limits.file_bytes {
        let _ = sink(Err(Problem::too_large(&input.path, None, size, limits.file_bytes)));
        return Ok(());
    }
    let mut reader = BufReader::with_capacity(1 << 18, file);
    let (mut line, mut number, mut any) = (Vec::new(), 0, false);
    loop {
        line.clear();
        let most = limits.document_bytes + 1;
        if reader.by_ref().take(most).read_until(b'\n', &mut line).map_err(error)? == 0 {
            break;
        }
        number += 1;
        let outcome = if line.len() as u64 >= most && !line.ends_with(b"\n") {
            let rest = reader.skip_until(b'\n').map_err(error)? as u64;
            Some(Err(Problem::too_large(&input.path, Some(number), most + rest, limits.document_bytes)))
        } else if number == 1 && decode::is_binary(&line) {
            let _ = sink(Err(Problem::binary(&input.path)));
            return Ok(());
        } else {
            one(input, &line, number)
        };
        any |= outcome.is_some();
        // One message about a file of judgements is enough.
        let other_kind = matches!(&outcome, Some(Err(problem)) if problem.code == JUDGEMENTS);
        if outcome.is_some_and(|outcome| sink(outcome).is_break()) || other_kind {
            return Ok(());
        }
    }
    if !any {
        let _ = sink(Err(Problem::empty(&input.path)));
    }
    Ok(())
}

/// What one line holds; `None` for an empty one.
fn one(input: &Input, line: &[u8], number: u64) -> Option<Result<Item, Problem>> {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line).trim_ascii();
    (!line.is_empty()).then(|| item(input, line, number))
}

fn item(input: &Input, line: &[u8], number: u64) -> Result<Item, Problem> {
    let malformed = |error: serde_json::Error| {
        Problem::new(
            "malformed_json",
            &input.path,
            Some(number),
            format!("no valid JSON object with the known fields ({error}); the other lines were read"),
            format!("不是有效的 JSON 对象或字段类型不符（{error}）；其余各行已读取"),
        )
    };
    let keys: Keys = serde_json::from_slice(line).map_err(malformed)?;
    if keys.is_judgement() {
        return Err(Problem::new(
            JUDGEMENTS,
            &input.path,
            Some(number),
            "the file holds judgements, not documents; `polidex eval` reads it",
            "该文件是评测判断而不是文档；请用 `polidex eval` 读取",
        ));
    }
    if keys.polidex.is_some() {
        return serde_json::from_slice(line).map(Item::Record).map_err(malformed);
    }
    let mut fields: Fields = serde_json::from_slice(line).map_err(malformed)?;
    let text = fields.text.take().unwrap_or_default();
    if text.trim().is_empty() && fields.catalogue != Some(true) {
        return Err(Problem::new(
            "missing_text",
            &input.path,
            Some(number),
            "the line has no `text`; add it, or `\"catalogue\": true` for an entry without text",
            "该行没有 `text`；请补上，或对无正文的目录条目写明 `\"catalogue\": true`",
        ));
    }
    let document = line_document(input, line, number, fields, &text);
    Ok(Item::Document(Box::new(document)))
}

fn line_document(input: &Input, line: &[u8], number: u64, fields: Fields, text: &str) -> Document {
    let external_id = fields.id.as_ref().map_or_else(|| number.to_string(), ToString::to_string);
    let source = source(input, fields.lang.as_deref());
    let text = extract::with_line_feeds(text).into_owned();
    let blocks = extract::lines(&text);
    let article = Article { text, blocks, stated: fields.stated(), ..Article::default() };
    let location = format!("{}#L{number}", input.path.display());
    let capture = capture_of(&location, "application/json", "UTF-8", line);
    document(article, Names { source: &source, external_id: &external_id, file_name: "" }, capture)
}

/// The source's name; where the file's name tells no language, the line's is appended, since lines of
/// two languages may share their ids.
fn source(input: &Input, lang: Option<&str>) -> String {
    if discover::names_language(&input.path) {
        return input.source.clone();
    }
    let tag = match lang.and_then(Lang::parse) {
        Some(lang) if lang.is_chinese() => "zh",
        Some(Lang::En) => "en",
        _ => return input.source.clone(),
    };
    format!("{}-{tag}", input.source)
}
