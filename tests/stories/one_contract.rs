//! The contract of engines on real laws, with a real server: 200 questions, 150 of them with no more matches
//! than are looked at. Those have one answer; of the others the first twenty hits agree but for one.

use crate::{
    engines::{migrate, with_key},
    haystack::{User, laws},
    meili::RealServer,
};
use serde_json::Value;
use std::{collections::HashSet, fs, path::Path, process::Command};

/// Who laws speak of, and of what: a question each.
const PAIRS: [(&[&str], &[&str]); 3] = [
    (
        &["股东", "债权人", "保证人", "承租人", "监护人", "继承人", "用人单位", "消费者"],
        &["撤销权", "连带责任", "违约金", "知情权", "优先购买权", "诉讼时效", "书面通知"],
    ),
    (
        &["建设工程", "土地承包", "商标注册", "专利权", "环境影响评价", "食品添加剂", "个人信息"],
        &["吊销许可证", "竣工验收", "行政复议", "没收违法所得", "评估报告", "备案管理"],
    ),
    (
        &["仲裁协议", "破产管理人", "公益诉讼", "行政拘留", "刑事和解", "遗嘱执行"],
        &["法院受理", "送达期限", "异议申请", "担保财产"],
    ),
];

/// Every other way to ask, most of them with few matches.
const OTHERS: &[&str] = &[
    "\"不可抗力\"",
    "\"善意取得\"",
    "\"缔约过失\"",
    "\"无因管理\"",
    "\"表见代理\"",
    "\"正当防卫\"",
    "\"紧急避险\"",
    "\"数据出境\"",
    "\"反垄断执法\"",
    "\"竞业限制\"",
    "\"试用期\" 工资",
    "\"夫妻共同财产\" -债务",
    "\"格式条款\" OR \"免责条款\"",
    "\"住所地\" 管辖",
    "title:劳动合同法 解除",
    "title:公司法 监事会",
    "title:民法典 居住权",
    "title:刑法 缓刑",
    "level:national \"数据安全\"",
    "kind:law \"碳排放\"",
    "year:2020.. \"个人信息保护\"",
    "year:..1990 外资企业",
    "\"知识产权\" edition:all 侵权",
    "股东 NEAR/5 表决权",
    "\"判决、裁定\"",
    "\"传承、传播\"",
    "\"申诉、控告\" 公务员",
    "股东 AND 表决权 AND 回购",
    "\"不可抗力\" AND 合同 AND (解除 OR 免责)",
    "缓刑 AND 考验期 AND NOT 假释",
    "\"善意取得\" and \"动产\"",
    "善意第三人",
    "居住权",
    "抵押权 优先受偿",
    "承揽合同",
    "保理合同",
    "植物新品种",
    "集成电路布图设计",
    "领海基线",
    "缓刑 考验期",
    "假释 条件",
    "累犯 从重",
    "取保候审 保证金",
    "监视居住 期限",
    "社区矫正 机构",
    "认罪认罚 从宽",
    "公告送达",
    "财产保全 担保",
    "支付令 异议",
    "拍卖 保留价",
    "票据 背书",
    "提单 承运人",
    "海难救助",
    "保险利益",
    "重整计划 表决",
    "个人独资企业 解散",
    "合伙企业 入伙",
    "生态保护红线",
    "排污许可证",
    "endangered species",
    "trademark registration",
    "personal information processor",
    "labor contract termination",
];

fn questions() -> Vec<String> {
    let pairs = PAIRS.iter().flat_map(|(who, what)| {
        who.iter().flat_map(|who| what.iter().map(move |what| format!("{who} \"{what}\"")))
    });
    let lay = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/queries/laws.zh.jsonl");
    let lay = fs::read_to_string(lay).expect("questions of people without training");
    let lay = lay.lines().map(|line| {
        let question: Value = serde_json::from_str(line).expect("a question a line");
        question["query"].as_str().expect("a query").to_owned()
    });
    let others = OTHERS.iter().map(|&other| other.to_owned());
    pairs.chain(others).chain(lay).take(200).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory");
    for entry in fs::read_dir(from).expect("it can be read") {
        let entry = entry.expect("an entry");
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("it can be copied");
        }
    }
}

fn answer(user: &User, query: &str, engine: &str) -> Value {
    let mut command: Command = with_key(
        user,
        &["search", "--json", "--limit", "20", "--engine", engine, "--as-of", "2026-11-26", "--", query],
    );
    let ran = command.output().expect("it starts");
    let mut answer: Value = serde_json::from_slice(&ran.stdout)
        .unwrap_or_else(|error| panic!("{query}: {error}: {}", String::from_utf8_lossy(&ran.stderr)));
    answer["took_ms"] = Value::Null;
    answer
}

fn refs(answer: &Value) -> HashSet<&str> {
    let hits = answer["hits"].as_array().expect("a list of hits");
    hits.iter().filter_map(|hit| hit["clause"]["ref"].as_str()).collect()
}

#[test]
fn two_hundred_questions_have_one_answer() {
    let Some(server) = RealServer::start() else { return };
    let Some(laws) = laws() else { return };
    let user = User::new();
    copy(&laws.data(), &user.data());
    migrate(&user, &server.url());
    let questions = questions();
    assert_eq!(questions.len(), 200);
    let (mut within, mut apart) = (0, Vec::new());
    for question in &questions {
        let (embedded, served) =
            (answer(&user, question, "embedded"), answer(&user, question, "meilisearch"));
        if served["total_is"] == "exact" {
            within += 1;
            if embedded != served {
                apart.push(question);
            }
        } else {
            let (expected, found) = (refs(&embedded), refs(&served));
            let common = expected.intersection(&found).count();
            let at_most = served["total"].as_u64() <= embedded["total"].as_u64();
            if common + 1 < expected.len() || !at_most {
                apart.push(question);
            }
        }
    }
    println!("{within} of 200 within the limit, {} apart", apart.len());
    assert!(within >= 150, "{within}");
    assert!(apart.is_empty(), "{apart:#?}");
}
