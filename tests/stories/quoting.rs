//! Quotations and drafts: "can I print this?".

use crate::haystack::{User, laws, long, real, sample};
use jiff::civil::date;
use polidex_corpus::store::Store;
use polidex_search::quoting::{
    Verifier,
    normal::Normal,
    verify::{Grave, Match, Options, Verdict},
};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// A slice of a stored text.
struct Slice {
    text: String,
    policy: String,
    edition: String,
    start: usize,
}

/// The texts of a store with where they stand.
fn texts(store: &Store) -> Vec<(String, String, Vec<char>)> {
    let all = store.texts_changed_since(0).unwrap();
    let read = |text| {
        let place = store.text_place(text).unwrap().unwrap();
        let words = store.text_of(text).unwrap().unwrap();
        (place.policy.0, place.edition, words.chars().collect())
    };
    all.into_iter().map(read).collect()
}

/// A slice of 10 to 200 characters that begins and ends with a character, within one line or over
/// several.
fn slice(texts: &[(String, String, Vec<char>)], dice: &mut Dice, across: bool) -> Slice {
    loop {
        let (policy, edition, text) = dice.of(texts);
        let length = 10 + dice.below(191);
        if text.len() <= length {
            continue;
        }
        let start = dice.below(text.len() - length);
        let slice = &text[start..start + length];
        let words = slice.iter().filter(|c| polidex_corpus::text::is_han(**c)).count();
        let ends = [slice[0], slice[length - 1]].iter().all(|c| !c.is_whitespace());
        if ends && words >= 8 && slice.contains(&'\n') == across {
            return Slice {
                text: slice.iter().collect(),
                policy: policy.clone(),
                edition: edition.clone(),
                start,
            };
        }
    }
}

fn options() -> Options {
    Options { places: 300, ..Options::new(date(2026, 11, 25)) }
}

fn names_source(verdict: &Verdict, slice: &Slice) -> bool {
    verdict.total > verdict.places.len()
        || verdict.places.iter().any(|place| {
            place.policy.id == slice.policy
                && place.policy.edition == slice.edition
                && place.span.start.abs_diff(slice.start) <= 2
        })
}

/// How many slices of each kind are tried.
fn rounds() -> usize {
    if long() { 1_000 } else { 120 }
}

fn percentile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * share) as usize]
}

#[test]
fn slices_of_laws_are_exact_and_their_sources_named() {
    let Some(user) = laws() else { return };
    let verifier = Verifier::open(&user.data()).unwrap();
    let texts = texts(verifier.store());
    let mut dice = Dice(7);
    let mut times = Vec::new();
    for round in 0..rounds() {
        let slice = slice(&texts, &mut dice, round % 2 == 1);
        let started = Instant::now();
        let verdict = verifier.verify(&slice.text, &options()).unwrap();
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        assert_eq!(verdict.matched, Match::Exact, "{}", slice.text);
        assert!(names_source(&verdict, &slice), "{} {}", slice.policy, slice.text);
        assert!(verdict.places.iter().all(|place| place.text.trim() == slice.text || !place.exact));
    }
    println!("exact: p50 {:.2} ms, p99 {:.2} ms", percentile(&mut times, 0.5), percentile(&mut times, 0.99));
}

/// The same words in other print: what was changed, or nothing where nothing could be.
fn reprinted(text: &str, dice: &mut Dice) -> Option<String> {
    const TRADITIONAL: &[(char, char)] = &[
        ('国', '國'),
        ('务', '務'),
        ('规', '規'),
        ('业', '業'),
        ('产', '產'),
        ('应', '應'),
        ('当', '當'),
        ('条', '條'),
        ('关', '關'),
        ('机', '機'),
        ('责', '責'),
        ('权', '權'),
        ('员', '員'),
        ('门', '門'),
        ('办', '辦'),
        ('证', '證'),
    ];
    let kind = dice.below(4);
    let mut count = 0;
    let changed: String = text
        .chars()
        .flat_map(|c| match kind {
            0 => vec![TRADITIONAL.iter().find(|(one, _)| *one == c).map_or(c, |(_, other)| *other)],
            1 => vec![match c {
                '“' => '「',
                '”' => '」',
                c => c,
            }],
            2 => vec![match c {
                '，' => ',',
                '；' => ';',
                '（' => '(',
                '0'..='9' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
                c => c,
            }],
            _ if polidex_corpus::text::is_han(c) => {
                count += 1;
                if count % 7 == 0 { vec![c, ' '] } else { vec![c] }
            }
            _ => vec![c],
        })
        .collect();
    let changed = changed.trim().to_owned();
    (changed != text).then_some(changed)
}

