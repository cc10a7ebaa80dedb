//! The figures of the labelled sentences, with floors. A label counts when its type and value are right and
//! its span overlaps the labelled one by half.

use polidex_corpus::model::{Measure, Span, Understanding};
use polidex_ingest::understand::understand;
use serde_json::Value;
use std::path::Path;

/// True positives, labels, predictions.
#[derive(Default)]
struct Count(usize, usize, usize);

impl Count {
    fn add(&mut self, gold: &[(String, Span)], found: &[(String, Span)]) {
        let mut left: Vec<&(String, Span)> = found.iter().collect();
        for (value, span) in gold {
            let hit = left.iter().position(|(other, at)| other == value && overlaps(*at, *span));
            if let Some(hit) = hit {
                left.remove(hit);
                self.0 += 1;
            }
        }
        self.1 += gold.len();
        self.2 += found.len();
    }

    fn f1(&self) -> f64 {
        2.0 * self.0 as f64 / (self.1 + self.2).max(1) as f64
    }

    fn at_least(&self, name: &str, floor: f64) {
        println!("{name}: F1 {:.3} of {}", self.f1(), self.1);
        assert!(self.f1() >= floor, "{name}: {:.3} is below {floor}", self.f1());
    }
}

/// Intersection over union of at least one half.
fn overlaps(a: Span, b: Span) -> bool {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    common > 0 && 2 * common >= a.end.max(b.end) - a.start.min(b.start)
}

fn rows(name: &str) -> Option<Vec<(Value, Understanding)>> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../shared/data/understanding/{name}.jsonl"));
    let Ok(lines) = std::fs::read_to_string(path) else {
        println!("skipped: ../shared/data is absent");
        return None;
    };
    let rows = lines.lines().map(|line| {
        let row: Value = serde_json::from_str(line).unwrap();
        let read = understand(row["text"].as_str().unwrap());
        (row, read)
    });
    Some(rows.collect())
}

fn span(value: &Value) -> Span {
    let at = |end: usize| value[end].as_u64().unwrap() as usize;
    Span::new(at(0), at(1))
}

