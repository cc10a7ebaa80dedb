use super::*;
use polidex_corpus::model::{
    ApplicantKind, Figure, Level, Ownership, PlaceName, PlaceRole, Range, SizeClass, Standing,
};
use proptest::prelude::*;

/// What is read of a beneficiary and of conditions, each a whole text of its own.
fn read(who: &str, conditions: &[&str]) -> (Vec<Test>, Vec<String>) {
    let text = format!("{who}。{}", conditions.join("。"));
    let index = CharIndex::new(&text);
    let mut at = 0;
    let mut span = |words: &str| {
        let span = Span::new(at, at + words.chars().count());
        at = span.end + 1;
        span
    };
    let beneficiary = Some(span(who)).filter(|span| !span.is_empty());
    let conditions: Vec<Condition> = conditions.iter().map(|words| Condition::new(span(words))).collect();
    let checks = Reader { index: &index, defined: &[] }.conditions(beneficiary, &conditions);
    let open = checks.open.iter().map(|span| index.slice(*span).to_owned()).collect();
    (checks.requirements.into_iter().map(|requirement| requirement.test).collect(), open)
}

/// What one condition asks, when all of it is understood.
fn all(condition: &str) -> Vec<Test> {
    let (tests, open) = read("", &[condition]);
    assert_eq!(open, Vec::<String>::new(), "{condition}: {tests:?}");
    tests
}

fn figure(figure: Figure, range: Range) -> Test {
    Test::Figure { figure, range, years: 1, first: false }
}

#[test]
fn places_of_registration_and_of_taxes_are_told_apart() {
    let own = |role, level| Test::Place { role, place: PlaceName::Own(Some(level)) };
    assert_eq!(all("在本市登记注册"), [own(PlaceRole::Registered, Level::Municipal)]);
    assert_eq!(all("注册地在我区"), [own(PlaceRole::Registered, Level::District)]);
    assert_eq!(all("在本省纳税"), [own(PlaceRole::Tax, Level::Provincial)]);
    assert_eq!(all("registered in the City"), [own(PlaceRole::Registered, Level::Municipal)]);
    assert_eq!(all("税务关系在本区"), [own(PlaceRole::Tax, Level::District)]);
    let named = PlaceName::Named("渝中区".to_owned());
    assert_eq!(all("在渝中区登记注册"), [Test::Place { role: PlaceRole::Registered, place: named }]);
}

#[test]
fn figures_have_their_bounds() {
    let million = 1_000_000.0;
    for (condition, test) in [
        ("上年度营业收入不低于2000万元", figure(Figure::Revenue, Range::at_least(20.0 * million))),
        ("年销售收入不超过2000万元", figure(Figure::Revenue, Range::at_most(20.0 * million))),
        (
            "软件业务收入超过１亿元",
            figure(Figure::SoftwareRevenue, Range { above: true, ..Range::at_least(100.0 * million) }),
        ),
        ("在职职工30人（含）以下", figure(Figure::Headcount, Range::at_most(30.0))),
        ("研发投入占营业收入的比重不低于8%", figure(Figure::RdRatio, Range::at_least(0.08))),
        ("营业收入增长20%以上", figure(Figure::RevenueGrowth, Range::at_least(0.2))),
        ("总投资1.5亿元以上", figure(Figure::ProjectInvestment, Range::at_least(150.0 * million))),
        ("成立不满三年", figure(Figure::Age, Range { below: true, ..Range::at_most(3.0) })),
        ("注册满1年", figure(Figure::Age, Range::at_least(1.0))),
        ("实缴注册资本5000万元以上", figure(Figure::RegisteredCapital, Range::at_least(50.0 * million))),
        (
            "established less than three years ago",
            figure(Figure::Age, Range { below: true, ..Range::at_most(3.0) }),
        ),
    ] {
        assert_eq!(all(condition), [test], "{condition}");
    }
    let between = Range { max: Some(5e9), ..Range::at_least(1e9) };
    assert_eq!(all("上一年度营业收入 10 亿元到 50 亿元之间"), [figure(Figure::Revenue, between)]);
    let ladder = Test::Figure {
        figure: Figure::SoftwareRevenue,
        range: Range::at_least(30.0 * million),
        years: 1,
        first: true,
    };
    assert_eq!(all("年度软件业务收入首次达到3000万元、1亿元、5亿元、10亿元"), [ladder]);
    let years =
        Test::Figure { figure: Figure::RdRatio, range: Range::at_least(0.08), years: 2, first: false };
    assert_eq!(all("研发投入占营业收入的比重连续两年不低于8%"), [years]);
}

