//! Quoting with proof: citations, links, bundles, the chain of the archive, both languages side by side.

use crate::{
    haystack::{Ran, User, sample},
    web::{Manners, Web, document},
};
use serde_json::Value;
use std::{fs, path::Path, process::Command};

/// A user who has crawled the small web, and the head that the crawl printed.
fn crawled(web: &Web) -> (User, String) {
    let user = User::new();
    let head = crawl(&user, web, &[]).json()["archive_head"].as_str().unwrap().to_owned();
    (user, head)
}

fn crawl(user: &User, web: &Web, more: &[&str]) -> Ran {
    let file = user.file("example-city.toml", web.source());
    let flags = ["--json", "--allow-private", "--delay", "0", "--contact", "test@example.cn"];
    user.run(&[&["crawl", file.to_str().unwrap()], &flags[..], more].concat())
}

fn path(user: &User, name: &str) -> String {
    user.path(name).to_str().unwrap().to_owned()
}

#[test]
fn a_head_noted_elsewhere_is_found_in_the_chain_for_ever() {
    let web = Web::start(Manners::plain());
    let (user, first) = crawled(&web);
    let one = web.url(&document(1));
    user.run(&["ingest", &one, "--allow-private", "--delay", "0", "--contact", "test@example.cn"]);
    let verified = user.run(&["archive", "verify", "--head", &first, "--json"]);
    assert_eq!(verified.code(), 0, "{}", verified.stdout());
    let report = verified.json();
    assert_eq!(report["noted_head"]["record"]["head"], first.as_str());
    assert!(report["chained"] == report["records"] && report["not_chained"] == 0, "{report}");
    let foreign = user.run(&["archive", "verify", "--head", &"0".repeat(64)]);
    assert_eq!(foreign.code(), 1);
    assert!(foreign.stdout().contains("not in the chain"), "{}", foreign.stdout());
    let nonsense = user.run(&["archive", "verify", "--head", "latest"]);
    assert_eq!(nonsense.code(), 2);
    assert!(nonsense.stderr().contains("64 hexadecimal digits"), "{}", nonsense.stderr());
    // Whoever changes a byte of a record, without breaking it, is found out.
    let warc = fs::read_dir(user.data().join("archive")).unwrap().map(|entry| entry.unwrap().path());
    let warc = warc.filter(|path| path.extension().is_some_and(|ending| ending == "gz")).min().unwrap();
    let mut bytes = fs::read(&warc).unwrap();
    bytes[4] ^= 1;
    fs::write(&warc, bytes).unwrap();
    let verified = user.run(&["archive", "verify", "--locale", "zh"]);
    assert_eq!(verified.code(), 1);
    assert!(verified.stdout().contains("1 处损坏"), "{}", verified.stdout());
}

#[test]
fn a_clause_of_the_web_is_packed_and_checked_offline() {
    let web = Web::start(Manners::plain());
    let (user, head) = crawled(&web);
    let found = user.refs("\"编号2之0\"", &["--limit", "1"]);
    let (file, reference) = (path(&user, "clause.zip"), found[0].as_str());
    let made = user.run(&["evidence", reference, "--quote", "编号2之0", "--out", &file, "--json"]);
    assert_eq!(made.code(), 0, "{}", made.stderr());
    assert_eq!(made.json()["archived"], true);
    // Another data directory, none of the bundle's.
    let elsewhere = User::new();
    let verified = elsewhere.run(&["evidence", "verify", &file, "--json"]);
    assert_eq!(verified.code(), 0, "{}{}", verified.stdout(), verified.stderr());
    let manifest = verified.json()["manifest"].clone();
    assert_eq!(manifest["passage"]["words"], "编号2之0");
    assert_eq!(manifest["texts"][0]["capture"]["location"], web.url(&document(2)));
    assert_eq!(manifest["head"]["head"], head.as_str());
    let again = user.run(&["evidence", reference, "--out", &file]);
    assert_eq!(again.code(), 2, "a bundle is not overwritten");
    let absent = user.run(&["evidence", reference, "--quote", "没有这句话", "--out", &path(&user, "b.zip")]);
    assert_eq!(absent.code(), 2);
    assert!(absent.stderr().contains("quote verify") && !user.path("b.zip").exists());
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(&file, bytes).unwrap();
    let damaged = elsewhere.run(&["evidence", "verify", &file]);
    assert_eq!(damaged.code(), 1, "{}", damaged.stdout());
    let text = elsewhere.file("draft.txt", "no bundle");
    let wrong = elsewhere.run(&["evidence", "verify", text.to_str().unwrap()]);
    assert_eq!(wrong.code(), 2);
    assert!(wrong.stderr().contains("no bundle of evidence"), "{}", wrong.stderr());
    // A citation carries the same head, and where the style has a place for it, the copy.
    let cited = user.run(&["cite", reference, "--json", "--style", "all"]).json();
    assert_eq!(cited[0]["archived"]["sha256"], manifest["texts"][0]["capture"]["sha256"]);
    let legal =
        cited[0]["citations"].as_array().unwrap().iter().find(|citation| citation["style"] == "zh-legal");
    let legal = legal.unwrap()["text"].as_str().unwrap();
    let record_head = cited[0]["archived"]["head"].as_str().unwrap();
    assert!(legal.contains("存档副本") && legal.contains(record_head), "{legal}");
    assert_eq!(user.run(&["archive", "verify", "--head", record_head]).code(), 0);
}