fn labels(row: &Value, list: &str, value: impl Fn(&Value) -> String) -> Vec<(String, Span)> {
    row[list].as_array().unwrap().iter().map(|label| (value(label), span(&label["span"]))).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn document_numbers() {
    let Some(rows) = rows("numbers") else { return };
    let mut count = Count::default();
    for (row, read) in &rows {
        let found: Vec<_> =
            read.numbers.iter().map(|number| (number.number.key.clone(), number.span)).collect();
        count.add(&labels(row, "numbers", |label| text(&label["canonical"])), &found);
    }
    count.at_least("numbers", 0.98);
}

#[test]
fn relations() {
    let Some(rows) = rows("relations") else { return };
    let (mut strict, mut soft) = (Count::default(), Count::default());
    let soften = |kind: &str| if kind == "basis" { "refers" } else { kind }.to_owned();
    for (row, read) in &rows {
        let found: Vec<(&str, Span)> =
            read.edges.iter().map(|edge| (edge.kind.name(), edge.mention)).collect();
        let exact: Vec<_> = found.iter().map(|(kind, span)| ((*kind).to_owned(), *span)).collect();
        strict.add(&labels(row, "edges", |label| text(&label["type"])), &exact);
        let loose: Vec<_> = found.iter().map(|(kind, span)| (soften(kind), *span)).collect();
        soft.add(&labels(row, "edges", |label| soften(&text(&label["type"]))), &loose);
    }
    strict.at_least("relations", 0.88);
    soft.at_least("relations, basis = refers", 0.93);
}

#[test]
fn validity() {
    let Some(rows) = rows("validity") else { return };
    let (mut effective, mut expires) = (Count::default(), Count::default());
    for (row, read) in &rows {
        let gold = |field: &str, other: &str| -> Vec<(String, Span)> {
            let label = &row[field];
            if label.is_null() {
                return Vec::new();
            }
            let value = format!("{}/{}", text(&label["date"]), &label[other]);
            vec![(value, span(&label["span"]))]
        };
        let begins = read.validity.effective.iter().map(|begins| {
            let relative = begins.relative.map_or(Value::Null, |event| event.name().into());
            let date = begins.date.map(|date| date.to_string()).unwrap_or_default();
            (format!("{date}/{relative}"), begins.span)
        });
        let ends = read.validity.expires.iter().map(|ends| {
            let years = ends.term_months.map(|months| f64::from(months) / 12.0);
            let years = match years {
                Some(years) if years.fract() == 0.0 => (years as i64).into(),
                Some(years) => years.into(),
                None => Value::Null,
            };
            let date = ends.date.map(|date| date.to_string()).unwrap_or_default();
            (format!("{date}/{years}"), ends.span)
        });
        effective.add(&gold("effective", "relative"), &begins.collect::<Vec<_>>());
        expires.add(&gold("expires", "term_years"), &ends.collect::<Vec<_>>());
    }
    effective.at_least("effective", 0.95);
    expires.at_least("expires", 0.95);
}

/// The label's kind, or the one that its notes accept too.
fn accepted(row: &Value, at: usize, kind: &str, found: Option<&Measure>) -> String {
    let notes = row["notes"].as_str().unwrap_or_default();
    let found = found.map_or("", |measure| measure.kind.name());
    let general = format!("alt_kind={found}");
    let own = format!("alt_kind[{at}]={found}");
    if !found.is_empty() && (notes.contains(&general) || notes.contains(&own)) {
        found.to_owned()
    } else {
        kind.to_owned()
    }
}

#[test]
fn measures() {
    let Some(rows) = rows("measures") else { return };
    let [mut amounts, mut rates, mut kinds, mut conditions, mut sentences]: [Count; 5] = Default::default();
    let mut traps = 0;
    for (row, read) in &rows {
        let labelled = row["measures"].as_array().unwrap();
        let is_measure = row["is_measure"].as_bool().unwrap();
        traps += usize::from(!is_measure && !read.measures.is_empty());
        let whole = Span::new(0, 1);
        let one = |any: bool| if any { vec![(String::new(), whole)] } else { Vec::new() };
        sentences.add(&one(is_measure), &one(!read.measures.is_empty()));
        let gold = |list: &str, value: &dyn Fn(&Value) -> String| -> Vec<(String, Span)> {
            labelled.iter().flat_map(|measure| labels(measure, list, value)).collect()
        };
        let found = |of: &dyn Fn(&Measure) -> Vec<(String, Span)>| -> Vec<(String, Span)> {
            read.measures.iter().flat_map(of).collect()
        };
        amounts.add(
            &gold("amounts", &|label| label["value"].to_string()),
            &found(&|measure| {
                measure.amounts.iter().map(|amount| (amount.value.to_string(), amount.span)).collect()
            }),
        );
        let share = |value: f64| format!("{value:.6}");
        rates.add(
            &gold("rates", &|label| share(label["value"].as_f64().unwrap())),
            &found(&|measure| measure.rates.iter().map(|rate| (share(rate.value), rate.span)).collect()),
        );
        let labelled_conditions: Vec<_> = labelled
            .iter()
            .flat_map(|measure| measure["conditions"].as_array().unwrap())
            .map(|condition| (String::new(), span(condition)))
            .collect();
        conditions.add(
            &labelled_conditions,
            &found(&|measure| measure.conditions.iter().map(|one| (String::new(), one.span)).collect()),
        );
        let kind = |(at, measure): (usize, &Value)| {
            (accepted(row, at, &text(&measure["kind"]), read.measures.get(at)), whole)
        };
        let gold_kinds: Vec<_> = labelled.iter().enumerate().map(kind).collect();
        kinds.add(&gold_kinds, &found(&|measure| vec![(measure.kind.name().to_owned(), whole)]));
    }
    println!("negatives taken for measures: {traps}");
    assert!(traps <= 2);
    sentences.at_least("measures by sentence", 0.93);
    amounts.at_least("amounts", 0.95);
    rates.at_least("rates", 0.95);
    kinds.at_least("kind", 0.90);
    conditions.at_least("conditions", 0.80);
}
