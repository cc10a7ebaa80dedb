use super::*;
use jiff::civil::{Date, date};
use polidex_corpus::{
    locale::Locale,
    model::{
        Amount, AmountRole, ApplicantKind, Checks, ClausePath, CommonCap, CommonTerms, Condition, Counted,
        Currency, Dates, Edition, Figure, Kind, Lang, Level, Measure, MeasureKind, Origin, Per, Policy,
        PolicyId, Range, Rate, RateRole, Requirement, Rung, Sourced, Span, Stacking, StackingRule, Standing,
        Test,
    },
};
use proptest::prelude::*;

const DAY: Date = date(2026, 3, 1);

/// A text that measures are made of by naming their words.
struct Text(&'static str);

impl Text {
    fn span(&self, words: &str) -> Span {
        let at = self.0.find(words).unwrap_or_else(|| panic!("{words} is not in the text"));
        let start = self.0[..at].chars().count();
        Span::new(start, start + words.chars().count())
    }

    fn whole(&self) -> Span {
        Span::new(0, self.0.chars().count())
    }

    fn amount(&self, words: &str, value: i64, role: AmountRole, counted: Option<Counted>) -> Amount {
        Amount {
            value,
            currency: Currency::Cny,
            role,
            ceiling: role == AmountRole::Cap,
            per: Per { counted, period: None },
            cumulative: false,
            span: self.span(words),
        }
    }

    fn asks(&self, words: &str, test: Test) -> Requirement {
        Requirement { span: self.span(words), negated: false, test }
    }

    fn measure(&self, kind: MeasureKind) -> Measure {
        Measure {
            kind,
            cue: self.whole(),
            beneficiary: Some(self.span("企业")),
            amounts: Vec::new(),
            rates: Vec::new(),
            conditions: Vec::new(),
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
                    self.asks("企业", Test::Applicant { any_of: vec![ApplicantKind::Enterprise] }),
                ],
                ..Checks::default()
            },
            sentence: self.whole(),
        }
    }

    fn part(&self, measures: Vec<Measure>) -> PartText {
        let clauses = vec![(self.whole(), "a5".parse::<ClausePath>().unwrap())];
        PartText::new(self.0.to_owned(), clauses, measures, CommonTerms::default())
    }
}

fn policy(id: &str, region: &str, part: PartText) -> CataloguedPolicy {
    let on = |date| Some(Sourced::new(date, Origin::FileName));
    CataloguedPolicy::new(
        Policy {
            id: PolicyId(id.to_owned()),
            external_id: vec![id.to_owned()],
            title: format!("{id} 示例办法"),
            title_translated: None,
            doc_number: None,
            issuer: vec![region.to_owned()],
            level: Some(Level::Municipal),
            region: polidex_corpus::region::Region::parse(region).map(|region| region.code),
            kind: Kind::Rule,
            lang: Lang::ZhHans,
            url: None,
            family: None,
            translation_of: None,
            illustrative: true,
            catalogue: false,
            corrections: Vec::new(),
            gone_since: None,
            edition: Edition {
                key: "2024-07-01".to_owned(),
                dates: Dates {
                    effective: on(date(2024, 7, 1)),
                    expires: on(date(2027, 6, 30)),
                    ..Dates::default()
                },
                superseded: false,
            },
        },
        vec![part],
    )
}

