//! The sample corpus: short documents about a fictional city, and catalogue entries of three real
//! policies. It is part of the binary, so that a demonstration needs neither network nor files.

use std::{fs, io, path::Path};

/// One file of the sample corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleFile {
    /// Path below the corpus with `/`, such as `zh/software-measures.md`. After
    /// [`write_to`] and an ingest of that folder it is the document's external id.
    pub name: &'static str,
    /// The whole file: Markdown with TOML front matter, or JSON lines.
    pub text: &'static str,
}

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$(SampleFile { name: $name, text: include_str!(concat!("../sample/", $name)) }),+]
    };
}

/// Every file of the sample corpus, sorted by name.
pub const FILES: &[SampleFile] = files![
    "catalogue.jsonl",
    "en/foreign-investment-guide.md",
    "en/news-conference.md",
    "en/software-measures.md",
    "en/software-plan.md",
    "zh-hant/digital-services-notice.md",
    "zh/first-version-rules.md",
    "zh/innovation-fund-measures-2019.md",
    "zh/innovation-fund-measures-2023.md",
    "zh/news-parks.md",
    "zh/park-certification.md",
    "zh/qiwu-supporting-measures.md",
    "zh/repeal-announcement.md",
    "zh/software-measures-explained.md",
    "zh/software-measures.md",
    "zh/software-plan-summary.md",
    "zh/software-plan.md",
    "zh/software-policies-2019.md",
    "zh/talent-measures.md",
];

/// The file of that name.
pub fn file(name: &str) -> Option<&'static SampleFile> {
    FILES.iter().find(|file| file.name == name)
}

