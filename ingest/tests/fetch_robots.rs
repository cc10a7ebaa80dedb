//! The expectations of Google's suite for robots.txt, less those that contradict RFC 9309.
//!
//! The suite is not part of the project; without it this test says so and passes.

use crate::text_proto::Message;
use polidex_ingest::fetch::robots::Robots;
use std::{fs, path::Path};
use url::Url;

/// Why polidex does otherwise than Google's parser.
#[derive(Debug, Clone, Copy)]
enum Reason {
    /// RFC 9309, 2.2.2: "The /robots.txt URI is implicitly allowed." Google's matcher applies the rules
    /// to it like to any other.
    RobotsItself,
    /// RFC 9309, 2.2.2: octets outside of ASCII are percent-encoded before the comparison. Google's
    /// matcher leaves encoding addresses to its caller and compares what it is given.
    EncodedAddress,
    /// RFC 9309, 2.2.2: percent-encoded unreserved octets are decoded before the comparison, so
    /// `%62%61%7A` is `baz`. Google's matcher compares the two as different.
    DecodedRule,
    /// RFC 9309, 2.2.2: a rule matches what begins with its path, and the longest match decides. That
    /// allowing a folder's `index.html` allows the folder is Google's own addition, and would read more
    /// than the RFC allows.
    IndexPage,
}

/// The expectations that are not met: file, number of the robots.txt and of the expectation within
/// it, from 0, and the reason.
const CONFLICTS: [(&str, usize, usize, Reason); 8] = [
    ("index-page", 0, 0, Reason::IndexPage),
    ("non-ascii-paths", 1, 1, Reason::EncodedAddress),
    ("non-ascii-paths", 2, 1, Reason::EncodedAddress),
    ("non-ascii-paths", 3, 0, Reason::DecodedRule),
    ("327748", 0, 5, Reason::RobotsItself),
    ("369883", 0, 5, Reason::RobotsItself),
    ("369883", 0, 9, Reason::RobotsItself),
    ("860237", 0, 9, Reason::RobotsItself),
];

#[test]
fn expectations_are_met_but_for_the_listed_conflicts() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/robots");
    if !suite.exists() {
        println!("skipped: ../shared/data is absent");
        return;
    }
    let mut asked = 0;
    let mut unmet = Vec::new();
    for folder in ["correctness", "stress"] {
        let mut files: Vec<_> =
            fs::read_dir(suite.join(folder)).unwrap().map(|file| file.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "textproto"));
        files.sort();
        for path in files {
            let file = crate::text_proto::parse(&fs::read_to_string(&path).unwrap());
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            asked += check(&stem, &file, &mut unmet);
        }
    }
    assert_eq!(asked, 400);
    let listed = CONFLICTS.map(|(file, text, number, _)| (file.to_owned(), text, number));
    assert_eq!(unmet, listed, "the reasons listed: {CONFLICTS:?}");
}

/// Checks the expectations of one file and returns how many there are.
fn check(stem: &str, file: &Message, unmet: &mut Vec<(String, usize, usize)>) -> usize {
    let base = Url::parse("http://example.com/").unwrap();
    let mut asked = 0;
    for (text, test) in file.messages("tests").enumerate() {
        for (number, expected) in test.messages("test_expectations").enumerate() {
            let robots = Robots::parse(test.bytes("robotstxt"), expected.text("useragent"));
            // An empty address means the top of the site.
            let allowed = robots.allows(&base.join(expected.text("testurl")).unwrap());
            let wanted = match expected.word("expected_outcome") {
                "ALLOWED" => true,
                "DISALLOWED" => false,
                other => panic!("an unknown outcome: {other}"),
            };
            if allowed != wanted {
                unmet.push((stem.to_owned(), text, number));
            }
            asked += 1;
        }
    }
    asked
}
