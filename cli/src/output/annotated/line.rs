//! The line of JSON that programs read.

use polidex_corpus::{
    model::{
        Amount, BackReference, CharIndex, CommonTerms, Counted, Currency, Edge, Measure, NumberMention, Per,
        Period, Rate, Span, Understanding,
    },
    number::DocumentNumber,
};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes one line. `whole` says that the text stands in it too.
pub fn write_line(
    out: &mut impl Write,
    id: &Value,
    text: &str,
    whole: bool,
    read: &Understanding,
) -> io::Result<()> {
    let index = CharIndex::new(text);
    let validity = &read.validity;
    let mut line = json!({
        "id": id,
        "numbers": read.numbers.iter().map(number).collect::<Vec<_>>(),
        "edges": read.edges.iter().map(edge).collect::<Vec<_>>(),
        "references": read.references.iter().map(reference).collect::<Vec<_>>(),
        "effective": validity.effective.as_ref().map(|begins| json!({
            "date": begins.date, "relative": begins.relative, "span": pair(begins.span),
        })),
        "expires": validity.expires.as_ref().map(|ends| json!({
            "date": ends.date, "term_years": ends.term_months.map(years), "span": pair(ends.span),
        })),
        "measures": read.measures.iter().map(|one| measure(&index, one)).collect::<Vec<_>>(),
        "common": common(&read.common),
    });
    if whole {
        line["text"] = text.into();
    }
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)
}

fn pair(span: Span) -> [usize; 2] {
    [span.start, span.end]
}

fn pairs(spans: impl IntoIterator<Item = Span>) -> Vec<[usize; 2]> {
    spans.into_iter().map(pair).collect()
}

/// A term in years: 3 months are .25.
fn years(months: u32) -> Value {
    if months.is_multiple_of(12) { (months / 12).into() } else { (f64::from(months) / 12.0).into() }
}

fn number(mention: &NumberMention) -> Value {
    let number = &mention.number;
    json!({
        "printed": number.printed,
        "canonical": number.key,
        "issuer_code": issuer_code(number),
        "year": number.year,
        "seq": number.sequence,
        "form": form(number),
        "span": pair(mention.span),
    })
}

/// What stands in front of 令 or 公告, or the code.
fn issuer_code(number: &DocumentNumber) -> Option<&str> {
    let code = ["令", "公告"].iter().find_map(|word| number.code.strip_suffix(word)).unwrap_or(&number.code);
    (!code.is_empty()).then_some(code)
}

/// The form in which a number is printed.
fn form(number: &DocumentNumber) -> &'static str {
    let bracketed = number.printed.contains(['〔', '﹝', '[', '［', '【', '（', '(']);
    let closed = number.printed.contains(['〕', '﹞', ']', '］', '】', '）', ')']);
    if number.code.ends_with('令') {
        "order"
    } else if number.code.ends_with("公告") || number.code.ends_with("通告") {
        "announcement"
    } else if number.code.is_empty() || !bracketed || !closed {
        "other"
    } else if number.printed.starts_with(['〔', '(', '（', '[', '［']) {
        "year_first"
    } else {
        "standard"
    }
}

fn edge(edge: &Edge) -> Value {
    json!({
        "type": edge.kind,
        "target_title": edge.title,
        "target_number": edge.number.as_ref().map(|number| &number.printed),
        "target_number_canonical": edge.number.as_ref().map(|number| &number.key),
        "target_date": edge.dated,
        "span": pair(edge.mention),
        "cue_span": edge.cue.map(pair),
        "provision_span": edge.provision.map(pair),
        "sentence_span": pair(edge.sentence),
    })
}

fn reference(reference: &BackReference) -> Value {
    json!({
        "points_at": reference.points_at,
        "type": reference.kind,
        "span": pair(reference.mention),
        "antecedents": pairs(reference.antecedents.iter().copied()),
        "sentence_span": pair(reference.sentence),
    })
}

