//! What changed between two texts of a law.

use crate::haystack::{User, laws};
use serde_json::Value;

const BEFORE: &str = "# 璟澜市示例办法（示例文本）\n\n（2019年3月1日璟澜市人民政府通过）\n\n第一条 为了支持软件企业，制定本办法。\n\n第二条 对首次升规的软件企业给予最高50万元奖励。\n\n第三条 申请材料由区主管部门受理。\n\n第四条 本办法由市财政局解释。\n";
const AFTER: &str = "# 璟澜市示例办法（示例文本）\n\n（2024年6月1日璟澜市人民政府修订）\n\n第一条 为了支持软件企业，制定本办法。\n\n第二条 软件企业应当依法经营，诚实守信。\n\n第三条 对首次升规的软件企业给予最高80万元奖励。\n\n第四条 申请材料由区主管部门受理。\n";

fn kinds(difference: &Value) -> Vec<(&str, Option<&str>, Option<&str>)> {
    let changes = difference["changes"].as_array().expect("a list of changes");
    changes
        .iter()
        .map(|change| {
            let label = |side: &str| change[side]["label"].as_str();
            (change["change"].as_str().expect("a kind"), label("from"), label("to"))
        })
        .collect()
}

#[test]
fn a_revision_is_told_clause_by_clause() {
    let user = User::new();
    user.ingest(&user.file("old.md", BEFORE));
    user.ingest(&user.file("new.md", AFTER));
    let names = ["old.md", "new.md"];
    let difference = user.run(&["diff", names[0], names[1], "--json"]).json();
    assert_eq!(
        kinds(&difference),
        [
            ("added", None, Some("第二条")),
            ("changed", Some("第二条"), Some("第三条")),
            ("moved", Some("第三条"), Some("第四条")),
            ("removed", Some("第四条"), None),
        ],
        "{difference}"
    );
    let shown = user.run(&["diff", names[0], names[1]]).stdout();
    assert!(shown.contains("最高[-5-]{+8+}0万元"), "{shown}");
    let one = user.run(&["diff", "old.md#第三条", names[1], "--json"]).json();
    assert_eq!(kinds(&one), [("moved", Some("第三条"), Some("第四条"))]);
    assert_eq!(user.run(&["diff", names[0], names[0]]).code(), 1, "no difference");
    assert_eq!(user.run(&["diff", "no-such-text", names[0]]).code(), 1);
}

#[test]
fn the_legislation_law_of_2023_is_the_one_of_2015_amended() {
    let Some(user) = laws() else { return };
    let difference = user.run(&["diff", "中华人民共和国立法法", "--json"]).json();
    let kinds = kinds(&difference);
    assert!(kinds.contains(&("changed", Some("第七条"), Some("第十条"))), "{kinds:?}");
    assert!(kinds.contains(&("moved", Some("第六条"), Some("第七条"))), "{kinds:?}");
    assert!(kinds.iter().all(|(kind, ..)| *kind != "removed"));
}