#[test]
fn other_print_is_normalised() {
    let Some(user) = laws() else { return };
    let verifier = Verifier::open(&user.data()).unwrap();
    let texts = texts(verifier.store());
    let mut dice = Dice(11);
    let mut done = 0;
    while done < rounds() {
        let across = dice.below(2) == 1;
        let slice = slice(&texts, &mut dice, across);
        let Some(changed) = reprinted(&slice.text, &mut dice) else { continue };
        let verdict = verifier.verify(&changed, &options()).unwrap();
        // Some other text may be printed just like this.
        if verdict.matched != Match::Exact {
            assert_eq!(verdict.matched, Match::Normalised, "{changed}");
            assert!(names_source(&verdict, &slice), "{changed}");
            assert!(!verdict.places[0].normalisations.is_empty());
        }
        done += 1;
    }
}

/// One change strictly inside, with what makes it grave.
fn altered(text: &[char], dice: &mut Dice) -> Option<(String, Option<Grave>)> {
    const DENIALS: &[char] = &['不', '未', '无'];
    let han = polidex_corpus::text::is_han;
    let at = 2 + dice.below(text.len() - 4);
    let (mut changed, c) = (text.to_vec(), text[at]);
    let digit = (2..text.len() - 2).find(|&at| text[at].is_ascii_digit());
    let denial = (2..text.len() - 2).find(|&at| DENIALS.contains(&text[at]));
    let grave = match dice.below(6) {
        0 if han(c) => {
            changed[at] = if c == '鑫' { '淼' } else { '鑫' };
            None
        }
        1 if han(c) && text[at - 1] != c && text[at + 1] != c => {
            changed.remove(at);
            None
        }
        2 if han(c) => {
            changed.insert(at, '鑫');
            None
        }
        3 => {
            let at = digit?;
            changed[at] = if text[at] == '9' { '1' } else { char::from_u32(u32::from(text[at]) + 1)? };
            Some(Grave::Number)
        }
        4 => {
            changed.remove(denial?);
            Some(Grave::Negation)
        }
        5 if han(c) && !DENIALS.contains(&c) && !DENIALS.contains(&text[at - 1]) => {
            changed.insert(at, *dice.of(DENIALS));
            Some(Grave::Negation)
        }
        _ => return None,
    };
    Some((changed.into_iter().collect(), grave))
}

