//! Source files: those inside the program, and what is said about broken ones.

use super::*;
use crate::locale::{Locale, Localized};
use std::{collections::BTreeSet, fs, path::Path};

const GOOD: &str = "name = 'example-city'\ntitle = { zh = '示例市', en = 'Example City' }\n\
                    tier = 'official'\nhosts = ['www.example.cn', '*.gov.example.cn']\n";

#[test]
fn every_file_of_the_folder_is_inside_the_program_under_its_own_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sources");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: BTreeSet<String> = names
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let inside: BTreeSet<String> = builtin().iter().map(|source| source.name.clone()).collect();
    assert_eq!(inside, files);
    assert!(inside.len() >= 12);
}

#[test]
fn every_rule_inside_the_program_has_its_evidence() {
    for source in builtin() {
        let stated: BTreeSet<&str> =
            source.evidence.iter().flat_map(|evidence| &evidence.rules).map(String::as_str).collect();
        let rules = [
            ("start", !source.start.is_empty()),
            ("list.items", !source.list.items.is_empty()),
            ("list.next", !source.list.next.is_empty()),
            ("list.paging", source.list.paging.is_some()),
            ("list.link", source.list.link.is_some()),
            ("page.body", !source.page.body.is_empty()),
            ("page.title", !source.page.title.is_empty()),
            ("page.remove", !source.page.remove.is_empty()),
            ("page.metadata", !source.page.metadata.is_empty()),
            ("canonical.replace", !source.canonical.replace.is_empty()),
        ];
        let present: BTreeSet<&str> = rules.iter().filter(|rule| rule.1).map(|rule| rule.0).collect();
        assert_eq!(stated, present, "{}", source.name);
        assert!(!source.start.is_empty(), "{}", source.name);
        assert!(source.evidence.iter().all(|evidence| !evidence.seen.is_empty()));
    }
}

#[test]
fn a_broken_file_is_named_with_its_line_in_both_languages() {
    for (more, line, en, zh) in [
        ("start = ['https://elsewhere.cn/']", 5, "elsewhere.cn", "不在 hosts 中"),
        ("start = ['ftp://www.example.cn/']", 5, "http://", "http://"),
        ("start = ['示例']", 5, "http://", "不是以"),
        ("delay = -1.0", 5, "0 or more", "不小于 0"),
        ("delay = nan", 5, "0 or more", "不小于 0"),
        ("[list]\npaging = 'index_2.html'", 6, "{page}", "{page}"),
        ("[list]\nlink = '('", 6, "regex", "regex"),
        ("[page.metadata]\n'文号' = 'number'", 6, "doc_number", "doc_number"),
        ("surprise = 1", 5, "surprise", "surprise"),
        ("[[canonical.replace]]\npattern = '['\nwith = ''", 6, "regex", "regex"),
        ("verified = 'yesterday'", 5, "", "格式有误"),
    ] {
        let error = parse(&format!("{GOOD}{more}"), "city.toml").unwrap_err();
        let (english, chinese) = (error.to_string(), error.localized(Locale::Zh));
        assert!(english.starts_with(&format!("city.toml:{line}: ")), "{more}: {english}");
        assert!(english.contains(en), "{more}: {english}");
        assert!(chinese.contains("city.toml:") && chinese.contains(zh), "{more}: {chinese}");
    }
    for (from, to) in
        [("example-city", "Example City"), ("example-city", "-"), ("'www.example.cn'", "'http://x'")]
    {
        let error = parse(&GOOD.replace(from, to), "city.toml").unwrap_err();
        assert!(matches!(error, SourceError::Value { .. }), "{to}: {error}");
    }
    assert!(parse("", "city.toml").unwrap_err().to_string().starts_with("city.toml"));
}

#[test]
fn what_may_be_left_out_is_left_out() {
    let source = parse(GOOD, "city.toml").unwrap();
    assert_eq!(source.verified, Verified::Never(Never::Never));
    assert!(source.start.is_empty() && source.evidence.is_empty());
    let dated = parse(&format!("{GOOD}verified = '2026-01-31'"), "city.toml").unwrap();
    assert_eq!(dated.verified, Verified::On(jiff::civil::date(2026, 1, 31)));
}

#[test]
fn files_of_the_user_win_by_name() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(load(&dir.path().join("absent")).unwrap().len(), builtin().len());
    fs::write(dir.path().join("a.toml"), GOOD.replace("example-city", "mof")).unwrap();
    fs::write(dir.path().join("b.toml"), GOOD).unwrap();
    fs::write(dir.path().join("notes.txt"), "no source").unwrap();
    let all = load(dir.path()).unwrap();
    assert_eq!(all.len(), builtin().len() + 1);
    assert_eq!(all.iter().find(|source| source.name == "mof").unwrap().title.en, "Example City");
    assert!(all.is_sorted_by(|one, other| one.name < other.name));

    fs::write(dir.path().join("c.toml"), GOOD).unwrap();
    let error = load(dir.path()).unwrap_err().to_string();
    assert!(error.contains("c.toml") && error.contains("example-city"), "{error}");
    fs::write(dir.path().join("c.toml"), "name = ").unwrap();
    assert!(load(dir.path()).unwrap_err().to_string().contains("c.toml:1"));
}