fn measure(index: &CharIndex<'_>, measure: &Measure) -> Value {
    json!({
        "kind": measure.kind,
        "cue_span": pair(measure.cue),
        "beneficiary": measure.beneficiary.map(pair),
        "amounts": measure.amounts.iter().map(amount).collect::<Vec<_>>(),
        "rates": measure.rates.iter().map(|one| rate(index, one)).collect::<Vec<_>>(),
        "conditions": pairs(measure.conditions.iter().map(|condition| condition.span)),
        "ladder": measure.ladder,
        "duration": measure.duration.map(|span| json!({"text_span": pair(span)})),
        "one_off": measure.one_off.is_some(),
        "automatic": measure.automatic.map(pair),
        "discretionary": measure.discretionary.map(pair),
        "stacking": measure.stacking.iter().map(|rule| json!({"rule": rule.rule, "span": pair(rule.span)})).collect::<Vec<_>>(),
        "window": measure.window.as_ref().map(|window| json!({"opens": window.opens, "closes": window.closes, "span": pair(window.span)})),
        "authority": measure.authority.map(pair),
        "materials": pairs(measure.materials.iter().copied()),
        "matching_base": measure.matching_base.map(pair),
        "sentence_span": pair(measure.sentence),
    })
}

fn amount(amount: &Amount) -> Value {
    json!({
        "value": amount.value,
        "unit": currency(amount.currency),
        "role": amount.role,
        "ceiling": amount.ceiling,
        "per": per(amount.per),
        "cumulative": amount.cumulative,
        "span": pair(amount.span),
    })
}

fn rate(index: &CharIndex<'_>, rate: &Rate) -> Value {
    json!({
        "value": rate.value,
        "role": rate.role,
        "base": rate.base.map(|base| index.slice(base)),
        "base_span": rate.base.map(pair),
        "points": rate.points,
        "span": pair(rate.span),
    })
}

fn common(common: &CommonTerms) -> Value {
    json!({
        "scope": common.scope.iter().map(|scope| json!({
            "beneficiary": scope.beneficiary.map(pair),
            "conditions": pairs(scope.conditions.iter().map(|condition| condition.span)),
            "sentence_span": pair(scope.sentence),
        })).collect::<Vec<_>>(),
        "stacking": common.stacking.iter().map(|rule| json!({"rule": rule.rule, "span": pair(rule.span)})).collect::<Vec<_>>(),
        "windows": common.windows.iter().map(|window| json!({"opens": window.opens, "closes": window.closes, "span": pair(window.span)})).collect::<Vec<_>>(),
        "caps": common.caps.iter().map(|cap| json!({
            "amount": amount(&cap.amount),
            "binds": cap.binds.map(pair),
            "sentence_span": pair(cap.sentence),
        })).collect::<Vec<_>>(),
    })
}

/// `enterprise_year`: what is counted and in which period, joined.
fn per(per: Per) -> Option<String> {
    let counted = per.counted.map(|counted| match counted {
        Counted::Enterprise => "enterprise",
        Counted::Project => "project",
        Counted::Person => "person",
        Counted::Household => "household",
        Counted::Loan => "loan",
        Counted::Certificate => "certificate",
        Counted::Mu => "mu",
        Counted::Unit => "unit",
    });
    let period = per.period.map(|period| match period {
        Period::Year => "year",
        Period::Month => "month",
        Period::Day => "day",
    });
    let parts: Vec<&str> = counted.into_iter().chain(period).collect();
    (!parts.is_empty()).then(|| parts.join("_"))
}

/// The code of a currency.
pub fn currency(currency: Currency) -> &'static str {
    match currency {
        Currency::Cny => "CNY",
        Currency::Usd => "USD",
        Currency::Hkd => "HKD",
        Currency::Eur => "EUR",
    }
}

/// A sum with its thousands apart: 1,000,000.
pub fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut shown = String::from(if value < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}