#[test]
fn one_change_is_altered_with_the_right_difference() {
    let Some(user) = laws() else { return };
    let verifier = Verifier::open(&user.data()).unwrap();
    let texts = texts(verifier.store());
    let all: String = texts
        .iter()
        .flat_map(|(_, _, text)| {
            Normal::new(&text.iter().collect::<String>()).chars.into_iter().chain(['\n'])
        })
        .collect();
    let mut dice = Dice(13);
    let (mut done, mut times) = (0, Vec::new());
    while done < rounds() {
        let across = dice.below(2) == 1;
        let slice = slice(&texts, &mut dice, across);
        let chars: Vec<char> = slice.text.chars().collect();
        let Some((changed, grave)) = altered(&chars, &mut dice) else { continue };
        let (normal, original) = (Normal::new(&changed), Normal::new(&slice.text));
        let core: String = normal.chars[normal.words()].iter().collect();
        if all.contains(&core) {
            continue;
        }
        let started = Instant::now();
        let verdict = verifier.verify(&changed, &options()).unwrap();
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        assert_eq!(verdict.matched, Match::Altered, "{changed}\n{verdict:?}");
        let difference = verdict.difference.as_ref().unwrap();
        assert_eq!(difference.distance, 1, "{changed}\n{difference:?}");
        let side = |of: fn(&polidex_search::quoting::verify::Piece) -> &str| {
            let text: String = difference.pieces.iter().map(of).collect();
            Normal::new(&text).chars.iter().filter(|c| c.is_alphanumeric()).collect::<String>()
        };
        let words = |normal: &Normal| normal.chars.iter().filter(|c| c.is_alphanumeric()).collect::<String>();
        assert_eq!(side(|piece| &piece.quoted), words(&normal), "{changed}");
        // Another passage may be as near; where it is this one, the difference leads back to it.
        if verdict.places[0].policy.id == slice.policy && verdict.total == 1 {
            assert_eq!(side(|piece| &piece.published), words(&original), "{changed}");
        }
        if let Some(grave) = grave {
            assert!(difference.grave.contains(&grave), "{changed}\n{difference:?}");
        }
        done += 1;
    }
    println!(
        "altered: p50 {:.2} ms, p99 {:.2} ms",
        percentile(&mut times, 0.5),
        percentile(&mut times, 0.99)
    );
}

#[test]
fn what_others_wrote_is_never_called_exact() {
    let (Some(user), Some(corpus)) = (laws(), real("policy-questions/corpus.zh.jsonl")) else { return };
    let verifier = Verifier::open(&user.data()).unwrap();
    let texts = texts(verifier.store());
    let all: Vec<String> = texts.into_iter().map(|(_, _, text)| text.into_iter().collect()).collect();
    let lines = fs::read_to_string(corpus).unwrap();
    let documents: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["text"].as_str().unwrap().to_owned())
        .collect();
    let sentences: Vec<&str> = documents
        .iter()
        .flat_map(|text| text.split(['。', '；', '\n']))
        .map(str::trim)
        .filter(|sentence| (12..200).contains(&sentence.chars().count()))
        .collect();
    let mut dice = Dice(17);
    let (mut counts, mut times) = (std::collections::BTreeMap::<String, usize>::new(), Vec::new());
    for _ in 0..rounds() {
        let sentence = *dice.of(&sentences);
        let started = Instant::now();
        let verdict = verifier.verify(sentence, &options()).unwrap();
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        *counts.entry(format!("{:?}", verdict.matched)).or_default() += 1;
        if verdict.matched == Match::Exact {
            assert!(all.iter().any(|text| text.contains(&verdict.quotation)), "{sentence}");
        }
    }
    println!(
        "{counts:?}; p50 {:.2} ms, p99 {:.2} ms",
        percentile(&mut times, 0.5),
        percentile(&mut times, 0.99)
    );
}

fn verify(user: &User, text: &str) -> (i32, Value) {
    let ran = user.run(&["quote", "verify", "--json", "--as-of", "2026-11-25", "--", text]);
    (ran.code(), ran.json())
}

