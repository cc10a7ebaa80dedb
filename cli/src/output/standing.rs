//! How a document stands on a day, for the terminal.

use super::{Style, visible};
use polidex_corpus::locale::{Locale, Localized};
use polidex_search::standing::{Proof, Standing};
use std::io::{self, Write};

/// Writes why the document stands as it does, with the words that prove it, and which later documents
/// change it. Of an article (`article` is its label), those that change it are told apart.
pub fn write(
    out: &mut impl Write,
    standing: &Standing,
    article: Option<&str>,
    style: Style,
    locale: Locale,
) -> io::Result<()> {
    writeln!(out, "{}", visible(&standing.localized(locale)))?;
    if let Some(proof) = &standing.proof {
        quoted(out, proof, style)?;
    }
    for amendment in &standing.amended_by {
        let touches = article.is_some_and(|label| amendment.concerns(label));
        let words = match locale {
            Locale::En if touches => "a later document changes this article:",
            Locale::En => "changed by a later document:",
            Locale::Zh if touches => "之后的文件修改了本条：",
            Locale::Zh => "被之后的文件修改：",
        };
        writeln!(out, "{}", style.caution(words))?;
        quoted(out, amendment, style)?;
    }
    Ok(())
}

fn quoted(out: &mut impl Write, proof: &Proof, style: Style) -> io::Result<()> {
    let words = visible(&proof.text).split_whitespace().collect::<Vec<_>>().join(" ");
    writeln!(out, "  {}  {}", style.dim(format!("「{words}」")), style.reference(&proof.reference))
}
