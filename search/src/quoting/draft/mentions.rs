//! Where a draft names documents and articles.

use super::{
    layout::{Draft, Quoted, holds},
    names::{Found, Names},
};
use polidex_corpus::{
    model::PolicyId,
    number::{self, DocumentNumber},
};
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

/// How a document is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Naming {
    /// By its title in 《》.
    Title(Found),
    /// By a short form of a title that was named before.
    Alias,
    /// By its number.
    Number(DocumentNumber),
    /// By an English title in running text.
    English,
}

/// A document that a draft names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Bytes of the draft; of a title with its marks.
    pub range: Range<usize>,
    /// How it is named.
    pub naming: Naming,
    /// The policies that are meant, one as a rule; none that is not stored.
    pub policies: Vec<PolicyId>,
    /// Whether it is a number that stands behind a title: 《…》（…号）.
    pub beside_title: bool,
}

/// An article, paragraph or item that a draft names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// Bytes of the draft.
    pub range: Range<usize>,
    /// As it is written, for the store to read.
    pub text: String,
}

/// Every document that is named outside longer quotations, in order.
pub(super) fn mentions(draft: &Draft, quoted: &[Quoted], names: &Names) -> Vec<Mention> {
    let mut found = titles(draft, names);
    let within_title =
        |range: &Range<usize>, found: &[Mention]| found.iter().any(|mention| holds(&mention.range, range));
    for (range, number) in number::find(&draft.text) {
        if !within_title(&range, &found) {
            let policies = names.number(&number.key);
            found.push(Mention { range, naming: Naming::Number(number), policies, beside_title: false });
        }
    }
    let lower = draft.text.to_ascii_lowercase();
    for (title, policies) in names.english() {
        for (at, _) in lower.match_indices(&title) {
            let range = at..at + title.len();
            if !within_title(&range, &found) {
                found.push(Mention {
                    range,
                    naming: Naming::English,
                    policies: policies.clone(),
                    beside_title: false,
                });
            }
        }
    }
    found.retain(|mention| !is_quoted(draft, quoted, &mention.range));
    found.sort_by_key(|mention| mention.range.start);
    resolve_aliases(draft, &mut found, names);
    for at in 1..found.len() {
        let between = draft.text.get(found[at - 1].range.end..found[at].range.start).unwrap_or_default();
        let joined = between.len() <= 6 && between.chars().all(|c| c.is_whitespace() || "（(，,".contains(c));
        let is_number = |mention: &Mention| matches!(mention.naming, Naming::Number(_));
        found[at].beside_title = joined && is_number(&found[at]) && !is_number(&found[at - 1]);
    }
    found
}

/// Whether bytes lie in a quotation that is longer than a name: what it names is the quoted text's
/// affair.
pub(super) fn is_quoted(draft: &Draft, quoted: &[Quoted], range: &Range<usize>) -> bool {
    quoted.iter().any(|quoted| {
        holds(&quoted.inside, range)
            && super::super::verify::unmarked(&draft.text[quoted.inside.clone()]).chars().count()
                > range.len() / 3 + 6
    })
}

fn titles(draft: &Draft, names: &Names) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = draft.text[from..].find('《').map(|at| from + at) {
        let inside = open + '《'.len_utf8();
        from = inside;
        let Some(length) = closing(&draft.text[inside..]) else { continue };
        let end = inside + length;
        let title = &draft.text[inside..end];
        let resolved = names.title(title);
        let policies = match &resolved {
            Found::Policies(policies) => policies.clone(),
            Found::Misnamed { policy, .. } => vec![policy.clone()],
            Found::Unknown => Vec::new(),
        };
        from = end + '》'.len_utf8();
        found.push(Mention {
            range: open..from,
            naming: Naming::Title(resolved),
            policies,
            beside_title: false,
        });
    }
    found
}