fn profile(text: &str) -> Profile {
    Profile::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn only(entry: CataloguedPolicy, company: &str) -> Match {
    let report = matching(&Catalogue::of(vec![entry]), &profile(company), DAY);
    report.matches.into_iter().next().expect("one measure")
}

const FIRST: Text = Text("对首次升规入统的企业，给予一次性奖励15万元。");

fn first_time() -> Measure {
    let mut measure = FIRST.measure(MeasureKind::Reward);
    let test = Test::Event {
        any_of: vec!["above_designated_first".to_owned()],
        days: polidex_corpus::model::Days::default(),
    };
    measure.conditions = vec![Condition::new(FIRST.span("首次升规入统"))];
    measure.checks.requirements.push(FIRST.asks("首次升规入统", test));
    measure.amounts = vec![FIRST.amount("15万元", 150_000, AmountRole::Fixed, None)];
    measure
}

fn first_time_policy(region: &str) -> CataloguedPolicy {
    policy("city", region, FIRST.part(vec![first_time()]))
}

const HAPPENED: &str = "[[events]]\nname = \"首次升规\"\ndate = 2025-02-01\n";

#[test]
fn a_measure_whose_conditions_are_met_is_eligible_with_its_amount_and_quotes() {
    let company = format!("region = \"璟澜市栖梧区\"\n{HAPPENED}");
    let found = only(first_time_policy("璟澜市"), &company);
    assert_eq!(found.verdict, Verdict::Eligible, "{:?}", found.conditions);
    assert_eq!(found.amount.sum, Some(Sum::exactly(150_000.0)));
    let quotes: Vec<&str> = found.conditions.iter().map(|checked| checked.quote.text.as_str()).collect();
    assert_eq!(quotes, ["璟澜市", "企业", "首次升规入统"]);
    assert_eq!(found.conditions[2].quote.reference, "city#a5");
}

#[test]
fn the_hierarchy_of_places_decides_whom_a_document_is_for() {
    for (region, company, verdict) in [
        ("璟澜市", "璟澜市栖梧区", Verdict::Eligible),
        ("中国", "璟澜市栖梧区", Verdict::Eligible),
        ("璟澜市栖梧区", "璟澜市映潮区", Verdict::NotEligible),
        ("璟澜市栖梧区", "璟澜市", Verdict::NeedsInformation),
        ("重庆市", "璟澜市", Verdict::NotEligible),
    ] {
        let found = only(first_time_policy(region), &format!("region = \"{company}\"\n{HAPPENED}"));
        assert_eq!(found.verdict, verdict, "{region} {company}");
    }
}

#[test]
fn what_is_unknown_is_asked_and_what_failed_says_what_is_missing() {
    let entry = first_time_policy("璟澜市");
    let catalogue = Catalogue::of(vec![entry]);
    let report = matching(&catalogue, &profile("region = \"璟澜市\""), DAY);
    assert_eq!(report.matches[0].verdict, Verdict::NeedsInformation);
    assert_eq!(report.questions[0].key, "event:above_designated_first");
    assert_eq!((report.questions[0].measures, report.questions[0].decides), (1, 1));
    let changes = report.questions[0].fact.answer("是").unwrap();
    let mut raw = Profile::raw("region = \"璟澜市\"").unwrap();
    for change in &changes {
        profile::apply(&mut raw, change);
    }
    // That it happened does not say when: the measure has begun in 2024.
    let report = matching(&catalogue, &Profile::from_value(&raw).unwrap(), DAY);
    assert_eq!(report.questions[0].key, "event_date:above_designated_first");
    let found = only(first_time_policy("璟澜市"), "region = \"璟澜市\"\nwithout = [\"首次升规\"]");
    assert_eq!(found.verdict, Verdict::NotEligible);
    assert!(matches!(found.conditions[2].gap, Some(Gap::Event { .. })));
}

#[test]
fn what_happened_before_the_document_is_not_new_and_terms_are_kept() {
    let before = "region = \"璟澜市\"\n[[events]]\nname = \"首次升规\"\ndate = 2023-02-01\n";
    assert_eq!(only(first_time_policy("璟澜市"), before).verdict, Verdict::NotEligible);
    let company = profile(&format!("region = \"璟澜市\"\n{HAPPENED}"));
    let catalogue = Catalogue::of(vec![first_time_policy("璟澜市")]);
    for (day, verdict) in [(date(2024, 1, 1), Verdict::NotYetOpen), (date(2028, 1, 1), Verdict::Expired)] {
        assert_eq!(matching(&catalogue, &company, day).matches[0].verdict, verdict);
    }
}

#[test]
fn an_open_condition_keeps_a_measure_from_being_eligible_until_it_is_answered() {
    let mut measure = first_time();
    measure.checks.requirements.pop();
    measure.checks.open = vec![FIRST.span("首次升规入统")];
    let entry = policy("city", "璟澜市", FIRST.part(vec![measure]));
    assert_eq!(only(entry.clone(), "region = \"璟澜市\"").verdict, Verdict::NeedsInformation);
    let answered = "region = \"璟澜市\"\n[[answers]]\nabout = \"首次升规入统\"\nholds = true\n";
    assert_eq!(only(entry.clone(), answered).verdict, Verdict::Eligible);
    assert_eq!(only(entry, &answered.replace("true", "false")).verdict, Verdict::NotEligible);
}

#[test]
fn conditions_without_any_reading_are_open_too() {
    let mut measure = first_time();
    measure.checks = Checks::default();
    let found = only(policy("city", "璟澜市", FIRST.part(vec![measure])), "region = \"璟澜市\"");
    let open: Vec<&str> = found.conditions[1..].iter().map(|checked| checked.quote.text.as_str()).collect();
    assert_eq!(open, ["首次升规入统", "企业"]);
    assert_eq!(found.verdict, Verdict::NeedsInformation);
}

#[test]
fn declarations_that_are_missing_make_a_measure_likely() {
    let mut measure = first_time();
    measure.checks.requirements.push(FIRST.asks("对", Test::Standing { standing: Standing::TaxesPaid }));
    let company = format!("region = \"璟澜市\"\n{HAPPENED}");
    let entry = policy("city", "璟澜市", FIRST.part(vec![measure]));
    assert_eq!(only(entry.clone(), &company).verdict, Verdict::Likely);
    let declared = format!("{company}\n[standing]\ntaxes_paid = true\n");
    assert_eq!(only(entry, &declared).verdict, Verdict::Eligible);
}

const SHARE: Text = Text("对企业按照项目投资额30%的比例给予补助，单个项目最高500万元。");

fn share() -> Measure {
    let mut measure = SHARE.measure(MeasureKind::Subsidy);
    measure.rates = vec![Rate {
        value: 0.3,
        role: RateRole::Exact,
        base: Some(SHARE.span("项目投资额")),
        points: false,
        span: SHARE.span("30%"),
    }];
    measure.amounts = vec![SHARE.amount("500万元", 5_000_000, AmountRole::Cap, Some(Counted::Project))];
    measure.checks.bases = vec![Some(Figure::ProjectInvestment)];
    measure
}

#[test]
fn a_share_is_computed_of_its_base_and_never_above_the_cap() {
    let entry = policy("city", "璟澜市", SHARE.part(vec![share()]));
    for (investment, sum) in [
        ("project_investment = \"1000万元\"", Sum::exactly(3_000_000.0)),
        ("project_investment = \"1亿元\"", Sum::exactly(5_000_000.0)),
        ("", Sum::up_to(Some(5_000_000.0))),
    ] {
        let found = only(entry.clone(), &format!("region = \"璟澜市\"\n{investment}"));
        assert_eq!(found.amount.sum, Some(sum), "{investment}");
    }
    let found = only(entry, "region = \"璟澜市\"\nproject_investment = \"1000万元\"");
    let words = |span: Span| SHARE.0.chars().skip(span.start).take(span.len()).collect::<String>();
    let steps: Vec<String> = found
        .amount
        .trace
        .iter()
        .map(|step| describe_step(step, Currency::Cny, &words, Locale::En))
        .collect();
    assert_eq!(
        steps,
        [
            "30% “30%” × “项目投资额” 10,000,000 yuan = 3,000,000 yuan",
            "cap 5,000,000 yuan per project “500万元”"
        ]
    );
}

const LADDER: Text =
    Text("对年度软件业务收入首次达到3000万元、1亿元的企业，分别给予20万元、60万元奖励，晋级补差。");

fn ladder() -> Measure {
    let mut measure = LADDER.measure(MeasureKind::Reward);
    let step = |min: f64| Test::Figure {
        figure: Figure::SoftwareRevenue,
        range: Range::at_least(min),
        years: 1,
        first: true,
    };
    measure.amounts = vec![
        LADDER.amount("20万元", 200_000, AmountRole::Tier, None),
        LADDER.amount("60万元", 600_000, AmountRole::Tier, None),
    ];
    measure.ladder = vec![
        Rung { threshold: LADDER.span("3000万元"), given: 0 },
        Rung { threshold: LADDER.span("1亿元"), given: 1 },
    ];
    measure.checks.steps = vec![Some(step(3e7)), Some(step(1e8))];
    measure.stacking =
        vec![StackingRule { rule: Stacking::DifferenceOnly, span: LADDER.span("晋级补差") }];
    measure
}

#[test]
fn a_ladder_pays_the_step_that_is_reached_and_only_the_difference_to_a_lower_one() {
    let entry = policy("city", "璟澜市", LADDER.part(vec![ladder()]));
    let company =
        |years: &str| format!("region = \"璟澜市\"\nfounded = 2024-01-01\n[software_revenue]\n{years}");
    let sum = |years: &str| only(entry.clone(), &company(years)).amount.sum.unwrap();
    assert_eq!(sum("2024 = 1e7\n2025 = 4e7"), Sum::exactly(200_000.0));
    assert_eq!(sum("2024 = 1e7\n2025 = 2e8"), Sum::exactly(600_000.0));
    // The lower step was reached in 2024, so its 200,000 may have been paid.
    assert_eq!(sum("2024 = 4e7\n2025 = 2e8"), Sum { min: 400_000.0, max: Some(600_000.0) });
    let below = only(entry.clone(), &company("2024 = 1e6\n2025 = 2e7"));
    assert_eq!(below.verdict, Verdict::NotEligible);
    let gap = below.conditions.iter().find_map(|checked| checked.gap.clone());
    let needed = Gap::Figure { figure: Figure::SoftwareRevenue, needed: 3e7, missing: 1e7 };
    assert_eq!(gap, Some(needed));
    // A year that is not known may have reached it before.
    let unknown = only(entry, "region = \"璟澜市\"\nfounded = 2020-01-01\n[software_revenue]\n2025 = 4e7");
    assert_eq!(unknown.amount.sum.map(|sum| sum.min), Some(0.0));
    assert_ne!(unknown.verdict, Verdict::Eligible);
}

#[test]
fn of_measures_for_one_matter_the_higher_counts_where_a_rule_says_so() {
    let mut lower = first_time();
    lower.amounts[0].value = 50_000;
    let rule = || StackingRule { rule: Stacking::HighestOnly, span: FIRST.span("奖励") };
    let mut part = FIRST.part(vec![lower]);
    part.common.stacking = vec![rule()];
    let district = policy("district", "璟澜市栖梧区", part);
    let company = profile(&format!("region = \"璟澜市栖梧区\"\n{HAPPENED}"));
    let report = matching(&Catalogue::of(vec![first_time_policy("璟澜市"), district]), &company, DAY);
    assert_eq!(report.totals.eligible, 2);
    assert_eq!(report.totals.eligible_sum, Sum::exactly(150_000.0));
    let counted: Vec<bool> = report.stacks[0].measures.iter().map(|one| one.counts).collect();
    assert_eq!(counted, [true, false]);
    assert_eq!(report.stacks[0].rule.as_ref().map(|rule| rule.text.as_str()), Some("奖励"));
}

/// A cap of so much on what one company gets, of the whole document.
fn common_cap(value: i64) -> CommonCap {
    let amount = FIRST.amount("15万元", value, AmountRole::Cap, Some(Counted::Enterprise));
    CommonCap { amount, binds: None, sentence: FIRST.whole() }
}

#[test]
fn a_cap_of_the_document_bounds_each_measure_and_all_together() {
    let of = |cap: CommonCap| {
        let mut part = FIRST.part(vec![first_time(), first_time()]);
        part.common.caps = vec![cap];
        let catalogue = Catalogue::of(vec![policy("city", "璟澜市", part)]);
        matching(&catalogue, &profile(&format!("region = \"璟澜市\"\n{HAPPENED}")), DAY)
    };
    let report = of(common_cap(200_000));
    assert_eq!(report.totals.eligible_sum, Sum::exactly(200_000.0));
    assert_eq!((report.limits[0].measures, report.limits[0].before), (2, Sum::exactly(300_000.0)));
    let tight = of(common_cap(100_000));
    assert_eq!(tight.matches[0].amount.sum, Some(Sum::exactly(100_000.0)));
    assert_eq!(tight.totals.eligible_sum, Sum::exactly(100_000.0));
    // What binds another part of the text binds nothing here.
    let elsewhere = of(CommonCap { binds: Some(Span::new(90, 99)), ..common_cap(100_000) });
    assert_eq!(elsewhere.totals.eligible_sum, Sum::exactly(300_000.0));
    assert!(elsewhere.limits.is_empty() && of(common_cap(900_000)).limits.is_empty());
}

#[test]
fn the_question_that_decides_something_comes_first() {
    // Two unknowns and much money, against one unknown and little.
    let mut rich = first_time();
    rich.amounts[0].value = 9_000_000;
    rich.checks.requirements.push(FIRST.asks(
        "奖励",
        Test::Figure { figure: Figure::Headcount, range: Range::at_least(5.0), years: 1, first: false },
    ));
    let mut poor = FIRST.measure(MeasureKind::Reward);
    poor.amounts = vec![FIRST.amount("15万元", 20_000, AmountRole::Fixed, None)];
    poor.checks.requirements.push(FIRST.asks("给予", Test::Sector { any_of: vec!["software".to_owned()] }));
    let catalogue = Catalogue::of(vec![policy("city", "璟澜市", FIRST.part(vec![rich, poor]))]);
    let report = matching(&catalogue, &profile("region = \"璟澜市\""), DAY);
    let decides: Vec<usize> = report.questions.iter().map(|question| question.decides).collect();
    assert_eq!(decides.first(), Some(&1), "{:?}", report.questions);
    assert!(decides.is_sorted_by(|a, b| *a > 0 || *b == 0), "{decides:?}");
}

const MATCHED: Text = Text("对获得市级首次升规入统奖励的企业，按照市级奖励金额的10%给予配套，最高1万元。");

#[test]
fn a_matching_payment_is_a_share_of_what_the_city_gives() {
    let mut measure = MATCHED.measure(MeasureKind::Matching);
    measure.conditions = vec![Condition::new(MATCHED.span("获得市级首次升规入统奖励"))];
    measure.checks.open = vec![MATCHED.span("获得市级首次升规入统奖励")];
    measure.matching_base = Some(MATCHED.span("市级奖励金额"));
    measure.rates = vec![Rate {
        value: 0.1,
        role: RateRole::Exact,
        base: Some(MATCHED.span("市级奖励金额")),
        points: false,
        span: MATCHED.span("10%"),
    }];
    measure.amounts = vec![MATCHED.amount("1万元", 10_000, AmountRole::Cap, None)];
    let district = policy("district", "璟澜市栖梧区", MATCHED.part(vec![measure]));
    let company = profile(&format!("region = \"璟澜市栖梧区\"\n{HAPPENED}"));
    let report = matching(&Catalogue::of(vec![first_time_policy("璟澜市"), district]), &company, DAY);
    let found = report.matches.iter().find(|found| found.kind == MeasureKind::Matching).unwrap();
    // 10 % of 150,000 is 15,000, and the cap is 10,000.
    assert_eq!(found.amount.sum, Some(Sum::exactly(10_000.0)));
    assert!(
        found
            .amount
            .trace
            .iter()
            .any(|step| matches!(step, TraceStep::Matched { reference, .. } if reference == "city#a5"))
    );
    assert_ne!(found.verdict, Verdict::Eligible, "nobody has said that the payment was received");
}

#[test]
fn suppositions_change_the_profile_and_say_what_becomes_reachable() {
    let text = "region = \"璟澜市\"\nfounded = 2025-01-01\n[software_revenue]\n2025 = 26_000_000\n";
    let raw = Profile::raw(text).unwrap();
    let catalogue = Catalogue::of(vec![policy("city", "璟澜市", LADDER.part(vec![ladder()]))]);
    let before = matching(&catalogue, &profile(text), DAY);
    assert_eq!(before.matches[0].verdict, Verdict::NotEligible);
    let supposed = [Supposition::parse("software revenue +20%").unwrap()];
    let (after, effects) = what_if(&catalogue, &raw, &before, &supposed, DAY).unwrap();
    assert_eq!(after.matches[0].amount.sum, Some(Sum::exactly(200_000.0)));
    assert_eq!((effects[0].before, effects[0].after), (Verdict::NotEligible, after.matches[0].verdict));
    for (text, supposition) in [
        ("营收 +20%", Supposition::ByShare(Figure::Revenue, 0.2)),
        ("headcount = 120", Supposition::Is(Figure::Headcount, 120.0)),
        ("revenue -5,000,000", Supposition::By(Figure::Revenue, -5_000_000.0)),
        ("certified 高新技术企业", Supposition::Certified("high_tech".to_owned())),
        ("认定 高企", Supposition::Certified("high_tech".to_owned())),
        ("事项：首次升规", Supposition::Happened("above_designated_first".to_owned())),
        ("registered 渝北区", Supposition::Registered("渝北区".to_owned())),
    ] {
        assert_eq!(Supposition::parse(text), Ok(supposition), "{text}");
    }
    for text in
        ["", "revenue", "certified nothing known", "mood +20%", "revenue +lots", "注册 亚特兰蒂斯", "é+1"]
    {
        assert!(Supposition::parse(text).is_err(), "{text}");
    }
    let impossible = [Supposition::parse("software_revenue -900%").unwrap()];
    assert!(what_if(&catalogue, &raw, &before, &impossible, DAY).is_err());
}

/// Any measure over a text: amounts of any role and scope, a share, requirements and open conditions.
fn any_measure() -> impl Strategy<Value = Measure> {
    let roles = prop_oneof![
        Just(AmountRole::Cap),
        Just(AmountRole::Fixed),
        Just(AmountRole::Tier),
        Just(AmountRole::Floor),
        Just(AmountRole::PerUnit)
    ];
    let counted = proptest::option::of(prop_oneof![
        Just(Counted::Enterprise),
        Just(Counted::Project),
        Just(Counted::Person),
        Just(Counted::Unit)
    ]);
    let amounts = proptest::collection::vec((roles, counted, 1_i64..9_000_000, any::<bool>()), 0..5);
    let share = proptest::option::of((0.01_f64..1.5, 0_usize..3, any::<bool>()));
    let tests = proptest::collection::vec(any_test(), 0..4);
    (amounts, share, tests, 0_usize..2, any::<bool>()).prop_map(
        |(amounts, share, tests, open, discretionary)| {
            let mut measure = SHARE.measure(MeasureKind::Subsidy);
            measure.amounts = amounts
                .into_iter()
                .map(|(role, counted, value, ceiling)| Amount {
                    ceiling,
                    ..SHARE.amount("500万元", value, role, counted)
                })
                .collect();
            if let Some((value, role, known)) = share {
                let role = [RateRole::Exact, RateRole::Ceiling, RateRole::Floor][role];
                let base = Some(SHARE.span("项目投资额"));
                measure.rates = vec![Rate { value, role, base, points: false, span: SHARE.span("30%") }];
                measure.checks.bases = vec![known.then_some(Figure::ProjectInvestment)];
            }
            measure.checks.requirements.extend(tests.into_iter().map(|test| SHARE.asks("补助", test)));
            measure.checks.open = vec![SHARE.span("单个项目"); open];
            measure.discretionary = discretionary.then(|| SHARE.span("给予"));
            measure
        },
    )
}

fn any_test() -> impl Strategy<Value = Test> {
    prop_oneof![
        Just(Test::Procedure),
        Just(Test::Standing { standing: Standing::TaxesPaid }),
        Just(Test::Sector { any_of: vec!["software".to_owned()] }),
        Just(Test::Sector { any_of: vec!["big_data".to_owned()] }),
        (0.0_f64..200.0).prop_map(|min| Test::Figure {
            figure: Figure::Headcount,
            range: Range::at_least(min),
            years: 1,
            first: false
        }),
        Just(Test::Certificate {
            any_of: vec!["high_tech".to_owned()],
            levels: Vec::new(),
            grades: Vec::new(),
            new: true,
            days: polidex_corpus::model::Days::default()
        }),
    ]
}

fn any_profile() -> impl Strategy<Value = String> {
    let parts = [
        "sectors = [\"software\"]",
        "headcount = 100",
        "project_investment = 30000000",
        "standing = { taxes_paid = true }",
        "certificates = [{ name = \"high_tech\", date = 2025-06-01 }]",
        "region = \"璟澜市\"",
        "answers = [{ about = \"单个项目\", holds = true }]",
    ];
    proptest::collection::vec(any::<bool>(), parts.len()).prop_map(move |chosen| {
        let lines = parts.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(line, _)| *line);
        lines.collect::<Vec<_>>().join("\n")
    })
}

