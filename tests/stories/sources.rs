//! Sources: whoever defines one sees what it matches.

use crate::haystack::User;

const SOURCE: &str = "name = 'example-city'
title = { zh = '示例市人民政府', en = 'Example City' }
tier = 'official'
hosts = ['www.example.cn']
start = ['https://www.example.cn/zwgk/']
[list]
items = ['ul.files a']
[page]
body = ['#zoom']
title = ['h1']
[page.metadata]
'发文字号' = 'doc_number'
'索引号' = 'index_number'
";

const LIST: &str =
    "<ul class=files><li><a href='t20260105_1.html'>示例措施</a></li></ul><a href='index_1.html'>下一页</a>";

fn document() -> String {
    let text = "示例市对首次升规入统的软件企业给予一次性奖励。".repeat(10);
    format!(
        "<h1>示例措施</h1><table><tr><td>发文字号：</td><td>示府发〔2026〕1号</td></tr></table><div id=zoom>{text}</div>"
    )
}

#[test]
fn a_definition_is_tried_on_saved_pages() {
    let user = User::new();
    let definition = user.file("city.toml", SOURCE);
    let (list, page) = (user.file("list.html", LIST), user.file("page.html", document()));
    let paths = [&definition, &list, &page].map(|path| path.to_str().unwrap());
    let ran = user.run(&["doctor", "--source", paths[0], "--page", paths[1], paths[2], "--json"]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    let report = ran.json();
    assert_eq!(report["source"], "example-city");
    assert!(report["verified"].is_null());
    let (list, page) = (&report["pages"][0], &report["pages"][1]);
    assert_eq!(list["list"]["items"][0]["url"], "https://www.example.cn/zwgk/t20260105_1.html");
    assert_eq!(list["list"]["next"], "https://www.example.cn/zwgk/index_1.html");
    assert_eq!(page["chosen"], "#zoom");
    assert_eq!(page["title"], "示例措施");
    assert_eq!(page["fields"][0]["value"], "示府发〔2026〕1号");
    assert!(page["fields"][1]["value"].is_null());

    let ran = user.run(&["doctor", "--source", paths[0], "--page", paths[2], "--locale", "zh"]);
    assert!(ran.stdout().contains("从未") && ran.stdout().contains("正文"), "{}", ran.stdout());
}

#[test]
fn a_page_that_nothing_matches_fails_the_check() {
    let user = User::new();
    let (definition, page) = (user.file("city.toml", SOURCE), user.file("page.html", "<p>别的网页</p>"));
    let arguments = ["doctor", "--source", definition.to_str().unwrap(), "--page", page.to_str().unwrap()];
    let ran = user.run(&arguments);
    assert_eq!(ran.code(), 1);
    assert!(ran.stdout().contains("no rule of the definition matches"), "{}", ran.stdout());
    let absent = user.run(&["doctor", "--source", definition.to_str().unwrap(), "--page", "absent.html"]);
    assert_eq!(absent.code(), 2);
    assert!(absent.stderr().contains("absent.html"), "{}", absent.stderr());
}

#[test]
fn sources_are_found_by_name_and_the_users_own_win() {
    let user = User::new();
    let ran = user.run(&["doctor", "--source", "gov-cn"]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    assert!(ran.stdout().contains("never verified"), "{}", ran.stdout());
    user.file("data/sources/own.toml", SOURCE.replace("example-city", "gov-cn"));
    assert!(user.run(&["doctor", "--source", "gov-cn"]).stdout().contains("Example City"));

    let unknown = user.run(&["doctor", "--source", "nowhere"]);
    assert_eq!(unknown.code(), 2);
    assert!(unknown.stderr().contains("gov-cn-en"), "{}", unknown.stderr());
    user.file("data/sources/own.toml", SOURCE.replace("#zoom", "\n"));
    let broken = user.run(&["doctor", "--source", "gov-cn", "--locale", "zh"]);
    assert_eq!(broken.code(), 2);
    assert!(broken.stderr().contains("own.toml:"), "{}", broken.stderr());
}