#[test]
fn certificates_have_level_grade_and_novelty() {
    let certificate = |id: &str, levels: &[Level], grades: &[u8], new| Test::Certificate {
        any_of: vec![id.to_owned()],
        levels: levels.to_vec(),
        grades: grades.to_vec(),
        new,
        days: polidex_corpus::model::Days::default(),
    };
    assert_eq!(all("新认定为高新技术企业"), [certificate("high_tech", &[], &[], true)]);
    assert_eq!(
        all("首次通过软件能力成熟度三级、四级、五级评估"),
        [certificate("cmmi", &[], &[3, 4, 5], true)]
    );
    let (tests, open) = read("省级瞪羚企业", &["新认定"]);
    assert_eq!(open, [""; 0]);
    assert!(tests.contains(&certificate("gazelle", &[Level::Provincial], &[], true)), "{tests:?}");
    assert_eq!(all("通过CMMI3级及以上认证"), [certificate("cmmi", &[], &[3, 4, 5], false)]);
}

#[test]
fn who_applies_is_the_head_of_the_name() {
    let who = |name: &str| read(name, &[]).0;
    let applicant = |kind| Test::Applicant { any_of: vec![kind] };
    assert_eq!(who("企业"), [applicant(ApplicantKind::Enterprise)]);
    assert_eq!(who("企业职工").last(), Some(&applicant(ApplicantKind::Person)));
    assert_eq!(
        who("中小微企业"),
        [Test::Size { any_of: vec![SizeClass::Micro, SizeClass::Small, SizeClass::Medium] }]
    );
    let both = Test::Applicant { any_of: vec![ApplicantKind::Enterprise, ApplicantKind::PublicInstitution] };
    assert_eq!(who("企业、高校"), [both]);
    assert!(who("外商投资企业").contains(&Test::Ownership { any_of: vec![Ownership::ForeignInvested] }));
    let software = Test::Sector { any_of: vec!["software".to_owned()] };
    assert!(who("软件企业").contains(&software), "{:?}", who("软件企业"));
}

#[test]
fn conduct_is_read_and_exclusions_are_turned_round() {
    let standing = |standing| Test::Standing { standing };
    assert_eq!(all("依法纳税"), [standing(Standing::TaxesPaid)]);
    assert_eq!(all("诚信经营"), [standing(Standing::GoodFaith)]);
    assert_eq!(all("近三年未发生重大安全生产事故"), [standing(Standing::NoAccidents)]);
    assert_eq!(all("未被列入严重失信主体名单"), [standing(Standing::NotUntrustworthy)]);
    assert_eq!(all("具有独立法人资格"), [standing(Standing::LegalPerson)]);
    let words = "不含机关事业单位";
    let index = CharIndex::new(words);
    let condition = [Condition::new(Span::new(0, words.chars().count()))];
    let checks = Reader { index: &index, defined: &[] }.conditions(None, &condition);
    assert!(checks.requirements[0].negated, "{checks:?}");
}