#[test]
fn a_journalist_asks_whether_words_are_right() {
    let check = |text: &str, matched: &str, status: Option<&str>| {
        let (code, verdict) = verify(sample(), text);
        assert_eq!(verdict["match"], matched, "{text}: {verdict}");
        assert_eq!(verdict["status"].as_str(), status, "{text}");
        assert_eq!(code, i32::from(!["exact", "normalised"].contains(&matched)), "{text}");
        verdict
    };
    let exact = check("“对首次升规入统的软件企业，给予一次性奖励15万元。”", "exact", Some("current"));
    let place = &exact["places"][0];
    assert_eq!(place["path"][place["path"].as_array().unwrap().len() - 1], "第五条");
    assert_eq!(place["policy"]["doc_number"], "璟府办发〔2024〕12号");
    assert_eq!(place["sources"][0]["sha256"].as_str().unwrap().len(), 64);
    let across = check(
        "企业无需提交申请。\n第二十条 同一企业的同一事项同时符合本市多项扶持政策的",
        "exact",
        Some("current"),
    );
    assert!(across["places"][0]["to"].as_str().unwrap().ends_with("a20"), "{across}");
    check("對首次升規入統的軟件企業,給予一次性獎勵15萬元", "normalised", Some("current"));
    let altered = check("对首次升规入统的软件企业，给予一次性奖励50万元", "altered", Some("current"));
    assert_eq!(altered["difference"]["grave"], serde_json::json!(["number"]));
    check("软件企业每年无偿获得办公用房、住宅和汽车各一套的规定从未写入任何文件", "not_found", None);
    check("软件企业", "too_short", None);
    check("个", "too_short", None);
    let expired = check("园区认定坚持自愿申报、公平公正、动态管理的原则", "exact", Some("repealed"));
    assert_eq!(expired["places"][0]["validity"], "expired_by_term");
    check(
        "最高200万元。第七条 对首次认定的高新技术企业，给予一次性奖励10万元",
        "normalised",
        Some("superseded"),
    );
    let marked = check("对年度软件业务收入首次达到3000万元……晋级补差", "stitched", Some("current"));
    assert_eq!(marked["omission_marked"], true);
    let silent = check(
        "在本市注册，具有独立法人资格，支持软件企业承担关键软件攻关任务，对年度服务评价为合格、良好、优秀的公共服务平台",
        "stitched",
        Some("current"),
    );
    assert_eq!(silent["omission_marked"], false);
}

#[test]
fn english_words_lead_to_the_chinese_clause() {
    let (code, verdict) = verify(sample(), "shall be granted a one-off reward of 150,000 yuan");
    assert_eq!((code, verdict["match"].as_str()), (0, Some("exact")), "{verdict}");
    let original = &verdict["places"][0]["original"];
    assert!(original["ref"].as_str().unwrap().ends_with("a5"), "{verdict}");
    let (_, altered) = verify(sample(), "may be granted a one-off reward of 150,000 yuan");
    assert_eq!(altered["match"], "altered");
    assert_eq!(altered["difference"]["grave"], serde_json::json!(["modal"]));
    let (code, short) = verify(sample(), "one-off reward");
    assert_eq!((code, short["match"].as_str()), (1, Some("too_short")));
}

fn draft(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/drafts").join(name)
}

fn check(user: &User, path: &Path, more: &[&str]) -> (i32, Value) {
    let path = path.to_str().unwrap();
    let ran = user.run(&[&["quote", "check", "--json", "--as-of", "2026-11-25", path], more].concat());
    (ran.code(), ran.json())
}

/// What is wrong in the article: words of the claim, and what must be found.
const WRONG: &[(&str, &str)] = &[
    ("300万元", "other_figure"),
    ("150万元", "altered"),
    ("就高、重复的原则", "altered"),
    ("第二十八条", "no_such_article"),
    ("对新设立区域总部", "other_article"),
    ("对带技术、带项目", "misattributed"),
    ("栖梧府办规〔2024〕15号", "other_number"),
    ("《璟澜市引进和培育数字技术人才若干措施》", "misnamed"),
    ("按照项目研发投入的20%", "superseded"),
    ("璟经信规〔2023〕8号", "no_such_number"),
    ("得以已经废止", "misleading_cut"),
    ("对首次取得软件企业评估证书", "stitched"),
    ("数据合规官", "not_in_document"),
    ("may be granted", "altered"),
    ("13 million yuan", "other_figure"),
];