proptest! {
    #[test]
    fn nothing_is_eligible_while_a_condition_is_unknown(measure in any_measure(), company in any_profile()) {
        let found = only(policy("city", "璟澜市", SHARE.part(vec![measure])), &company);
        let unknown = found.conditions.iter().filter(|checked| checked.outcome == Truth::Unknown).count();
        let failed = found.conditions.iter().filter(|checked| checked.outcome == Truth::Failed).count();
        if found.verdict == Verdict::Eligible {
            prop_assert_eq!((unknown, failed), (0, 0));
        }
        prop_assert_eq!(found.verdict == Verdict::NotEligible, failed > 0);
    }

    #[test]
    fn no_amount_is_above_a_cap_that_binds_it(
        measure in any_measure(), company in any_profile(), common in proptest::option::of(1_i64..9_000_000)
    ) {
        let amounts = measure.amounts.clone();
        let mut part = SHARE.part(vec![measure]);
        part.common.caps = common.map(common_cap).into_iter().collect();
        let found = only(policy("city", "璟澜市", part), &company);
        let Some(sum) = found.amount.sum else { return Ok(()) };
        if let Some(cap) = common.filter(|_| !found.amount.each) {
            prop_assert!(sum.max.is_some_and(|max| max <= cap as f64), "{:?} {}", sum, cap);
        }
        prop_assert!(sum.max.is_none_or(|max| sum.min <= max), "{:?}", sum);
        for cap in amounts.iter().filter(|amount| amount.role == AmountRole::Cap) {
            let one_person = cap.per.counted == Some(Counted::Person);
            let binds = if found.amount.each { !one_person || found.amount.per.counted == cap.per.counted } else { !one_person };
            if binds {
                prop_assert!(sum.max.is_some_and(|max| max <= cap.value as f64), "{:?} {:?}", sum, cap);
            }
        }
    }

    #[test]
    fn answers_never_break_a_profile(company in any_profile(), answer in "(是|否|yes|no|100|12%|2600万元|2025-01-01|渝北区|small|private|\\PC){1,3}") {
        let entry = policy("city", "璟澜市", SHARE.part(vec![share()]));
        let report = matching(&Catalogue::of(vec![entry]), &profile(&company), DAY);
        for question in report.questions {
            if let Ok(changes) = question.fact.answer(&answer) {
                let mut raw = Profile::raw(&company).unwrap();
                for change in &changes {
        profile::apply(&mut raw, change);
    }
                let _ = Profile::from_value(&raw);
                let written = profile::write_toml(&company, &changes).unwrap();
                prop_assert_eq!(Profile::raw(&written).is_ok(), true, "{}", written);
            }
        }
    }
}
