use super::*;
use polidex_corpus::locale::{Locale, Localized};

fn problems(text: &str) -> Vec<String> {
    match Profile::parse(text) {
        Ok(_) => Vec::new(),
        Err(ProfileError::Invalid(problems)) => {
            problems.iter().map(|problem| problem.localized(Locale::En).into_owned()).collect()
        }
        Err(error) => vec![error.to_string()],
    }
}

#[test]
fn the_example_is_a_valid_profile_that_uses_most_keys() {
    let profile = Profile::parse(EXAMPLE).unwrap();
    let day = "2026-03-01".parse().unwrap();
    profile.check_on(day).unwrap();
    assert_eq!(profile.registered, profile.tax_place);
    assert_eq!(profile.sectors.as_deref().unwrap(), ["industrial_software", "it_services"]);
    assert_eq!(profile.figure(Figure::Revenue, day), Some((33_000_000.0, Some(2025))));
    let (ratio, _) = profile.figure(Figure::RdRatio, day).unwrap();
    assert!((ratio - 5.2 / 33.0).abs() < 1e-9);
    let (age, _) = profile.figure(Figure::Age, day).unwrap();
    assert!((4.9..5.0).contains(&age), "{age}");
    assert_eq!(profile.figure(Figure::ProjectInvestment, day), Some((8_000_000.0, None)));
}

#[test]
fn an_empty_profile_says_nothing_and_json_is_read_too() {
    assert_eq!(Profile::parse("").unwrap(), Profile::default());
    let json = r#"{"region": "CN-500112", "revenue": {"2024": "1.5亿元"}, "certificates": ["高企"]}"#;
    let profile = Profile::parse(json).unwrap();
    assert_eq!(profile.by_year(Figure::Revenue, 2024), Some(150_000_000.0));
    assert_eq!(profile.certificates.unwrap()[0].id, "high_tech");
}

#[test]
fn what_is_wrong_is_named_with_what_is_allowed() {
    for (text, parts) in [
        ("revenu = 5", &["revenu: unknown key", "perhaps `revenue`", "headcount"][..]),
        ("headcount = -3", &["headcount: -3 is impossible"]),
        ("headcount = 3.5", &["headcount: 3.5 is impossible"]),
        ("rd_ratio = 12", &["rd_ratio: 12 is impossible", "\"12%\""]),
        ("revenue = \"viel\"", &["revenue: \"viel\" is not a sum"]),
        ("[revenue]\n24 = 1", &["revenue.24", "is not a year"]),
        ("region = \"Atlantis\"", &["`Atlantis` is no place"]),
        ("size = \"tiny\"", &["`tiny` is not known", "micro"]),
        ("sectors = [\"sofware\"]", &["sectors[0]", "perhaps `software`"]),
        ("certificates = [\"高新技术企业业\"]", &["certificates[0]", "高新技术企业"]),
        ("[[certificates]]\nname = \"CMMI\"\ngrade = 77", &["certificates[0].grade", "1 to 10"]),
        ("[[certificates]]\nnme = \"CMMI\"", &["certificates[0].nme", "perhaps `name`"]),
        ("founded = \"2021-13-45\"", &["founded", "2025-03-01"]),
        ("headcount = 5\nrd_headcount = 9", &["researchers are more than"]),
        ("[standing]\ntax = true", &["standing.tax", "taxes_paid"]),
        ("above_designated = \"ja\"", &["true or false"]),
        ("[[certificates]]\nname = \"CMMI\"\ndate = 2025-01-01\nexpires = 2024-01-01", &["expires before"]),
        ("name = ", &["not valid TOML", "--example"]),
        ("{\"name\": ", &["not valid JSON"]),
        ("age = 5", &["age: unknown key"]),
        ("revenue = nan", &["revenue"]),
        ("revenue = 1e300", &["impossible"]),
    ] {
        let found = problems(text).join("\n");
        for part in parts {
            assert!(found.contains(part), "{text}: {found}");
        }
    }
}

#[test]
fn every_problem_is_named_at_once_and_in_chinese_too() {
    let error = Profile::parse("headcount = -3\nsize = \"tiny\"\nx = 1").unwrap_err();
    let ProfileError::Invalid(problems) = &error else { panic!("{error}") };
    assert_eq!(problems.len(), 3);
    assert!(error.localized(Locale::Zh).contains("不可能成立"));
}

#[test]
fn what_lies_ahead_is_refused() {
    let profile = Profile::parse("founded = 2030-01-01").unwrap();
    let error = profile.check_on("2026-01-01".parse().unwrap()).unwrap_err();
    assert!(error.to_string().contains("founded: 2030-01-01 lies after 2026-01-01"), "{error}");
}

#[test]
fn sums_are_read_as_people_write_them() {
    for (text, value) in [
        ("2600万元", 26_000_000.0),
        ("1.5亿", 150_000_000.0),
        ("26,000,000", 26_000_000.0),
        ("RMB 26 million", 26_000_000.0),
        ("12％", 0.12),
        ("三百万元", 3_000_000.0),
        ("86人", 86.0),
        ("１２３", 123.0),
    ] {
        assert_eq!(parse_scalar(text).map(|scalar| scalar.value), Some(value), "{text}");
    }
    for text in ["", "元", "5 Äpfel", "1e5", "NaN", "inf", "12 kg", "--5"] {
        assert_eq!(parse_scalar(text), None, "{text}");
    }
}

#[test]
fn changes_keep_the_text_around_them() {
    let text = "# mine\nname = \"甲\" # kept\n\n[revenue]\n2023 = 5\n";
    let changes = [
        Change::set("headcount", 12),
        Change::Set(vec!["revenue".into(), "2024".into()], serde_json::json!(7.5)),
        Change::answer("成立三年以上", true),
        Change::Push("certificates".into(), serde_json::json!({"name": "high_tech"})),
        Change::Push("without".into(), serde_json::json!("listed")),
    ];
    let written = write_toml(text, &changes).unwrap();
    assert!(written.contains("# mine") && written.contains("# kept"), "{written}");
    let mut raw = Profile::raw(text).unwrap();
    for change in &changes {
        apply(&mut raw, change);
    }
    assert_eq!(Profile::parse(&written).unwrap(), Profile::from_value(&raw).unwrap(), "{written}");
    let json = write_toml("{\"name\": \"甲\"}", &changes).unwrap();
    assert_eq!(Profile::parse(&json).unwrap().figures[&Figure::Headcount].now, Some(12.0));
}
