//! Collections for people: on the terminal and as Markdown.

use super::{
    super::{Style, visible},
    corrections, reviewed, standing,
};
use crate::answers::collected::{Collected, Item, Listed};
use polidex_corpus::locale::Locale;
use std::io::{self, Write};

/// A collection a line.
pub fn list(out: &mut impl Write, all: &[Listed], style: Style, locale: Locale) -> io::Result<()> {
    for listed in all {
        let Listed { name, about, items, reviewed, searches, .. } = listed;
        let counts = match locale {
            Locale::En => format!("{items} items, {reviewed} reviewed, {searches} searches"),
            Locale::Zh => format!("{items} 项，已审阅 {reviewed} 项，检索 {searches} 个"),
        };
        writeln!(out, "{}  {}  {}", style.bold(visible(name)), counts, style.dim(visible(about)))?;
    }
    Ok(())
}

/// Everything that is in a collection.
pub fn show(out: &mut impl Write, shown: &Collected, style: Style, locale: Locale) -> io::Result<()> {
    writeln!(out, "{}  {}", style.bold(visible(&shown.name)), visible(&shown.about))?;
    for item in &shown.items {
        let mark = if item.kept.reviewed_at.is_some() { style.good("✔") } else { "·".to_owned() };
        writeln!(out, "\n{mark} {}", style.bold(visible(&item.kept.label)))?;
        writeln!(
            out,
            "  {}  {}",
            style.reference(visible(&item.kept.reference)),
            style.dim(visible(&standing(item, locale)))
        )?;
        if let Some(text) = &item.text {
            writeln!(out, "  {}", visible(text).replace('\n', "\n  "))?;
        }
        for line in remarks(item, locale) {
            writeln!(out, "  {}", visible(&line))?;
        }
    }
    for saved in &shown.searches {
        let found = match locale {
            Locale::En => format!("{} clauses at watermark {}", saved.total, saved.watermark),
            Locale::Zh => format!("水位 {} 时共 {} 条", saved.watermark, saved.total),
        };
        writeln!(
            out,
            "\n{} {}  {}  {}",
            locale.pick("search", "检索"),
            visible(&saved.name),
            visible(&saved.parameters),
            style.dim(found)
        )?;
    }
    Ok(())
}

/// Corrections, tags, note and mark, a line each.
fn remarks(item: &Item, locale: Locale) -> Vec<String> {
    let mut lines = corrections(item, locale);
    if !item.kept.tags.is_empty() {
        lines.push(format!(
            "{}{}",
            locale.pick("tags: ", "标签："),
            item.kept.tags.join(locale.pick(", ", "、"))
        ));
    }
    if !item.kept.note.is_empty() {
        lines.push(format!("{}{}", locale.pick("note: ", "备注："), item.kept.note));
    }
    lines.extend(reviewed(item, locale));
    lines
}

/// A collection as Markdown. What is quoted can begin no markup.
pub fn markdown(out: &mut impl Write, shown: &Collected, locale: Locale) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&shown.name))?;
    if !shown.about.is_empty() {
        writeln!(out, "{}\n", escaped(&shown.about))?;
    }
    for (number, item) in shown.items.iter().enumerate() {
        writeln!(out, "## {}. {}\n", number + 1, escaped(&item.kept.label))?;
        for line in item.text.iter().flat_map(|text| text.lines()).filter(|line| !line.trim().is_empty()) {
            writeln!(out, "> {}\n>", escaped(line.trim()))?;
        }
        if item.text.is_some() {
            writeln!(out)?;
        }
        if let Some(citation) = &item.citation {
            writeln!(out, "{}\n", escaped(citation))?;
        }
        if let Some(link) = &item.link {
            // An address in angle brackets; what could end it is percent-encoded.
            let address: String = link.chars().filter(|c| !c.is_control()).collect();
            let address = address.replace('<', "%3C").replace('>', "%3E").replace(' ', "%20");
            writeln!(out, "<{address}>\n")?;
        }
        writeln!(out, "- `{}`", visible(&item.kept.reference).replace('`', ""))?;
        writeln!(out, "- {}", escaped(&standing(item, locale)))?;
        for line in remarks(item, locale) {
            writeln!(out, "- {}", escaped(&line.replace('\n', " ")))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Text in which Markdown and HTML find no markup.
fn escaped(text: &str) -> String {
    let line = visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        let at_the_beginning = at == 0 && matches!(c, '#' | '-' | '+' | '>' | '=' | '~');
        if at_the_beginning || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
