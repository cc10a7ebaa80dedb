//! Matching a profile with 10,000 measures, in memory.

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::{Date, date};
use polidex_corpus::{
    model::{
        Amount, AmountRole, ApplicantKind, Checks, CommonCap, CommonTerms, Condition, Counted, Currency,
        Dates, Days, Edition, Figure, Kind, Lang, Level, Measure, MeasureKind, Origin, Per, Policy, PolicyId,
        Range, Rate, RateRole, Requirement, Sourced, Span, Standing, Test,
    },
    region::Region,
};
use polidex_search::matching::{Catalogue, CataloguedPolicy, PartText, Profile, matching, profile::EXAMPLE};
use std::hint::black_box;

const MEASURES: usize = 10_000;
/// Measures of one document.
const EACH: usize = 10;
/// A day on which the certificate of the example is new.
const DAY: Date = date(2025, 3, 1);
const SENTENCE: &str =
    "对年营业收入不低于2000万元、新认定的高新技术企业，按照项目投资额30%的比例给予补助，最高500万元。\n";

fn span(words: &str) -> Span {
    let at = SENTENCE.find(words).expect("words of the sentence");
    let start = SENTENCE[..at].chars().count();
    Span::new(start, start + words.chars().count())
}

fn measure(at: usize) -> Measure {
    let offset = SENTENCE.chars().count() * at;
    let place = |words: &str| {
        let inside = span(words);
        Span::new(inside.start + offset, inside.end + offset)
    };
    let asks = |words: &str, test: Test| Requirement { span: place(words), negated: false, test };
    let amount = Amount {
        value: 5_000_000,
        currency: Currency::Cny,
        role: AmountRole::Cap,
        ceiling: true,
        per: Per { counted: Some(Counted::Enterprise), period: None },
        cumulative: false,
        span: place("500万元"),
    };
    let certificate = Test::Certificate {
        any_of: vec!["high_tech".to_owned()],
        levels: Vec::new(),
        grades: Vec::new(),
        new: true,
        days: Days::default(),
    };
    let revenue = Test::Figure {
        figure: Figure::Revenue,
        range: Range::at_least(20_000_000.0),
        years: 1,
        first: at.is_multiple_of(3),
    };
    Measure {
        kind: MeasureKind::Subsidy,
        cue: place("补助"),
        beneficiary: Some(place("企业")),
        amounts: vec![amount],
        rates: vec![Rate {
            value: 0.3,
            role: RateRole::Exact,
            base: Some(place("项目投资额")),
            points: false,
            span: place("30%"),
        }],
        conditions: vec![Condition::new(place("年营业收入不低于2000万元")), Condition::new(place("新认定"))],
        ladder: Vec::new(),
        duration: None,
        one_off: None,
        automatic: None,
        discretionary: None,
        stacking: Vec::new(),
        window: None,
        authority: None,
        materials: Vec::new(),
        matching_base: None,
        checks: Checks {
            requirements: vec![
                asks("企业", Test::Applicant { any_of: vec![ApplicantKind::Enterprise] }),
                asks("年营业收入不低于2000万元", revenue),
                asks("新认定", certificate),
                asks("对", Test::Standing { standing: Standing::TaxesPaid }),
            ],
            open: if at.is_multiple_of(4) { vec![place("给予")] } else { Vec::new() },
            bases: vec![Some(Figure::ProjectInvestment)],
            steps: Vec::new(),
        },
        sentence: Span::new(offset, offset + SENTENCE.trim_end().chars().count()),
    }
}

fn catalogue() -> Catalogue {
    let regions = ["重庆市", "重庆市渝北区", "四川省", "成都市", "中国"];
    let policies = (0..MEASURES / EACH).map(|number| {
        let region = regions[number % regions.len()];
        let measures: Vec<Measure> = (0..EACH).map(measure).collect();
        let text = SENTENCE.repeat(EACH);
        let cap =
            CommonCap { amount: measures[0].amounts[0].clone(), binds: None, sentence: measures[0].sentence };
        let common = CommonTerms { caps: vec![cap], ..CommonTerms::default() };
        let clauses = measures
            .iter()
            .enumerate()
            .filter_map(|(at, measure)| Some((measure.sentence, format!("a{}", at + 1).parse().ok()?)))
            .collect();
        let policy = Policy {
            id: PolicyId(format!("policy-{number}")),
            external_id: vec![format!("{number}.md")],
            title: format!("示例办法之{number}"),
            title_translated: None,
            doc_number: None,
            issuer: vec![region.to_owned()],
            level: Some(Level::Municipal),
            region: Region::parse(region).map(|region| region.code),
            kind: Kind::Rule,
            lang: Lang::ZhHans,
            url: Some("https://www.example.cn/a.html".to_owned()),
            family: None,
            translation_of: None,
            illustrative: true,
            catalogue: false,
            corrections: Vec::new(),
            gone_since: None,
            edition: Edition {
                key: "2024-07-01".to_owned(),
                dates: Dates {
                    effective: Some(Sourced::new(date(2024, 7, 1), Origin::FileName)),
                    ..Dates::default()
                },
                superseded: false,
            },
        };
        CataloguedPolicy::new(policy, vec![PartText::new(text, clauses, measures, common)])
    });
    Catalogue::of(policies.collect())
}

fn bench(criterion: &mut Criterion) {
    let catalogue = catalogue();
    let profile = Profile::parse(EXAMPLE).expect("the example is a valid profile");
    assert_eq!(catalogue.len(), MEASURES);
    // The company must fit many, so that sums, stacks, caps and questions are worked out and not passed over.
    let report = matching(&catalogue, &profile, DAY);
    let totals = report.totals;
    assert!(
        totals.eligible >= MEASURES / 10 && totals.needs_information >= MEASURES / 10,
        "{totals:?} {:?}",
        report.questions
    );
    criterion.bench_function("match one profile with 10,000 measures", |bencher| {
        bencher.iter(|| black_box(matching(&catalogue, &profile, DAY)));
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