/// Runs a line of a bundle's instructions in its directory.
fn shell(dir: &Path, script: &str) -> (bool, String) {
    let ran = Command::new("bash").args(["-c", script]).current_dir(dir).output().unwrap();
    (ran.status.success(), String::from_utf8_lossy(&ran.stdout).into_owned())
}

/// What the bundle's README says, done as it says.
#[test]
fn a_bundle_is_checked_without_polidex() {
    let web = Web::start(Manners::plain());
    let (user, _) = crawled(&web);
    let found = user.refs("\"编号2之0\"", &["--limit", "1"]);
    let file = path(&user, "clause.zip");
    assert_eq!(user.run(&["evidence", &found[0], "--out", &file]).code(), 0);
    let dir = user.path("unpacked");
    zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap().extract(&dir).unwrap();
    let (sound, said) = shell(&dir, "sha256sum -c SHA256SUMS");
    assert!(sound && said.lines().count() == 7 && said.lines().all(|line| line.ends_with(": OK")), "{said}");

    // The loop over the chain stands in the README word for word; only the first head is to be filled in.
    let readme = fs::read_to_string(dir.join("README.txt")).unwrap();
    let manifest: Value = serde_json::from_slice(&fs::read(dir.join("evidence.json")).unwrap()).unwrap();
    let before = manifest["texts"][0]["links"][0]["before"].as_str().unwrap();
    let start = readme.find("before=…").unwrap();
    let end = readme.find("done < chain.tsv").unwrap() + "done < chain.tsv".len();
    let walk = readme[start..end].replace("before=…", &format!("before={before}"));
    assert_eq!(shell(&dir, &walk), (true, String::new()));

    let sum = manifest["texts"][0]["capture"]["sha256"].as_str().unwrap();
    if Command::new("warcio").arg("--version").output().is_ok() {
        let (sound, said) = shell(&dir, "warcio check -v record-1.warc.gz");
        assert!(sound && said.contains("digest pass"), "{said}");
        let extract = readme.lines().find(|line| line.contains("warcio extract")).unwrap();
        let (_, said) = shell(&dir, extract);
        assert_eq!(said.split_whitespace().next(), Some(sum), "{extract}");
    } else {
        println!("skipped: warcio is not on the PATH");
    }

    // Each of the checks finds what was changed.
    let chain = fs::read_to_string(dir.join("chain.tsv")).unwrap();
    let last = chain.lines().last().unwrap();
    let (number, _) = last.split_once('\t').unwrap();
    let other = if last.ends_with('0') { "1" } else { "0" };
    let changed = format!("{}{other}\n", &chain.trim_end()[..chain.trim_end().len() - 1]);
    fs::write(dir.join("chain.tsv"), changed).unwrap();
    assert_eq!(shell(&dir, &walk), (true, format!("line {number}\n")));
    let (sound, said) = shell(&dir, "sha256sum -c SHA256SUMS");
    assert!(!sound && said.contains("chain.tsv: FAILED"), "{said}");
}

#[test]
fn a_crawl_goes_well_although_the_authority_of_time_stamps_does_not_answer() {
    let web = Web::start(Manners::plain());
    let user = User::new();
    let config = format!("[timestamp]\nurl = \"{}\"\nallow_private = true\n", web.url("/no-authority"));
    let config = user.file("polidex.toml", config);
    let ran = crawl(&user, &web, &["--config", config.to_str().unwrap()]);
    assert!(ran.code() <= 1 && ran.json()["documents"].as_u64() > Some(0), "{}", ran.stderr());
    assert!(ran.stderr().contains("the head was not time-stamped"), "{}", ran.stderr());
}