#[test]
fn what_is_not_understood_stays_open_with_its_words() {
    for condition in [
        "投资于年销售收入不超过2000万元的人工智能领域初创期科技型中小企业",
        "与制造业企业深度合作",
        "稳价保供作出突出贡献",
        "全省综合评价排名前10位",
        "除六大高耗能行业外",
        "employs at least two certified divers",
    ] {
        let (tests, open) = read("", &[condition]);
        assert_eq!((tests, open.as_slice()), (Vec::new(), &[condition.to_owned()][..]), "{condition}");
    }
    let (tests, open) = read("", &["在本市登记注册且主导产品填补国内空白"]);
    assert!(tests.is_empty() && open.len() == 1, "{tests:?} {open:?}");
}

#[test]
fn a_defined_term_is_settled_by_the_scope_clause() {
    let text = "本办法适用于在本市登记注册、并以软件开发或者集成电路设计为主营业务的企业（以下简称软件企业）。\n对首次升规入统的软件企业，给予一次性奖励15万元。";
    let read = crate::understand::understand(text);
    let [scope] = read.common.scope.as_slice() else { panic!("{:?}", read.common) };
    let sectors = Test::Sector { any_of: vec!["software".to_owned(), "ic_design".to_owned()] };
    let tests: Vec<&Test> = scope.checks.requirements.iter().map(|requirement| &requirement.test).collect();
    assert!(tests.contains(&&sectors), "{tests:?}");
    let [measure] = read.measures.as_slice() else { panic!("{:?}", read.measures) };
    let asked = measure.checks.requirements.iter().filter(|one| matches!(one.test, Test::Sector { .. }));
    assert_eq!(asked.count(), 0, "{:?}", measure.checks);
}

#[test]
fn every_step_of_a_ladder_asks_its_own_threshold() {
    let text = "对年度软件业务收入首次达到3000万元、1亿元的软件企业，分别给予20万元、60万元奖励，晋级补差。";
    let read = crate::understand::understand(text);
    let steps: Vec<Option<f64>> = read.measures[0]
        .checks
        .steps
        .iter()
        .map(|step| match step {
            Some(Test::Figure { range, first: true, .. }) => range.min,
            _ => None,
        })
        .collect();
    assert_eq!(steps, [Some(30_000_000.0), Some(100_000_000.0)], "{:?}", read.measures);
}

#[test]
fn bases_of_shares_are_figures_where_nothing_narrows_them() {
    let base = |words: &str| {
        let index = CharIndex::new(words);
        super::figure::base(&Words::new(&index, Span::new(0, words.chars().count())))
    };
    assert_eq!(base("项目投资额"), Some(Figure::ProjectInvestment));
    assert_eq!(base("项目设备购置额"), Some(Figure::EquipmentInvestment));
    assert_eq!(base("平台设备购置额"), None);
    assert_eq!(base("项目研发投入"), None);
    assert_eq!(base("研发费用"), Some(Figure::RdSpend));
    assert_eq!(base("合同实际支付金额"), Some(Figure::ContractValue));
    assert_eq!(base("该产品首年销售额"), Some(Figure::ProductSales));
    assert_eq!(base("培训费用"), Some(Figure::TrainingCost));
    assert_eq!(base("其对地方经济的贡献"), None);
    assert_eq!(base("新增地方财力"), None);
}

proptest! {
    #[test]
    fn spans_lie_in_the_condition_and_nothing_is_lost(
        condition in "(在|本市|登记注册|营业收入|不低于|２000万元|高新技术企业|首次|认定|、|，|（|）|软件|企业|的|且|除|外|[a-z ]|\\PC){1,14}"
    ) {
        let index = CharIndex::new(&condition);
        let whole = Span::new(0, condition.chars().count());
        let checks = Reader { index: &index, defined: &[] }.conditions(Some(whole), &[Condition::new(whole)]);
        let spans = checks.requirements.iter().map(|requirement| requirement.span).chain(checks.open.iter().copied());
        for span in spans {
            prop_assert!(whole.contains(span), "{:?} of {}", span, condition);
        }
    }
}
