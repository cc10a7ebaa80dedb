//! What is read of sentences, each rule of the language by one of its own. All are illustrative.

use crate::understand::understand;
use polidex_corpus::model::{AmountRole, CharIndex, Measure, RateRole, Span};

/// A measure in one line: kind, who | conditions | sums | shares of their bases.
fn line(index: &CharIndex<'_>, measure: &Measure) -> String {
    let words = |span: Span| index.slice(span).to_owned();
    let sums = measure.amounts.iter().map(|amount| match amount.role {
        AmountRole::Cap => format!("≤{}", amount.value),
        AmountRole::Floor => format!("≥{}", amount.value),
        AmountRole::Tier => format!("/{}", amount.value),
        AmountRole::PerUnit => format!("×{}", amount.value),
        AmountRole::Fixed => amount.value.to_string(),
    });
    let shares = measure.rates.iter().map(|rate| {
        let sign = match rate.role {
            RateRole::Exact => "",
            RateRole::Ceiling => "≤",
            RateRole::Floor => "≥",
        };
        format!("{sign}{} {}", rate.value, rate.base.map_or_else(|| "-".to_owned(), words))
    });
    let conditions = measure.conditions.iter().map(|condition| words(condition.span));
    let joined = |parts: Vec<String>| parts.join("；");
    let who = measure.beneficiary.map_or_else(|| "-".to_owned(), words);
    format!(
        "{:?} {who}|{}|{}|{}",
        measure.kind,
        joined(conditions.collect()),
        joined(sums.collect()),
        joined(shares.collect())
    )
}

fn check(text: &str, expected: &[&str]) {
    let index = CharIndex::new(text);
    let read = understand(text);
    let lines: Vec<String> = read.measures.iter().map(|measure| line(&index, measure)).collect();
    assert_eq!(lines, expected, "{text}");
}

#[test]
fn who_is_told_is_not_who_gets() {
    check(
        "鼓励银行业机构对受灾的小微企业，在原有贷款利率水平上下浮10%以上。",
        &["Loan 小微企业|受灾||≥0.1 原有贷款利率水平"],
    );
    check(
        "市、区人民政府应当对在示范工作中做出显著成绩的单位和个人给予表彰和奖励。",
        &["Reward 单位和个人|在示范工作中做出显著成绩||"],
    );
    check("接到举报的部门应当及时处理，并为举报人保密；对举报人给予奖励。", &["Reward 举报人|||"]);
    check("各类专项资金优先支持研发强度高的申报单位。", &["Priority 申报单位|研发强度高||"]);
    check("专项资金主要用于奖励在示范工作中贡献突出的企业。", &["Reward 企业|在示范工作中贡献突出||"]);
}

#[test]
fn who_is_paid_is_told_from_who_is_spoken_of() {
    check(
        "对企业新招用的员工，按每人500元的标准给予用工单位一次性补贴。",
        &["Subsidy 用工单位|企业新招用的员工|×500|"],
    );
    check(
        "对职工培训期间的工资，按照不超过工资总额的50%补贴企业。",
        &["Subsidy 企业|职工培训期间的工资||≤0.5 工资总额"],
    );
    check(
        "直接向承担任务的医院捐赠物资，允许企业所得税税前全额扣除。",
        &["Deduction -|直接向承担任务的医院捐赠物资||1 企业所得税税前"],
    );
    check("失业人员可以按照本市有关规定享受培训补贴。", &["Subsidy 失业人员|||"]);
}

#[test]
fn groups_with_and_without_modifiers_stay_whole() {
    check(
        "对重点保障企业和受灾的小微企业，担保费率降至1%以下。",
        &["Guarantee 重点保障企业和受灾的小微企业|受灾||≤0.01 担保费率"],
    );
    check(
        "对面临经营困难且恢复有望，坚持不裁员的参保企业，给予50万元补助。",
        &["Subsidy 参保企业|面临经营困难且恢复有望；坚持不裁员|500000|"],
    );
    check("对检测费用给予50%的补助，每家企业每年最高20万元。", &["Subsidy 企业||≤200000|0.5 检测费用"]);
}

