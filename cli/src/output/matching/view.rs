//! What every form of a report says, in words.

use polidex_corpus::{
    locale::{Locale, Localized},
    model::{Span, Test},
};
use polidex_search::matching::{
    Checked, Effect, Match, Quote, Report, Source, Truth, Verdict, describe, describe_gap, describe_have,
    describe_step, money,
};

/// Characters of a quote that a link to the official page looks for.
const FRAGMENT: usize = 30;

/// A report in words.
pub struct ReportView {
    pub title: String,
    pub summary: Vec<String>,
    pub matches: Vec<MatchView>,
    /// How many more there are that are not shown.
    pub more: usize,
    pub stacks: Vec<String>,
    pub questions: Vec<String>,
    pub effects: Vec<String>,
    pub notes: Vec<String>,
}

/// One measure in words.
pub struct MatchView {
    pub verdict: Verdict,
    pub amount: String,
    pub kind: &'static str,
    pub sentence: String,
    pub reference: String,
    pub policy: String,
    pub link: Option<String>,
    pub conditions: Vec<ConditionView>,
    pub trace: Vec<String>,
    pub facts: Vec<String>,
}

/// One condition in words.
pub struct ConditionView {
    pub truth: Truth,
    pub quote: String,
    pub reference: String,
    pub link: Option<String>,
    pub meaning: String,
}

/// What a verdict is called.
pub fn verdict_name(verdict: Verdict, locale: Locale) -> &'static str {
    let (en, zh) = match verdict {
        Verdict::Eligible => ("eligible", "可享受"),
        Verdict::Likely => ("likely", "很可能"),
        Verdict::NeedsInformation => ("needs information", "待补充信息"),
        Verdict::NotEligible => ("not eligible", "不符合"),
        Verdict::NotYetOpen => ("not yet open", "尚未开始"),
        Verdict::Expired => ("expired", "已过期"),
    };
    locale.pick(en, zh)
}

impl ReportView {
    /// The report, with as many measures as wanted; those that cannot be had only with `all`.
    pub fn new(report: &Report, effects: &[Effect], all: bool, limit: usize, locale: Locale) -> Self {
        let wanted = |found: &&Match| {
            all || matches!(found.verdict, Verdict::Eligible | Verdict::Likely | Verdict::NeedsInformation)
        };
        let shown: Vec<&Match> = report.matches.iter().filter(wanted).collect();
        Self {
            title: title(report, locale),
            summary: summary(report, locale),
            more: shown.len().saturating_sub(limit),
            matches: shown.into_iter().take(limit).map(|found| match_view(found, locale)).collect(),
            stacks: stacks(report, locale),
            questions: report
                .questions
                .iter()
                .take(3)
                .map(|question| {
                    let words = locale.pick(&question.en, &question.zh);
                    match locale {
                        Locale::En => format!(
                            "{words} (unknown in {} measures, decides {})",
                            question.measures, question.decides
                        ),
                        Locale::Zh => format!(
                            "{words}（{} 项措施未知，可决定 {} 项）",
                            question.measures, question.decides
                        ),
                    }
                })
                .collect(),
            effects: effects.iter().map(|effect| effect_line(effect, locale)).collect(),
            notes: notes(report, locale),
        }
    }
}

fn title(report: &Report, locale: Locale) -> String {
    let company = report.company.clone().unwrap_or_else(|| locale.pick("a company", "企业").to_owned());
    match locale {
        Locale::En => format!("Support measures for {company} as of {}", report.as_of),
        Locale::Zh => format!("{company}可享受的政策措施（截至 {}）", report.as_of),
    }
}