#[test]
fn the_samples_translations_run_beside_their_originals_paragraph_by_paragraph() {
    let user = sample();
    let mut rows_in_all = 0;
    for reference in ["zh/software-measures.md", "en/software-plan.md"] {
        let shown = user.run(&["show", reference, "--parallel", "--json"]);
        assert_eq!(shown.code(), 0, "{}", shown.stderr());
        let both = shown.json();
        assert_eq!(both["chinese"]["authority"]["standing"], "original");
        assert_eq!(both["english"]["authority"]["standing"], "official_translation");
        assert!(both["english"]["authority"]["authoritative"].is_string());
        let rows = both["rows"].as_array().unwrap();
        let paragraphs = |side: &str| -> Vec<u64> {
            rows.iter().map(|row| row[side].as_array().unwrap().len() as u64).collect()
        };
        // Both texts have the same paragraphs in the same order: one to one is right, all else is wrong.
        let wrong: Vec<&Value> = rows
            .iter()
            .filter(|row| {
                [&row["chinese"], &row["english"]].iter().any(|side| side.as_array().unwrap().len() != 1)
            })
            .collect();
        assert!(wrong.is_empty(), "{reference}: {wrong:#?}");
        assert_eq!(paragraphs("chinese").iter().sum::<u64>(), paragraphs("english").iter().sum::<u64>());
        rows_in_all += rows.len();
    }
    println!("{rows_in_all} paragraphs, all beside their counterpart");
    let clause = user.run(&["show", "zh/software-measures.md#第五条", "--parallel"]);
    assert!(
        clause.stdout().contains("Article 5") && clause.stdout().contains("official translation"),
        "{}",
        clause.stdout()
    );
    let alone = user.run(&["show", "zh/talent-measures.md", "--parallel"]);
    assert_eq!(alone.code(), 1);
    assert!(alone.stderr().contains("no version in the other language"), "{}", alone.stderr());
}

#[test]
fn citations_and_bundles_carry_the_other_language() {
    let user = sample();
    let cited = user.run(&["cite", "zh/software-measures.md#第五条", "--style", "zh-legal", "--json"]).json();
    let beside = &cited[0]["counterpart"];
    assert_eq!(
        (&beside["standing"], &beside["lang"]),
        (&"official_translation".into(), &"en".into()),
        "{cited}"
    );
    assert!(beside["text"].as_str().unwrap().starts_with("Article 5"), "{cited}");
    let whole = user.run(&["cite", "en/software-plan.md", "--json"]).json();
    assert_eq!(whole[0]["counterpart"]["standing"], "original");
    assert_eq!(whole[0]["counterpart"]["text"], "璟澜市软件产业高质量发展“十四五”规划");
    // The citation stands alone on standard output, to be pasted.
    let ran = user.run(&["cite", "zh/software-measures.md#第五条", "--style", "zh-legal"]);
    assert!(
        ran.stderr().contains("official translation: ") && ran.stdout().lines().count() == 1,
        "{}",
        ran.stdout()
    );
    let alone = user.run(&["cite", "zh/talent-measures.md", "--json"]).json();
    assert!(alone[0].get("counterpart").is_none(), "{alone}");

    let scratch = User::new();
    let file = path(&scratch, "both.zip");
    let made = user.run(&[
        "evidence",
        "zh/software-measures.md#第五条",
        "--quote",
        "一次性奖励15万元",
        "--out",
        &file,
    ]);
    assert_eq!(made.code(), 0, "{}", made.stderr());
    let verified = scratch.run(&["evidence", "verify", &file, "--json"]);
    assert_eq!(verified.code(), 0, "{}", verified.stdout());
    let beside = &verified.json()["manifest"]["passage"]["counterpart"];
    assert_eq!(beside["standing"], serde_json::json!(["official translation", "官方译文"]));
    assert!(beside["words"].as_str().unwrap().contains("150,000 yuan"), "{beside}");
}

