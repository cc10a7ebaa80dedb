//! How far sources can be relied on: a page that vanished, a site with a new template, what is covered.

use crate::{
    haystack::{Ran, User},
    web::{Look, Manners, Web, document},
};

const FLAGS: [&str; 5] = ["--allow-private", "--delay", "0", "--contact", "test@example.cn"];

fn crawl(user: &User, web: &Web) -> Ran {
    let file = user.file("example-city.toml", web.source());
    user.run(&[&["crawl", file.to_str().unwrap(), "--json"], &FLAGS[..]].concat())
}

fn source(user: &User) -> serde_json::Value {
    let ran = user.run(&["sources", "show", "example-city", "--json"]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    ran.json()
}

#[test]
fn a_page_that_vanished_is_kept_and_says_so() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    crawl(&user, &web);
    let reference = user.refs("\"编号2之0\"", &["--limit", "1"]).remove(0);
    let shown = user.run(&["show", "--json", &reference]).json();
    assert!(shown["policy"]["gone_since"].is_null(), "{shown}");

    web.vanish(2, true);
    let report = crawl(&user, &web).json();
    assert!(
        report["gone"].as_array().unwrap().iter().any(|gone| gone["url"] == web.url(&document(2))),
        "{report}"
    );
    let shown = user.run(&["show", "--json", &reference]).json();
    let since = shown["policy"]["gone_since"].as_str().expect("a day").to_owned();
    assert_eq!((since.len(), since.as_bytes()[4]), (10, b'-'), "{since}");
    assert!(shown["clause"]["text"].as_str().unwrap().contains("编号2之0"), "what is stored stays");
    let hit = &user.search("\"编号2之0\"", &[])["hits"][0]["policy"];
    assert_eq!(hit["gone_since"], since.as_str());
    let said = user.run(&["show", &reference]).stdout();
    assert!(said.contains(&format!("page gone since {since}")), "{said}");
    let said = user.run(&["show", &reference, "--locale", "zh"]).stdout();
    assert!(said.contains(&format!("原网页已不存在，自 {since}")), "{said}");
    let city = source(&user);
    assert_eq!(city["gone"][0]["external_id"], web.url(&document(2)));
    // Pages that were never had are no documents of anybody.
    assert_eq!(city["gone"].as_array().unwrap().len(), 1, "{city}");

    // It goes on being gone since that day, until it is there again.
    crawl(&user, &web);
    assert_eq!(source(&user)["gone"][0]["since"], since.as_str());
    web.vanish(2, false);
    crawl(&user, &web);
    assert!(user.run(&["show", "--json", &reference]).json()["policy"]["gone_since"].is_null());
    assert_eq!(source(&user)["gone"].as_array().unwrap().len(), 0);
}

#[test]
fn a_new_template_raises_an_alarm_until_it_is_accepted() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    assert_eq!(crawl(&user, &web).json()["alarms"], serde_json::json!([]));
    assert_eq!(user.run(&["doctor"]).code(), 0);

    web.look(Look::Redesigned);
    let ran = crawl(&user, &web);
    let report = ran.json();
    assert_eq!(report["alarms"][0]["code"], "template_changed", "{report}");
    assert_eq!(source(&user)["alarms"][0]["code"], "template_changed");
    let listed = user.run(&["sources"]).stdout();
    assert!(listed.contains("new template") && listed.contains("--source example-city --live"), "{listed}");
    let doctor = user.run(&["doctor", "--locale", "zh"]);
    assert_eq!(doctor.code(), 1);
    assert!(
        doctor.stdout().contains("example-city：") && doctor.stdout().contains("改版"),
        "{}",
        doctor.stdout()
    );
    // The text is had all the same, by measuring the page.
    assert_eq!(user.search("\"编号2之0\"", &[])["total"], 5);

    let accepted = user.run(&["sources", "accept", "example-city"]);
    assert_eq!(accepted.code(), 0, "{}", accepted.stderr());
    assert_eq!(user.run(&["doctor"]).code(), 0);
    assert_eq!(user.run(&["sources", "accept", "example-city"]).code(), 1, "there is none any more");
    let unknown = user.run(&["sources", "accept", "nowhere\u{202e}"]);
    assert_eq!(unknown.code(), 2);
    assert!(
        unknown.stderr().contains("U+202E") && unknown.stderr().contains("polidex sources"),
        "{}",
        unknown.stderr()
    );
}

#[test]
fn texts_that_shrink_raise_an_alarm_until_they_are_whole_again() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    crawl(&user, &web);
    web.look(Look::CutOff);
    assert_eq!(crawl(&user, &web).json()["alarms"][0]["code"], "texts_shrank");
    assert!(user.run(&["doctor"]).stdout().contains("half of their text"));
    web.look(Look::Usual);
    assert_eq!(crawl(&user, &web).json()["alarms"], serde_json::json!([]));
    assert_eq!(user.run(&["doctor"]).code(), 0);
}

#[test]
fn sources_say_what_they_cover_and_what_failed() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    crawl(&user, &web);
    let city = source(&user);
    assert_eq!(city["policies"], web.documents().len());
    assert_eq!(
        (&city["covers"]["from"], &city["covers"]["to"]),
        (&"2024-01-01".into(), &"2024-01-01".into())
    );
    assert_eq!(city["age_days"], 0);
    assert!(city["last_success"].is_string() && city["last_failure"]["url"].is_string(), "{city}");
    assert!(city["pages"]["gone"].as_u64().unwrap() >= 2 && city["pages"]["failed"].as_u64().unwrap() >= 1);
    let listed = user.run(&["sources", "--locale", "zh"]).stdout();
    assert!(listed.contains("日期 2024-01-01 至 2024-01-01") && listed.contains("从未访问："), "{listed}");
    // A status names the sources that were looked through.
    let reference = user.refs("\"编号2之0\"", &["--limit", "1"]).remove(0);
    let standing = user.run(&["show", "--json", &reference]).json()["standing"].to_string();
    assert!(standing.contains("last asked: example-city 20"), "{standing}");
    assert_eq!(user.run(&["sources", "show", "nowhere"]).code(), 2);
}

#[test]
fn nothing_stored_yet_is_told_with_what_to_do() {
    let user = User::new();
    for arguments in [&["search", "补贴"][..], &["show", "guofa-2020-8"], &["doctor"], &["sources"]] {
        let ran = user.run(arguments);
        assert_eq!(ran.code(), 2, "{arguments:?}");
        assert!(ran.stderr().contains("polidex crawl gov-cn --max 50"), "{}", ran.stderr());
        let zh = user.run(&[arguments, &["--locale", "zh"]].concat());
        assert!(zh.stderr().contains("可取得首批政策"), "{}", zh.stderr());
    }
    // A store that holds nothing.
    assert_eq!(user.run(&["index", "rebuild"]).code(), 0);
    let answer = user.search("补贴", &[]);
    assert_eq!(answer["warnings"][0]["code"], "empty_store", "{answer}");
    let doctor = user.run(&["doctor"]);
    assert_eq!(doctor.code(), 1);
    assert!(doctor.stdout().contains("polidex crawl gov-cn"), "{}", doctor.stdout());
}