fn summary(report: &Report, locale: Locale) -> Vec<String> {
    let totals = &report.totals;
    let counts = [
        (Verdict::Eligible, totals.eligible),
        (Verdict::Likely, totals.likely),
        (Verdict::NeedsInformation, totals.needs_information),
        (Verdict::NotEligible, totals.not_eligible),
        (Verdict::NotYetOpen, totals.not_yet_open),
        (Verdict::Expired, totals.expired),
    ];
    let counted: Vec<String> =
        counts.iter().map(|(verdict, count)| format!("{count} {}", verdict_name(*verdict, locale))).collect();
    let cny = polidex_corpus::model::Currency::Cny;
    let sums = format!(
        "{}: {} · {}: {}",
        verdict_name(Verdict::Eligible, locale),
        totals.eligible_sum.describe(cny, locale),
        verdict_name(Verdict::Likely, locale),
        totals.likely_sum.describe(cny, locale)
    );
    let mut lines = vec![counted.join(" · "), sums];
    lines.extend(report.limits.iter().map(|limit| {
        let (before, after) = (limit.before.describe(cny, locale), limit.after.describe(cny, locale));
        let (quote, reference) = (&limit.rule.text, &limit.rule.reference);
        match locale {
            Locale::En => format!(
                "cap of a document on {} measures: {before} → {after} “{quote}” {reference}",
                limit.measures
            ),
            Locale::Zh => {
                format!("{} 项措施合计受文件限额约束：{before} → {after}“{quote}”{reference}", limit.measures)
            }
        }
    }));
    lines
}

fn notes(report: &Report, locale: Locale) -> Vec<String> {
    let mut notes = vec![
        locale
            .pick(
                "Computed from the published texts; whether a document was repealed elsewhere is known only as far as the store knows it. The authority decides.",
                "依据已发布文本计算；是否已被其他文件废止，以库中所知为限。最终以主管部门认定为准。",
            )
            .to_owned(),
    ];
    if report.passed_over > 0 {
        notes.push(match locale {
            Locale::En => format!(
                "{} measures in news, interpretations and translations were passed over.",
                report.passed_over
            ),
            Locale::Zh => format!("新闻、解读和译本中的 {} 项措施未重复计入。", report.passed_over),
        });
    }
    notes
}

fn match_view(found: &Match, locale: Locale) -> MatchView {
    let amount = &found.amount;
    let mut sum = match amount.sum {
        Some(sum) => sum.describe(amount.currency, locale),
        None => locale.pick("no sum stated", "未载明金额").to_owned(),
    };
    if amount.each {
        sum.push_str(locale.pick(" for each", "（单项）"));
    }
    if found.one_off {
        sum.push_str(locale.pick(", once", "，一次性"));
    }
    if !amount.paid {
        sum.push_str(locale.pick(" (not a payment)", "（非直接拨付）"));
    }
    // Spans of a trace lie in the sentence, or are quoted elsewhere as conditions.
    let words = |span: Span| within(&found.sentence, span);
    MatchView {
        verdict: found.verdict,
        amount: sum,
        kind: found.kind.label(locale),
        sentence: found.sentence.text.clone(),
        reference: found.reference.clone(),
        policy: policy_line(found),
        link: link(found, &found.sentence.text),
        conditions: found
            .conditions
            .iter()
            .filter(|checked| says_something(checked))
            .map(|checked| condition(found, checked, locale))
            .collect(),
        trace: amount.trace.iter().map(|step| describe_step(step, amount.currency, &words, locale)).collect(),
        facts: facts(found, locale),
    }
}

/// That a company is a company is no news.
fn says_something(checked: &Checked) -> bool {
    checked.outcome != Truth::Met || !matches!(checked.requirement, Some(Test::Applicant { .. }))
}

/// The words of a span of the text, from the quote of the sentence around it.
fn within(sentence: &Quote, span: Span) -> String {
    if sentence.span.contains(span) {
        sentence.text.chars().skip(span.start - sentence.span.start).take(span.len()).collect()
    } else {
        "…".to_owned()
    }
}

fn policy_line(found: &Match) -> String {
    let policy = &found.policy;
    let number = policy.doc_number.as_deref().map(|number| format!("（{number}）")).unwrap_or_default();
    format!("{}{number}", policy.title)
}

/// The official page, looking for some words of it.
fn link(found: &Match, words: &str) -> Option<String> {
    let mut url = url::Url::parse(found.policy.url.as_deref()?).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let start: String = words.chars().take_while(|c| *c != '\n').take(FRAGMENT).collect();
    let encoded: String = url::form_urlencoded::byte_serialize(start.as_bytes()).collect();
    // A text fragment takes a space as %20, and a hyphen parts its own syntax.
    let encoded = encoded.replace('+', "%20").replace('-', "%2D");
    url.set_fragment(Some(&format!(":~:text={encoded}")));
    Some(url.into())
}

