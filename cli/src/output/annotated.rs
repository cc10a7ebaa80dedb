//! What was understood of a text: a line of JSON, or the text with its annotations to read.

mod line;

use super::{Style, visible};
use crate::config::Config;
use polidex_corpus::model::{CharIndex, Edge, EdgeKind, Measure, Span, Understanding, Validity};
use std::io::{self, Write};

pub use line::write_line;

/// Writes the text with what was found marked, and below it what each mark means.
pub fn write_sheet(
    out: &mut impl Write,
    config: &Config,
    id: &serde_json::Value,
    text: &str,
    read: &Understanding,
) -> io::Result<()> {
    let sheet = Sheet { index: CharIndex::new(text), config, style: Style::new(config.color) };
    if !id.is_null() {
        let name = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        writeln!(out, "{}", sheet.style.dim(visible(&name)))?;
    }
    writeln!(out, "{}", sheet.marked(read))?;
    for number in &read.numbers {
        sheet.row(out, ("number", "文号"), &number.number.key, "")?;
    }
    for edge in &read.edges {
        sheet.edge(out, edge)?;
    }
    sheet.validity(out, &read.validity)?;
    for measure in &read.measures {
        sheet.measure(out, measure)?;
    }
    for scope in &read.common.scope {
        for condition in &scope.conditions {
            sheet.row(out, ("for every measure", "适用于各项措施"), sheet.words(condition.span), "")?;
        }
    }
    for cap in &read.common.caps {
        let name = if cap.binds.is_some() {
            ("for the measures before", "适用于前述措施")
        } else {
            ("for every measure", "适用于各项措施")
        };
        sheet.row(out, name, sheet.words(cap.sentence), "")?;
    }
    writeln!(out)
}

struct Sheet<'t> {
    index: CharIndex<'t>,
    config: &'t Config,
    style: Style,
}

