//! Slices of real laws, as they are, in other print, altered, put together, and sentences of other texts: what
//! each of them is called, and how long that takes.

use crate::haystack::{laws, long, real};
use jiff::civil::date;
use polidex_corpus::store::Store;
use polidex_search::quoting::{
    Verifier,
    normal::Normal,
    verify::{Grave, Match, Options, Piece, Place, Verdict},
};
use serde_json::Value;
use std::{collections::BTreeMap, fs, sync::LazyLock, thread, time::Instant};

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
    /// Whether it begins or ends inside a number or a word, which makes another one of it.
    cuts_word: bool,
}

impl Slice {
    fn is_at(&self, place: &Place) -> bool {
        place.policy.id == self.policy
            && place.policy.edition == self.edition
            && place.span.start.abs_diff(self.start) <= 2
    }

    fn is_named(&self, verdict: &Verdict, reader: &Reader) -> bool {
        verdict.places.iter().any(|place| self.is_at(place)) || reader.finds(&verdict.quotation, self)
    }
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
        let in_word = |at: usize| {
            text.get(at).is_some_and(|c| c.is_alphanumeric() && !polidex_corpus::text::is_han(*c))
        };
        let cuts = |at: usize| at > 0 && in_word(at - 1) && in_word(at);
        let words = slice.iter().filter(|c| polidex_corpus::text::is_han(**c)).count();
        let ends = [slice[0], slice[length - 1]].iter().all(|c| !c.is_whitespace());
        if ends && words >= 8 && slice.contains(&'\n') == across {
            return Slice {
                text: slice.iter().collect(),
                policy: policy.clone(),
                edition: edition.clone(),
                start,
                cuts_word: cuts(start) || cuts(start + length),
            };
        }
    }
}

/// Milliseconds of processor time that this thread has used, so that other work on the machine does not count;
/// where the system does not tell, milliseconds by the clock.
fn processor_time() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    // The system brings the account of a thread up to date when it gives its turn away.
    thread::yield_now();
    let account = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = account.and_then(|account| account.split(' ').next()?.parse::<u64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64() * 1e3, |nanoseconds| nanoseconds as f64 / 1e6)
}

/// Somebody who verifies quotations as the command does, and notes how long each takes.
struct Reader {
    verifier: Verifier,
    /// Milliseconds, by what the quotations turned out to be.
    times: BTreeMap<String, Vec<f64>>,
}

impl Reader {
    fn new(data: &std::path::Path) -> Self {
        let verifier = Verifier::open(data).unwrap();
        let mut reader = Self { verifier, times: BTreeMap::new() };
        // What is read once, however many quotations follow.
        reader.verify("第一次核对时要读入词典、权重和废止关系");
        reader.times.clear();
        reader
    }

    fn verify(&mut self, quotation: &str) -> Verdict {
        let options = Options::new(date(2026, 11, 25));
        let started = processor_time();
        let verdict = self.verifier.verify(quotation, &options).unwrap();
        let took = processor_time() - started;
        self.times.entry(format!("{:?}", verdict.matched)).or_default().push(took);
        verdict
    }

    /// Whether the slice is among all the places of a quotation, not only those that are shown.
    fn finds(&self, quotation: &str, slice: &Slice) -> bool {
        let options = Options { places: usize::MAX, ..Options::new(date(2026, 11, 25)) };
        let all = self.verifier.verify(quotation, &options).unwrap();
        assert_eq!(all.total, all.places.len(), "{quotation}");
        all.places.iter().any(|place| slice.is_at(place))
    }

    fn report(self) {
        for (matched, mut times) in self.times {
            times.sort_by(f64::total_cmp);
            let at = |share: f64| times[((times.len() - 1) as f64 * share).ceil() as usize];
            let (middle, late, last) = (at(0.5), at(0.99), at(1.0));
            println!(
                "{matched}: {} quotations, p50 {middle:.2} ms, p99 {late:.2} ms, most {last:.2} ms",
                times.len()
            );
        }
    }
}

/// How many slices of each kind are tried.
fn rounds() -> usize {
    if long() { 1_000 } else { 100 }
}