#[test]
fn an_article_is_checked() {
    let Some(folder) = real("laws/民法典") else { return };
    let user = User::new();
    user.ingest(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/sample"));
    user.ingest(&folder);
    let (code, report) = check(&user, &draft("software-industry.md"), &[]);
    let findings = report["findings"].as_array().unwrap();
    for finding in findings {
        println!("{} {} {} {}", finding["line"], finding["outcome"], finding["code"], finding["text"]);
    }
    let wrong: Vec<&Value> = findings.iter().filter(|finding| finding["outcome"] == "wrong").collect();
    for (words, code) in WRONG {
        let found = wrong.iter().find(|finding| finding["text"].as_str().unwrap().contains(words));
        assert!(found.is_some_and(|found| found["code"] == *code), "{words}: {found:?}");
    }
    assert_eq!(wrong.len(), WRONG.len(), "{wrong:?}");
    assert!(report["right"].as_u64().unwrap() >= 25, "{report}");
    assert_eq!(code, 1);
}

/// A line of the sample that stands nowhere else.
const CLAUSE: &str = "支持软件产业遵循市场主导、创新驱动、突出重点、公开透明的原则";

#[test]
fn the_index_of_quotations_is_kept_in_step() {
    let user = User::new();
    let file = user
        .file("texts/a.md", format!("# 示例办法\n\n第一条 {CLAUSE}。\n\n第二条 本办法自公布之日起施行。\n"));
    user.ingest(file.parent().unwrap());
    assert_eq!(verify(&user, CLAUSE).1["match"], "exact");
    let changed = CLAUSE.replace("公开透明", "公平公正");
    for round in 0..6 {
        let text = format!("# 示例办法{round}\n\n第一条 {changed}，第{round}次。\n");
        user.file(&format!("texts/b{round}.md"), text);
        user.ingest(file.parent().unwrap());
    }
    let (_, verdict) = verify(&user, &changed);
    assert_eq!((verdict["match"].as_str(), verdict["total"].as_u64()), (Some("exact"), Some(6)), "{verdict}");
    // A file that changes takes its old words with it.
    user.file("texts/a.md", "# 示例办法\n\n第一条 全文另行规定，以新的办法为准。\n");
    user.ingest(file.parent().unwrap());
    let (_, verdict) = verify(&user, CLAUSE);
    assert!(verdict["match"] != "exact" || verdict["status"] == "superseded", "{verdict}");
    let index = user.data().join("index/quotations");
    assert!(fs::read_dir(&index).unwrap().count() <= 5, "segments are joined");
    fs::remove_dir_all(&index).unwrap();
    let missing = user.run(&["quote", "verify", CLAUSE]);
    assert_eq!(missing.code(), 2);
    assert!(missing.stderr().contains("polidex index update"), "{}", missing.stderr());
    assert_eq!(user.run(&["index", "update"]).code(), 0);
    assert_eq!(verify(&user, &changed).1["total"], 6);
    // Damage is named, and built anew.
    let segment = fs::read_dir(&index).unwrap().map(|entry| entry.unwrap().path());
    let segment = segment.into_iter().find(|path| path.to_string_lossy().contains("segment-")).unwrap();
    let bytes = fs::read(&segment).unwrap();
    fs::write(&segment, &bytes[..bytes.len() - 3]).unwrap();
    let damaged = user.run(&["quote", "verify", CLAUSE]);
    assert_eq!(damaged.code(), 2);
    assert!(damaged.stderr().contains("index rebuild"), "{}", damaged.stderr());
    assert_eq!(user.run(&["index", "rebuild"]).code(), 0);
    assert_eq!(verify(&user, &changed).1["total"], 6);
}

#[test]
fn what_is_no_quotation_gets_a_clear_answer() {
    let empty = sample().run(&["quote", "verify", " "]);
    assert_eq!(empty.code(), 2);
    assert!(empty.stderr().contains("empty"), "{}", empty.stderr());
    let one = sample().run(&["quote", "verify", "法"]);
    assert_eq!(one.code(), 1);
    assert!(one.stdout().contains("too short") && one.stderr().contains("six Han"), "{}", one.stderr());
    let book = "软件产业的发展需要时间。".repeat(3_000);
    let mut command = sample().command(&["quote", "verify", "-"]);
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), book.as_bytes()).unwrap();
    let ran = child.wait_with_output().unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("book"), "{ran:?}");
    let hostile =
        sample().run(&["quote", "verify", "支持\u{202e}软件产业遵循\u{1b}[31m市场主导、创新驱动的规定"]);
    assert!(!hostile.stdout().contains(['\u{202e}', '\u{1b}']), "{}", hostile.stdout());
}

