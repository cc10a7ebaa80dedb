//! The expectations of Google's suite for robots.txt, less those that contradict RFC 9309.
//!
//! The suite is not part of the project; without it this test says so and passes.

#![allow(clippy::print_stdout, reason = "tests say on standard output what they skipped")]

#[path = "robots_expectations/text_proto.rs"]
mod text_proto;

use polidex_ingest::fetch::robots::Robots;
use std::{fs, path::Path};
use text_proto::Message;
use url::Url;

/// Why polidex does otherwise than Google's parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {}

/// The expectations that are not met: file, number of the robots.txt and of the expectation within
/// it, from 0, and the reason.
const CONFLICTS: &[(&str, usize, usize, Reason)] = &[];

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
            let file = text_proto::parse(&fs::read_to_string(&path).unwrap());
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            asked += check(&stem, &file, &mut unmet);
        }
    }
    assert_eq!(asked, 400);
    let listed: Vec<_> =
        CONFLICTS.iter().map(|&(file, text, number, _)| (file.to_owned(), text, number)).collect();
    assert_eq!(unmet, listed);
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