#[test]
fn slices_of_laws_are_exact_and_their_sources_named() {
    let Some(user) = laws() else { return };
    let mut reader = Reader::new(&user.data());
    let texts = texts(reader.verifier.store());
    let mut dice = Dice(7);
    for round in 0..rounds() {
        let slice = slice(&texts, &mut dice, round % 2 == 1);
        let verdict = reader.verify(&slice.text);
        assert_eq!(verdict.matched, Match::Exact, "{}", slice.text);
        assert!(slice.is_named(&verdict, &reader), "{} {}", slice.policy, slice.text);
        assert!(verdict.places.iter().all(|place| place.text.trim() == slice.text || !place.exact));
    }
    reader.report();
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
    let mut reader = Reader::new(&user.data());
    let texts = texts(reader.verifier.store());
    let mut dice = Dice(11);
    let mut done = 0;
    while done < rounds() {
        let across = dice.below(2) == 1;
        let slice = slice(&texts, &mut dice, across);
        let Some(changed) = reprinted(&slice.text, &mut dice) else { continue };
        let verdict = reader.verify(&changed);
        // Some other text may be printed just like this.
        if verdict.matched != Match::Exact {
            assert_eq!(verdict.matched, Match::Normalised, "{changed}");
            assert!(slice.is_named(&verdict, &reader), "{changed}");
            assert!(!verdict.places[0].normalisations.is_empty());
        }
        done += 1;
    }
    reader.report();
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
    let mut reader = Reader::new(&user.data());
    let texts = texts(reader.verifier.store());
    let all: String = texts
        .iter()
        .flat_map(|(_, _, text)| {
            Normal::new(&text.iter().collect::<String>()).chars.into_iter().chain(['\n'])
        })
        .collect();
    let mut dice = Dice(13);
    let mut done = 0;
    while done < rounds() {
        let across = dice.below(2) == 1;
        let slice = slice(&texts, &mut dice, across);
        let chars: Vec<char> = slice.text.chars().collect();
        let Some((changed, grave)) = altered(&chars, &mut dice).filter(|_| !slice.cuts_word) else {
            continue;
        };
        let (normal, original) = (Normal::new(&changed), Normal::new(&slice.text));
        let core: String = normal.chars[normal.words()].iter().collect();
        if all.contains(&core) {
            continue;
        }
        let verdict = reader.verify(&changed);
        assert_eq!(verdict.matched, Match::Altered, "{changed}\n{verdict:?}");
        let difference = verdict.difference.as_ref().unwrap();
        assert_eq!(difference.distance, 1, "{changed}\n{difference:?}");
        let side = |of: fn(&Piece) -> &str| {
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
    reader.report();
}

#[test]
fn what_others_wrote_is_never_called_exact() {
    let (Some(user), Some(corpus)) = (laws(), real("policy-questions/corpus.zh.jsonl")) else { return };
    let mut reader = Reader::new(&user.data());
    let texts = texts(reader.verifier.store());
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
    for _ in 0..rounds() {
        let sentence = *dice.of(&sentences);
        let verdict = reader.verify(sentence);
        if verdict.matched == Match::Exact {
            assert!(all.iter().any(|text| text.contains(&verdict.quotation)), "{sentence}");
        }
    }
    reader.report();
}

#[test]
fn slices_of_two_laws_are_stitched() {
    let Some(user) = laws() else { return };
    let mut reader = Reader::new(&user.data());
    let texts = texts(reader.verifier.store());
    let mut dice = Dice(19);
    let mut stitched = 0;
    for _ in 0..rounds() {
        let mut half = || loop {
            let slice = slice(&texts, &mut dice, false);
            if (20..120).contains(&slice.text.chars().count()) {
                break slice;
            }
        };
        let [one, other] = [half(), half()];
        let verdict = reader.verify(&format!("{}，{}", one.text, other.text));
        if verdict.matched == Match::Stitched {
            stitched += 1;
            assert!(verdict.parts.iter().all(|part| part.place.is_some() && !verdict.omission_marked));
        }
        // A short one behind a long one may be called a change of the long one, but never right.
        assert!(!verdict.matched.is_right());
    }
    println!("{stitched} of {} stitched", rounds());
    reader.report();
    assert!(stitched * 10 >= rounds() * 8);
}