#[test]
fn drafts_of_every_format_are_read() {
    let user = sample();
    let text = format!("《璟澜市支持软件产业高质量发展办法》第三条规定：“{CLAUSE}。”又称最高补助。\n");
    let scratch = User::new();
    let right = |path: &Path| {
        let (code, report) = check(user, path, &[]);
        assert_eq!((code, report["wrong"].as_u64()), (0, Some(0)), "{report}");
        assert!(report["right"].as_u64() >= Some(3), "{report}");
    };
    right(&scratch.file("draft.md", &text));
    right(&scratch.file("draft.txt", &text));
    right(&scratch.file("gbk.txt", encoding_rs::GBK.encode(&text).0));
    let page =
        format!("<html><body><article><h1>一篇稿件</h1><p>{text}</p><p>{text}</p></article></body></html>");
    right(&scratch.file("draft.html", page));
    for (name, bytes, words) in [
        ("empty.md", &b""[..], "no text"),
        (
            "old.docx",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
            "encrypted",
        ),
        ("binary.txt", b"\x7fELF\x00\x01\x02", "binary"),
    ] {
        let ran = user.run(&["quote", "check", scratch.file(name, bytes).to_str().unwrap()]);
        assert_eq!(ran.code(), 2, "{name}");
        assert!(ran.stderr().contains(words), "{name}: {}", ran.stderr());
    }
    let ran = user.run(&["quote", "check", "/no/such/draft.md"]);
    assert_eq!(ran.code(), 2);
}

#[test]
fn reports_come_in_four_forms_and_are_no_markup() {
    let scratch = User::new();
    let wrong = CLAUSE.replace("公开透明", "公开<b>不</b>透明");
    let path = scratch.file(
        "draft.txt",
        format!("《璟澜市支持软件产业高质量发展办法》规定：“{wrong}”。<script>alert(1)</script>\n"),
    );
    let path = path.to_str().unwrap();
    let form = |form: &str| {
        let ran = sample().run(&["quote", "check", path, "--format", form]);
        assert_eq!(ran.code(), 1, "{}", ran.stderr());
        ran.stdout()
    };
    let terminal = form("terminal");
    assert!(terminal.contains("wrong") && terminal.contains("grave: a negation"), "{terminal}");
    let html = form("html");
    assert!(html.contains("<mark class=\"wrong\">") && !html.contains("<script"), "{html}");
    assert!(!html.contains("http://") && !html.contains("src="), "{html}");
    let markdown = form("markdown");
    assert!(
        markdown.contains("| wrong | quotation |") && markdown.contains("\\<script\\>")
            || !markdown.contains("<script>")
    );
    let json: Value = serde_json::from_str(&form("json")).unwrap();
    assert_eq!(json["findings"][0]["kind"], "title");
    let zh = sample().run(&["--locale", "zh", "quote", "check", path]);
    assert!(zh.stdout().contains("严重：否定词"), "{}", zh.stdout());
}

#[test]
fn a_draft_is_watched_while_it_is_written() {
    use std::io::{BufRead, BufReader};
    let scratch = User::new();
    let path = scratch.file("draft.txt", format!("《璟澜市支持软件产业高质量发展办法》规定：“{CLAUSE}”。\n"));
    let mut command = sample().command(&["quote", "check", path.to_str().unwrap(), "--json", "--watch"]);
    let mut child =
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(next()["wrong"], 0);
    fs::write(
        &path,
        format!("《璟澜市支持软件产业高质量发展办法》规定：“{}”。\n", CLAUSE.replace("公开", "不公开")),
    )
    .unwrap();
    assert_eq!(next()["wrong"], 1);
    child.kill().unwrap();
    child.wait().unwrap();
}