fn condition(found: &Match, checked: &Checked, locale: Locale) -> ConditionView {
    let mut meaning = match (&checked.requirement, checked.source) {
        (Some(test), _) => describe(test, locale),
        (None, Source::Place) => {
            locale.pick("issued for the company's place", "文件适用于企业所在地").to_owned()
        }
        (None, _) => locale.pick("open condition, not understood", "未能解析的条件").to_owned(),
    };
    if checked.negated {
        meaning = format!("{}{meaning}", locale.pick("not: ", "不得为："));
    }
    if let Some(have) = &checked.have {
        meaning.push_str(locale.pick(": ", "："));
        meaning.push_str(&describe_have(have, locale));
    }
    if let Some(gap) = &checked.gap {
        meaning.push_str(locale.pick(" — missing ", " — 缺 "));
        meaning.push_str(&describe_gap(gap, locale));
    }
    ConditionView {
        truth: checked.outcome,
        quote: checked.quote.text.clone(),
        reference: checked.quote.reference.clone(),
        link: link(found, &checked.quote.text).filter(|_| checked.source != Source::Place),
        meaning,
    }
}

fn facts(found: &Match, locale: Locale) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(standing) = &found.standing {
        let proof = standing.proof.as_ref().map(|proof| format!(" “{}” {}", proof.text, proof.reference));
        facts.push(format!("{}{}", standing.localized(locale), proof.unwrap_or_default()));
    }
    if let Some(deadline) = &found.deadline {
        if let Some(closes) = deadline.closes {
            let words = match (deadline.of_document, locale) {
                (true, Locale::En) => "in force until",
                (true, Locale::Zh) => "文件有效期至",
                (false, Locale::En) => "apply by",
                (false, Locale::Zh) => "申报截止",
            };
            facts.push(format!("{words} {closes}"));
        }
        facts.extend(deadline.quote.as_ref().map(|quote| format!("“{}”", quote.text)));
    }
    let quotes = [
        (locale.pick("authority", "主管部门"), &found.authority),
        (locale.pick("no application needed", "免申即享"), &found.automatic),
    ];
    facts.extend(
        quotes
            .iter()
            .filter_map(|(name, quote)| quote.as_ref().map(|quote| format!("{name}: “{}”", quote.text))),
    );
    if !found.materials.is_empty() {
        let papers: Vec<&str> = found.materials.iter().map(|quote| quote.text.as_str()).collect();
        facts.push(format!("{}: {}", locale.pick("papers", "材料"), papers.join("、")));
    }
    facts.extend(found.stacking.iter().map(|quote| {
        format!("{}: “{}” {}", locale.pick("combining", "叠加规则"), quote.text, quote.reference)
    }));
    facts
}

fn stacks(report: &Report, locale: Locale) -> Vec<String> {
    let cny = polidex_corpus::model::Currency::Cny;
    report
        .stacks
        .iter()
        .map(|stack| {
            let parts: Vec<String> = stack
                .measures
                .iter()
                .map(|one| {
                    let counts =
                        if one.counts { "" } else { locale.pick(" (does not count)", "（不计）") };
                    format!("{} {}{counts}", one.reference, one.sum.describe(cny, locale))
                })
                .collect();
            let rule = match &stack.rule {
                Some(rule) => format!("“{}” {}", rule.text, rule.reference),
                None => locale.pick("no rule against combining was found", "未见不得叠加的规定").to_owned(),
            };
            format!("{} → {} · {rule}", parts.join(" | "), stack.sum.describe(cny, locale))
        })
        .collect()
}

/// What changes for one measure.
pub fn effect_line(effect: &Effect, locale: Locale) -> String {
    let cny = polidex_corpus::model::Currency::Cny;
    let sum = |sum: Option<polidex_search::matching::Sum>| {
        sum.map_or_else(|| money(0.0, cny, locale), |sum| sum.describe(cny, locale))
    };
    let missing: Vec<String> = effect.missing.iter().map(|gap| describe_gap(gap, locale)).collect();
    let missing = match missing.as_slice() {
        [] => String::new(),
        _ => format!("{}{}", locale.pick(" · still missing: ", " · 仍缺："), missing.join("; ")),
    };
    format!(
        "{} → {}   {} → {}   {}   {}{missing}",
        verdict_name(effect.before, locale),
        verdict_name(effect.after, locale),
        sum(effect.sum_before),
        sum(effect.sum_after),
        effect.sentence,
        effect.reference
    )
}