/// Writes the sample corpus below `dir`, making folders where they are missing and replacing files
/// of the same names. Fails when a folder or file cannot be written.
pub fn write_to(dir: &Path) -> io::Result<()> {
    for file in FILES {
        let path = dir.join(file.name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, file.text)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, Lang};
    use std::collections::BTreeSet;

    /// Front matter and body of a Markdown file.
    fn parts(file: &SampleFile) -> (toml::Table, &'static str) {
        let rest = file.text.strip_prefix("+++\n").expect("front matter opens the file");
        let (front, body) = rest.split_once("\n+++\n").expect("front matter is closed");
        (front.parse().expect("front matter is TOML"), body)
    }

    fn markdown() -> impl Iterator<Item = &'static SampleFile> {
        FILES.iter().filter(|file| file.name != "catalogue.jsonl")
    }

    fn field<'a>(front: &'a toml::Table, key: &str) -> Option<&'a str> {
        front.get(key).map(|value| value.as_str().expect("a string"))
    }

    fn date(front: &toml::Table, key: &str) -> Option<jiff::civil::Date> {
        field(front, key).map(|text| text.parse().expect("a date"))
    }

    #[test]
    fn every_document_is_marked_as_illustrative() {
        for file in markdown() {
            let (front, body) = parts(file);
            assert_eq!(front.get("illustrative"), Some(&true.into()), "{}", file.name);
            let marked =
                ["<!-- 示例文本", "<!-- Illustrative sample"].iter().any(|mark| body.starts_with(mark));
            assert!(marked, "{}", file.name);
        }
    }

    #[test]
    fn catalogue_entries_have_a_title_and_no_text() {
        let entries = file("catalogue.jsonl").expect("the catalogue").text.lines();
        let entries: Vec<serde_json::Value> =
            entries.map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(entries.len(), 3);
        for entry in entries {
            assert_eq!(entry["catalogue"], true);
            assert_eq!(entry["text"], "");
            assert!(entry["title"].is_string() && entry["title_translated"].is_string());
        }
    }

    #[test]
    fn front_matter_is_what_the_model_knows() {
        for file in markdown() {
            let (front, body) = parts(file);
            let name = file.name;
            let lang = Lang::parse(field(&front, "lang").unwrap_or_default());
            let folder = name.split('/').next().and_then(Lang::parse);
            assert_eq!(lang, folder, "{name}");
            assert!(field(&front, "kind").and_then(Kind::parse).is_some(), "{name}");
            assert!(field(&front, "url").is_some_and(|url| url.contains(".example/")), "{name}");
            assert_eq!(body.lines().filter(|line| line.starts_with("# ")).count(), 1, "{name}");
            if let Some(number) = field(&front, "doc_number") {
                assert!(body.lines().any(|line| line == number), "{name}: the number stands in the text");
            }
        }
    }

    #[test]
    fn dates_follow_one_another() {
        for file in markdown() {
            let (front, _) = parts(file);
            let days = ["written", "published"].map(|key| date(&front, key));
            let term = ["effective", "expires"].map(|key| date(&front, key));
            for days in [days, term] {
                assert!(days[0] <= days[1] || days[1].is_none(), "{}", file.name);
            }
            assert!(
                date(&front, "expires") > date(&front, "published") || term[1].is_none(),
                "{}",
                file.name
            );
        }
    }

    /// How a paragraph is marked: by its first characters, without the number itself.
    fn mark(line: &str) -> &'static str {
        let line = line.trim_start_matches(['#', ' ']);
        let numeral = |c: char| "一二三四五六七八九十百之IVX".contains(c) || c.is_ascii_digit();
        let counted = |open: &str, close: &str| {
            let rest = line.strip_prefix(open).map(|rest| (rest, rest.trim_start_matches(numeral)));
            rest.is_some_and(|(rest, tail)| rest.len() > tail.len() && tail.starts_with(close))
        };
        let marks = [
            ("第", "章", "chapter"),
            ("Chapter ", " ", "chapter"),
            ("第", "条", "article"),
            ("Article ", " ", "article"),
            ("（", "）", "bracket"),
            ("(", ")", "bracket"),
            ("", "、", "一、"),
            ("", ".", if line.starts_with(['I', 'V', 'X']) { "I." } else { "1." }),
        ];
        let found = marks.iter().find(|(open, close, _)| counted(open, close));
        found.map_or("text", |(_, _, name)| name)
    }

    /// The paragraphs of a body as levels: every kind of mark is numbered in order of appearance,
    /// so that 一、（一）1. and I. 1. (1) give the same.
    fn outline(body: &str) -> Vec<usize> {
        let mut seen = Vec::new();
        let lines = body.lines().filter(|line| !line.is_empty());
        lines
            .map(|line| {
                let mark = mark(line);
                seen.iter().position(|&known| known == mark).unwrap_or_else(|| {
                    seen.push(mark);
                    seen.len() - 1
                })
            })
            .collect()
    }

    #[test]
    fn translations_run_beside_their_originals_clause_by_clause() {
        let mut pairs = 0;
        for file in markdown() {
            let (front, body) = parts(file);
            let Some(original) = field(&front, "translation_of") else {
                continue;
            };
            let (original_front, original_body) = parts(super::file(original).expect("the original"));
            assert_eq!(outline(body), outline(original_body), "{}", file.name);
            for key in ["written", "effective", "expires", "kind", "family"] {
                assert_eq!(front.get(key), original_front.get(key), "{}: {key}", file.name);
            }
            pairs += 1;
        }
        assert_eq!(pairs, 2);
    }

    #[test]
    fn two_editions_share_a_title_and_differ_in_date() {
        let editions = ["2019", "2023"].map(|year| {
            let file = file(&format!("zh/innovation-fund-measures-{year}.md")).expect("the edition");
            let (front, body) = parts(file);
            let title = body.lines().find(|line| line.starts_with("# "));
            assert!(body.contains("\n<!-- INFO END -->\n"));
            (title, date(&front, "written"))
        });
        assert_eq!(editions[0].0, editions[1].0);
        assert!(editions[0].1 < editions[1].1);
    }

    #[test]
    fn the_corpus_is_complete_and_can_be_written() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write_to(folder.path()).expect("writing");
        write_to(folder.path()).expect("writing over");
        for file in FILES {
            assert_eq!(fs::read_to_string(folder.path().join(file.name)).expect("the file"), file.text);
        }
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
        let mut found = BTreeSet::from(["catalogue.jsonl".to_owned()]);
        for lang in ["en", "zh", "zh-hant"] {
            for entry in fs::read_dir(source.join(lang)).expect("the folder") {
                found.insert(format!("{lang}/{}", entry.expect("an entry").file_name().to_string_lossy()));
            }
        }
        assert!(FILES.iter().map(|file| file.name).eq(found.iter().map(String::as_str)));
    }
}
