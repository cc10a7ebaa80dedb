//! `polidex quote verify`.

use crate::{
    answers::quoted::{self, Quotation},
    args::QuoteVerify,
    config::Config,
    console::{self, Message, Outcome},
    output::{Style, quote},
};
use anyhow::Result;
use polidex_search::quoting::verify::Match;
use std::io::{self, BufWriter, Read, Write};

/// Bytes of a quotation that are read from standard input; a book is longer.
const MOST_BYTES: u64 = 1 << 20;

/// Says where the quotation stands.
pub fn run(config: &Config, args: &QuoteVerify) -> Result<Outcome> {
    let text = text(args)?;
    if text.trim().is_empty() {
        return Err(Message::new(
            "the quotation is empty; give it as an argument, or `-` and on standard input",
            "引文为空；请在参数中给出，或用 `-` 从标准输入读取",
        )
        .into());
    }
    let verifier = super::open(config)?;
    let (within, places) = (args.within.clone(), args.places as usize);
    let verdict = quoted::verify(&verifier, &Quotation { text, within, places, as_of: config.as_of })?;
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &verdict)?;
        writeln!(out)?;
    } else {
        quote::write(&mut out, &verdict, Style::new(config.color), config.locale)?;
    }
    out.flush()?;
    hint(config, verdict.matched);
    Ok(if verdict.matched.is_right() { Outcome::Done } else { Outcome::Partly })
}

fn text(args: &QuoteVerify) -> Result<String> {
    if args.text != ["-"] {
        return Ok(args.text.join(" "));
    }
    let mut bytes = Vec::new();
    io::stdin().lock().take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(polidex_ingest::decode::decode(bytes, false).text)
}

/// What to do about a quotation that could not be looked for.
fn hint(config: &Config, matched: Match) {
    match matched {
        Match::TooShort => console::note(
            config,
            "a quotation has at least six Han characters or four words; quote more, or use `polidex search`",
            "引文至少六个汉字或四个英文词；请多引一些，或用 `polidex search` 检索",
        ),
        Match::TooLong => console::note(
            config,
            "that is a book and no quotation (20,000 characters at most); `polidex quote check FILE` checks a whole text",
            "这已是一本书而非引文（最多 20,000 字）；整篇文本请用 `polidex quote check 文件` 核对",
        ),
        _ => {}
    }
}