impl Sheet<'_> {
    fn words(&self, span: Span) -> &str {
        self.index.slice(span)
    }

    /// The text with mentions, sums and shares marked.
    fn marked(&self, read: &Understanding) -> String {
        let figures = read.measures.iter().flat_map(|measure| {
            let sums = measure.amounts.iter().map(|amount| amount.span);
            sums.chain(measure.rates.iter().map(|rate| rate.span)).map(|span| (span, Mark::Figure))
        });
        let conditions = read
            .measures
            .iter()
            .flat_map(|measure| measure.conditions.iter().map(|condition| (condition.span, Mark::Condition)));
        let mentions = read.edges.iter().map(|edge| (edge.mention, Mark::Mention));
        let dates = [
            read.validity.effective.as_ref().map(|begins| begins.span),
            read.validity.expires.as_ref().map(|ends| ends.span),
        ];
        let dates = dates.into_iter().flatten().map(|span| (span, Mark::Date));
        let mut marks: Vec<(Span, Mark)> = figures.chain(mentions).chain(dates).chain(conditions).collect();
        marks.sort_by_key(|(span, mark)| (span.start, *mark as u8));
        let mut shown = String::new();
        let mut at = 0;
        for (span, mark) in marks.into_iter().filter(|(span, _)| !span.is_empty()) {
            if span.start < at {
                continue;
            }
            shown.push_str(&visible(self.words(Span::new(at, span.start))));
            shown.push_str(&self.paint(mark, &visible(self.words(span))));
            at = span.end;
        }
        let end = self.index.text().chars().count();
        shown.push_str(&visible(self.words(Span::new(at, end))));
        shown
    }

    fn paint(&self, mark: Mark, words: &str) -> String {
        match mark {
            Mark::Figure => self.style.highlight(words),
            Mark::Mention if self.config.color => self.style.reference(words),
            Mark::Date if self.config.color => self.style.good(words),
            Mark::Condition if self.config.color => self.style.caution(words),
            Mark::Mention | Mark::Date | Mark::Condition => words.to_owned(),
        }
    }

    /// One line: what it is, its value, and the words that it rests on.
    fn row(&self, out: &mut impl Write, (en, zh): (&str, &str), value: &str, words: &str) -> io::Result<()> {
        let name = self.style.dim(self.config.locale.pick(en, zh));
        let quote =
            if words.is_empty() { String::new() } else { format!("  {}", self.style.dim(visible(words))) };
        writeln!(out, "  {name} {}{quote}", visible(value))
    }

    fn edge(&self, out: &mut impl Write, edge: &Edge) -> io::Result<()> {
        let number = edge.number.as_ref().map_or("", |number| number.key.as_str());
        let title = edge.title.as_deref().map(|title| format!("《{title}》")).unwrap_or_default();
        let cue = edge.cue.map_or("", |cue| self.words(cue));
        self.row(out, edge_name(edge.kind), &format!("{title}{number}"), cue)
    }

    fn validity(&self, out: &mut impl Write, validity: &Validity) -> io::Result<()> {
        if let Some(begins) = &validity.effective {
            let value = begins
                .date
                .map_or_else(|| self.event(begins.relative.is_some()).to_owned(), |date| date.to_string());
            self.row(out, ("in force from", "施行"), &value, self.words(begins.span))?;
        }
        if let Some(ends) = &validity.expires {
            let value = match (ends.date, ends.term_months) {
                (Some(date), _) => date.to_string(),
                (None, Some(months)) => self.months(months),
                (None, None) => self.event(false).to_owned(),
            };
            self.row(out, ("until", "有效期至"), &value, self.words(ends.span))?;
        }
        Ok(())
    }

    fn event(&self, publication: bool) -> &'static str {
        if publication {
            self.config.locale.pick("the day of publication", "发布之日")
        } else {
            self.config.locale.pick("an event that the text names", "文中所述事件")
        }
    }

    fn months(&self, months: u32) -> String {
        let (count, unit) = if months.is_multiple_of(12) {
            (months / 12, self.config.locale.pick("years", "年"))
        } else {
            (months, self.config.locale.pick("months", "个月"))
        };
        format!("{count} {unit}")
    }

    fn measure(&self, out: &mut impl Write, measure: &Measure) -> io::Result<()> {
        let kind = measure.kind.label(self.config.locale);
        let to = measure.beneficiary.map_or("", |span| self.words(span));
        let name = self.style.good(self.config.locale.pick("measure", "措施"));
        writeln!(out, "  {name} {} {}", self.style.bold(kind), visible(to))?;
        for amount in &measure.amounts {
            let value = format!("{} {}", line::grouped(amount.value), line::currency(amount.currency));
            self.row(out, ("  sum", "  金额"), &value, self.words(amount.span))?;
        }
        for rate in &measure.rates {
            let base = rate.base.map_or("", |base| self.words(base));
            self.row(out, ("  share", "  比例"), self.words(rate.span), base)?;
        }
        for condition in &measure.conditions {
            self.row(out, ("  if", "  条件"), self.words(condition.span), "")?;
        }
        if let Some(duration) = measure.duration {
            self.row(out, ("  for", "  期限"), self.words(duration), "")?;
        }
        for rule in &measure.stacking {
            self.row(out, ("  with others", "  叠加"), self.words(rule.span), "")?;
        }
        Ok(())
    }
}

/// What is marked, the narrower first where two begin together.
#[derive(Debug, Clone, Copy)]
enum Mark {
    Figure,
    Mention,
    Date,
    Condition,
}

/// What people call a relation.
fn edge_name(kind: EdgeKind) -> (&'static str, &'static str) {
    match kind {
        EdgeKind::Basis => ("rests on", "依据"),
        EdgeKind::Implements => ("implements", "落实"),
        EdgeKind::Amends => ("amends", "修改"),
        EdgeKind::Repeals => ("repeals", "废止"),
        EdgeKind::Forwards => ("issues", "印发"),
        EdgeKind::Refers => ("refers to", "引用"),
        EdgeKind::PrevailsOver => ("prevails over", "优先于"),
    }
}