#[test]
fn sums_and_shares_have_their_roles_and_bases() {
    check(
        "对获得示范称号的单位，给予一等奖30万元、二等奖20万元奖励。",
        &["Reward 单位|获得示范称号|/300000；/200000|"],
    );
    check(
        "对入驻企业给予三年100%房租补贴，同一企业当年累计补贴最高不超过10万元。",
        &["Subsidy 入驻企业||≤100000|1 房租"],
    );
    check(
        "按照企业及其职工上年度缴纳失业保险费的50%返还给参保企业。",
        &["Subsidy 参保企业|||0.5 企业及其职工上年度缴纳失业保险费"],
    );
    check("将就业补贴标准提高至每人3000元。", &["Subsidy -|就业|×3000|"]);
}

#[test]
fn headings_papers_reports_and_wishes_promise_nothing() {
    for text in [
        "一、优先选择网上办理方式。",
        "（二）减免企业租金。",
        "企业办理免税备案手续时，提交下列材料。",
        "据测算，个体户可享受减免税1100多万元。",
        "省财政拨付1.5亿元补助防控一线人员。",
        "文化企业普遍反映需要减免房租。",
        "争取上级部门对重点企业给予贴息。",
        "全市机构平均担保费率为1.9%左右。",
    ] {
        check(text, &[]);
    }
}

#[test]
fn caps_of_their_own_sentence_bind_the_document_or_what_stands_before_them() {
    let caps = |text: &str| understand(text).common.caps;
    let [whole] = &caps("同一企业年度累计获得本办法奖励资金最高不超过300万元。")[..]
    else {
        panic!()
    };
    assert_eq!((whole.amount.value, whole.binds), (3_000_000, None));
    let text = "对示范企业给予10万元奖励。同一企业累计最高不超过30万元。对军工企业给予50万元奖励。";
    let read = understand(text);
    let [cap] = &read.common.caps[..] else { panic!("{:?}", read.common) };
    let bound: Vec<bool> = read.measures.iter().map(|measure| cap.binds(measure)).collect();
    assert_eq!((cap.amount.value, bound), (300_000, vec![true, false]));
    // What promises something itself is a measure and no cap.
    assert!(caps("对示范企业，同一企业每年最高给予20万元奖励。").is_empty());
    assert!(caps("企业每新增1人，按每人500元补助企业，每家企业最高不超过30万元。").is_empty());
}

#[test]
fn english_sentences_name_the_receiver_and_its_terms() {
    check(
        "A subsidy of up to 5 million yuan will be granted to software companies registered in the district, at 30% of their equipment cost.",
        &["Subsidy software companies|registered in the district|≤5000000|0.3 equipment cost"],
    );
    check(
        "Companies whose revenue exceeds 20 million and 100 million yuan shall receive rewards of 100,000 and 1 million yuan respectively.",
        &["Reward Companies|whose revenue exceeds 20 million and 100 million yuan|/100000；/1000000|"],
    );
    check(
        "Loans to small enterprises will be subsidised at 50% of the relending rate for a period of no more than one year.",
        &["Subsidy small enterprises|||0.5 relending rate"],
    );
    check(
        "Priority will be given to innovative enterprises in government procurement.",
        &["Priority innovative enterprises|in government procurement||"],
    );
    let cap = understand(
        "The same enterprise may receive no more than 3 million yuan a year under these measures.",
    )
    .common;
    assert_eq!(
        cap.caps.iter().map(|cap| (cap.amount.value, cap.binds)).collect::<Vec<_>>(),
        [(3_000_000, None)]
    );
    check("Last year, the government granted 45 million yuan in subsidies to 320 companies.", &[]);
}