#[test]
fn translations_are_labelled_by_who_made_them() {
    let user = User::new();
    let original = |name: &str| {
        format!(
            "+++\nlang = \"zh-Hans\"\nillustrative = true\n+++\n# 示例办法{name}\n\n第一条 对首次获评的示例企业，给予一次性奖励15万元。\n\n第二条 本办法自2024年7月1日起施行。\n"
        )
    };
    let translation = |name: &str, note: &str| {
        format!(
            "+++\nlang = \"en\"\ntranslation_of = \"zh/{name}.md\"\nillustrative = true\n+++\n# Example Measures {name}\n\n{note}\n\nArticle 1 An enterprise recognized for the first time shall be granted a one-off reward of 150,000 yuan.\n\nArticle 2 These Measures shall come into force on July 1, 2024.\n"
        )
    };
    let kinds = [
        ("machine", "This is a machine translation.", "machine_translation", "machine translation"),
        ("unofficial", "(Unofficial translation)", "unofficial_translation", "unofficial translation"),
        ("official", "Official translation", "official_translation", "official translation"),
        ("silent", "For information.", "unattributed_translation", "translation of unknown origin"),
    ];
    for (name, note, ..) in kinds {
        user.file(&format!("texts/zh/{name}.md"), original(name));
        user.file(&format!("texts/en/{name}.md"), translation(name, note));
    }
    user.ingest(&user.path("texts"));
    for (name, _, standing, label) in kinds {
        let shown = user.run(&["show", &format!("zh/{name}.md"), "--parallel"]);
        assert!(shown.stdout().contains(&format!("  {label}; the original prevails")), "{}", shown.stdout());
        assert!(shown.stdout().contains("confidence 0."), "{}", shown.stdout());
        let both = user.run(&["show", &format!("zh/{name}.md"), "--parallel", "--json"]).json();
        assert_eq!(both["english"]["authority"]["standing"], standing);
        let cited = user.run(&["cite", &format!("zh/{name}.md#第一条"), "--json"]).json();
        assert_eq!(cited[0]["counterpart"]["standing"], standing, "{cited}");
    }
    // Somebody's own words, of which there is a translation that is not known to be official.
    let ran = user.run(&[
        "quote",
        "verify",
        "--json",
        "a first-time recognized example enterprise gets a single reward of 150,000 yuan",
    ]);
    let verdict = ran.json();
    assert_eq!(verdict["match"], "translated", "{verdict}");
}

#[test]
fn hits_and_documents_say_where_they_come_from() {
    let user = sample();
    let answer = user.search("首次升规 奖励", &["--limit", "3"]);
    for hit in answer["hits"].as_array().unwrap() {
        let link = hit["link"].as_str().unwrap();
        assert!(link.starts_with("https://www.jinglan.example/") && link.contains("#:~:text="), "{link}");
        assert_eq!(hit["provenance"][0]["source"], "sample");
        assert_eq!(hit["provenance"][0]["sha256"].as_str().unwrap().len(), 64);
        assert!(hit["provenance"][0]["tier"].is_null() && hit["provenance"][0]["archived"] == false);
        assert!(hit["authority"]["standing"].is_string());
    }
    let shown = user.run(&["show", "en/software-measures.md#a5", "--locale", "zh"]);
    assert!(
        shown.stdout().contains("官方译文；以原文为准：jingfubanfa-2024-12-zh-hans"),
        "{}",
        shown.stdout()
    );
    assert!(shown.stdout().contains("#:~:text="), "{}", shown.stdout());
    let web = Web::start(Manners::plain());
    let (user, _) = crawled(&web);
    let shown = user.run(&["show", &web.url(&document(2)), "--json"]).json();
    assert_eq!(shown["provenance"][0]["archived"], true);
}

#[test]
fn citations_are_made_for_several_documents_at_once() {
    let user = sample();
    let cited = user.run(&["cite", "zh/software-measures.md#第五条", "--style", "zh-legal"]);
    assert_eq!(cited.code(), 0, "{}", cited.stderr());
    assert!(
        cited.stdout().starts_with(
            "《璟澜市支持软件产业高质量发展办法》（璟府办发〔2024〕12号）第五条，2024年5月20日版"
        ),
        "{}",
        cited.stdout()
    );
    let items = user.run(&["cite", "zh/software-plan.md", "en/news-conference.md", "--style", "csl-json"]);
    let items: Value = serde_json::from_str(&items.stdout()).unwrap();
    assert_eq!(items.as_array().unwrap().len(), 2);
    let some = user.run(&["cite", "zh/software-plan.md", "没有这份文件", "--style", "ris"]);
    assert_eq!(some.code(), 1);
    assert!(
        some.stdout().contains("TY  - GOVDOC") && some.stderr().contains("no such document"),
        "{}",
        some.stderr()
    );
    let style = user.run(&["cite", "zh/software-plan.md", "--style", "harvard"]);
    assert_eq!(style.code(), 2);
    assert!(style.stderr().contains("gb7714-2025"), "{}", style.stderr());
    let listed = user.run(&["cite", "--list"]);
    assert!(listed.stdout().contains("Not verified"), "{}", listed.stdout());
    let listed = user.run(&["cite", "--list", "--locale", "zh"]);
    assert!(listed.stdout().contains("未能核实"), "{}", listed.stdout());
}