/// Where the mark stands that closes a title; titles are on one line and not long.
fn closing(rest: &str) -> Option<usize> {
    const LONGEST: usize = 400;
    let mut depth = 1;
    for (at, c) in rest.char_indices().take_while(|(at, c)| *c != '\n' && *at < LONGEST) {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Finds what short titles mean: 《办法》 after 《某市软件产业办法》 was named.
fn resolve_aliases(draft: &Draft, mentions: &mut [Mention], names: &Names) {
    for at in 0..mentions.len() {
        let Naming::Title(found) = &mentions[at].naming else { continue };
        let title = inner(draft, &mentions[at]);
        let short = title.chars().count() <= 12;
        if matches!(found, Found::Policies(_)) && title.chars().count() > 4 || !short {
            continue;
        }
        let before = mentions[..at].iter().rev().find(|other| {
            let named = match other.naming {
                Naming::Title(_) => inner(draft, other).to_owned(),
                _ => {
                    other.policies.first().map(|policy| names.title_of(policy).to_owned()).unwrap_or_default()
                }
            };
            !other.policies.is_empty() && abbreviates(title, &named)
        });
        if let Some(policies) = before.map(|other| other.policies.clone()) {
            mentions[at].naming = Naming::Alias;
            mentions[at].policies = policies;
        }
    }
}

fn inner<'d>(draft: &'d Draft, mention: &Mention) -> &'d str {
    draft.text[mention.range.clone()].trim_start_matches('《').trim_end_matches('》')
}

/// Whether a short form takes its characters from a title, in order, and ends with the same kind of
/// document.
fn abbreviates(short: &str, title: &str) -> bool {
    let kind: String = title.trim_end_matches(['》', '）', ')']).chars().rev().take(2).collect();
    let own: String = short.chars().rev().take(2).collect();
    let inside = title.rsplit_once('》').map_or(title, |(inside, _)| inside);
    let inner_kind: String = inside.chars().rev().take(2).collect();
    let mut rest = title.chars();
    short.chars().count() < title.chars().count()
        && (own == kind || own == inner_kind)
        && short.chars().all(|c| rest.by_ref().any(|other| other == c))
}

const NUMERAL: &str = "[0-9０-９〇零一二三四五六七八九十百千]+";

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let item = format!("(?:第[（(]?{NUMERAL}[)）]?项)?");
    let chinese = format!("第{NUMERAL}条(?:之{NUMERAL})?(?:第{NUMERAL}款)?{item}");
    let english = r"\b(?:Article|Art\.) ?[0-9]+(?:\([0-9a-z]\)){0,2}";
    Regex::new(&format!("{chinese}|{english}")).ok()
});

/// Every article that is named outside quotations, in order.
pub(super) fn addresses(draft: &Draft, quoted: &[Quoted]) -> Vec<Address> {
    let Some(pattern) = ADDRESS.as_ref() else { return Vec::new() };
    let all = pattern.find_iter(&draft.text);
    all.filter(|found| !is_quoted(draft, quoted, &found.range()))
        .map(|found| Address { range: found.range(), text: found.as_str().to_owned() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_belong_to_a_title_before_them() {
        assert!(abbreviates("办法", "某市支持软件产业高质量发展办法"));
        assert!(abbreviates("软件产业办法", "某市支持软件产业高质量发展办法"));
        assert!(abbreviates("办法", "某市政府关于印发《某市软件产业办法》的通知"));
        assert!(!abbreviates("条例", "某市支持软件产业高质量发展办法"));
        assert!(!abbreviates("软件产业办法", "办法"));
    }

    #[test]
    fn addresses_are_found_in_both_languages() {
        let draft =
            Draft::plain("第五条第二款、第十七条之一第（三）项，Article 5(2) of it, “依照第九条的规定处理”");
        let found = addresses(&draft, &draft.quoted());
        let texts: Vec<&str> = found.iter().map(|address| address.text.as_str()).collect();
        assert_eq!(texts, ["第五条第二款", "第十七条之一第（三）项", "Article 5(2)"]);
    }
}
