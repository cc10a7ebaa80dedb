//! Dates that stand around an article without a label.

use super::{
    fields::{Fields, Rank},
    measure::Measures,
    render::Line,
};
use crate::{date, dom::Element};
use polidex_corpus::{
    model::{Origin, Sourced},
    numeral,
};

/// How many lines above an article, and behind its beginning, are looked at for its date.
const ABOVE: usize = 12;
const BEHIND: usize = 3;

/// Longer lines are no lines of dates, in characters.
const LONGEST: usize = 120;

/// The publication date: on the line above the article that looks most like its head, else below it.
pub(super) fn published(measures: &Measures, body: Element<'_>, fields: &mut Fields) {
    let body = measures.within(body);
    let lines = &measures.lines;
    let first = (body.start..body.end).find(|&at| lines[at].is_sentence).unwrap_or(body.start);
    let plain = |at: &usize| !lines[*at].is_link() && lines[*at].letters > 4;
    let above = (0..first).rev().filter(plain).take(ABOVE);
    let below = body.end.saturating_sub(BEHIND)..(body.end + BEHIND).min(lines.len());
    let found = above.chain(below).filter_map(|at| {
        let (sure, date) = dated(&lines[at])?;
        Some((sure, date))
    });
    // The surest line, and of equal ones the nearest, which comes first.
    let best = found.fold(None, |best: Option<(u8, &str)>, found| match best {
        Some(best) if best.0 >= found.0 => Some(best),
        _ => Some(found),
    });
    if let Some((_, date)) = best {
        fields.state("published", Rank::Place, date, "line");
    }
}

/// The date of a line, and how much it looks like a publication's.
fn dated(line: &Line) -> Option<(u8, &str)> {
    let text = &line.text;
    if line.letters > LONGEST || line.is_link() || text.contains("今天是") || text.contains("星期") {
        return None;
    }
    let (range, _) = date::find(text).into_iter().next()?;
    let rest = text[range.end..].trim_start();
    let timed = rest.as_bytes().get(1..3).is_some_and(|bytes| bytes.contains(&b':'))
        && rest.starts_with(|c: char| c.is_ascii_digit());
    let cue = ["来源", "发布", "发表", "更新", "作者", "记者", "时间"].iter().any(|cue| text.contains(cue));
    let sure = 2 * u8::from(timed) + u8::from(cue) + u8::from(!line.is_sentence);
    Some((sure, &text[range]))
}

/// The month of an issue, on a line of its own at either end of the article: 《示例》1998年3月号.
pub(super) fn month(measures: &Measures, body: Element<'_>) -> Option<Sourced<String>> {
    let body = measures.within(body);
    let ends = (body.start..body.end).take(8).chain((body.start..body.end).rev().take(3));
    ends.map(|at| &measures.lines[at]).filter(|line| line.letters <= 40).find_map(|line| {
        let letters = line.text.trim_end_matches(['号', '刊', '期', '）', ')']).strip_suffix('月')?;
        let (before, month) = letters.rsplit_once('年')?;
        let month = numeral::parse(month.trim()).filter(|month| (1..=12).contains(month))?;
        let start = before
            .trim_end()
            .rfind(|c: char| !numeral::is_numeral(c))
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let year = numeral::parse(before[start..].trim()).filter(|year| (1900..2200).contains(year))?;
        Some(Sourced::new(format!("{year:04}-{month:02}"), Origin::Field("line".to_owned())))
    })
}
