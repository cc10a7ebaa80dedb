//! What different places give, side by side.

use super::{Style, hits::status, visible};
use comfy_table::{ContentArrangement, Table, presets};
use polidex_corpus::locale::Locale;
use polidex_search::comparing::{Given, Group, Row};
use std::io::{self, Write};

/// Columns of a table where no terminal says how many there are.
const NO_TERMINAL: u16 = 120;
/// Groups that are shown; the others are counted.
const SHOWN: usize = 12;

/// Writes a table a group: the places, what they give, under which conditions, and where it says so.
pub fn write(out: &mut impl Write, groups: &[Group], style: Style, locale: Locale) -> io::Result<()> {
    for group in groups.iter().take(SHOWN) {
        if let Some(row) = group.rows.first() {
            let kinds: Vec<&str> = row.measures.iter().map(|given| given.kind.label(locale)).collect();
            writeln!(out, "{}", style.bold(kinds.join(" · ")))?;
        }
        writeln!(out, "{}", table(group, locale))?;
        if group.more > 0 {
            let more = match locale {
                Locale::En => format!("+{} clauses of the same places", group.more),
                Locale::Zh => format!("相同地区另有 {} 条", group.more),
            };
            writeln!(out, "{}", style.dim(more))?;
        }
        writeln!(out)?;
    }
    if groups.len() > SHOWN {
        let rest = groups.len() - SHOWN;
        let words = match locale {
            Locale::En => format!("+{rest} more groups; --json shows all"),
            Locale::Zh => format!("另有 {rest} 组；--json 可看全部"),
        };
        writeln!(out, "{}", style.dim(words))?;
    }
    Ok(())
}

fn table(group: &Group, locale: Locale) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    if table.width().is_none() {
        table.set_width(NO_TERMINAL);
    }
    table.set_header([
        locale.pick("place", "地区"),
        locale.pick("gives", "支持额度"),
        locale.pick("if", "条件"),
        locale.pick("says", "出处"),
    ]);
    for row in &group.rows {
        table.add_row([
            visible(&place(row, locale)).into_owned(),
            joined(row, |given| {
                given
                    .amounts
                    .iter()
                    .map(|sum| sum.printed.clone())
                    .chain(given.rates.iter().cloned())
                    .collect()
            }),
            joined(row, |given| given.conditions.clone()),
            visible(&format!("{}\n{}\n{}", row.policy.title, status(&row.policy, locale), row.reference))
                .into_owned(),
        ]);
    }
    table
}

/// The place, or whatever is compared, in the reader's words.
fn place(row: &Row, locale: Locale) -> String {
    let level =
        || row.policy.level.filter(|level| level.name() == row.place).map(|level| level.label(locale));
    match &row.region {
        Some(region) => region.label(locale),
        None => level().map_or_else(|| row.place.clone(), str::to_owned),
    }
}

/// A line a measure.
fn joined(row: &Row, of: impl Fn(&Given) -> Vec<String>) -> String {
    let lines: Vec<String> = row.measures.iter().map(|given| of(given).join("；")).collect();
    visible(&lines.join("\n")).into_owned()
}
