//! Synthetic policies in any number, for stores larger than the real texts at hand.
//!
//! How documents are built, how long their articles and sentences are and which words they use is learned
//! at run time from real laws; sentences are put together from pieces of several laws about related matters,
//! so that no sentence is one of theirs and words stand together as they do there. Document `n` of a seed is
//! always the same, whatever is made before it. Title, number, issuer's notice and text say that it is
//! synthetic: nobody shall take one for a policy.

mod learn;

use fastrand::Rng;
use learn::{Block, Law, Line, Pieces, laws};
use polidex_corpus::numeral;
use serde::Serialize;
use std::{collections::BTreeMap, path::Path};

/// Of so many documents one is a later edition of one before.
const REVISED: u64 = 50;

/// How many laws a document takes most of its words from.
const MODELS: usize = 4;

const PLACES: [&str; 31] = [
    "北京市",
    "天津市",
    "河北省",
    "山西省",
    "内蒙古自治区",
    "辽宁省",
    "吉林省",
    "黑龙江省",
    "上海市",
    "江苏省",
    "浙江省",
    "安徽省",
    "福建省",
    "江西省",
    "山东省",
    "河南省",
    "湖北省",
    "湖南省",
    "广东省",
    "广西壮族自治区",
    "海南省",
    "重庆市",
    "四川省",
    "贵州省",
    "云南省",
    "西藏自治区",
    "陕西省",
    "甘肃省",
    "青海省",
    "宁夏回族自治区",
    "新疆维吾尔自治区",
];

const KINDS: [&str; 8] =
    ["管理办法", "条例", "实施细则", "若干规定", "暂行办法", "若干措施", "促进条例", "实施意见"];

/// A document as a line of JSON lines.
#[derive(Serialize)]
pub struct Document {
    /// Its name in the source.
    pub id: String,
    lang: &'static str,
    /// Its title, which says that it is synthetic.
    pub title: String,
    /// Its text.
    pub text: String,
    issuer: String,
    doc_number: String,
    written: String,
    published: String,
    effective: String,
    /// About how many clauses will be read from it.
    #[serde(skip)]
    pub clauses: usize,
}

/// A source of synthetic documents.
pub struct Synthetic {
    laws: Vec<Law>,
    /// Places in `laws` by folder.
    folders: BTreeMap<String, Vec<usize>>,
    seed: u64,
}

impl Synthetic {
    /// Learns from the laws below `dir`; `None` if there are none.
    pub fn learn(dir: &Path, seed: u64) -> Option<Self> {
        let laws = laws(dir);
        let mut folders = BTreeMap::<String, Vec<usize>>::new();
        for (place, law) in laws.iter().enumerate() {
            folders.entry(law.folder.clone()).or_default().push(place);
        }
        (!laws.is_empty()).then_some(Self { laws, folders, seed })
    }

    /// Document `number`.
    pub fn document(&self, number: u64) -> Document {
        match self.revised(number) {
            Some(before) => self.revision(number, before),
            None => self.first_edition(number),
        }
    }

    /// The document of which `number` is a later edition.
    fn revised(&self, number: u64) -> Option<u64> {
        (number % REVISED == REVISED - 1)
            .then(|| self.rng(number).u64(0..=number / REVISED) * REVISED + number / 7 % (REVISED - 1))
            .filter(|&before| before < number)
    }

    fn rng(&self, number: u64) -> Rng {
        Rng::with_seed(self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number)
    }

    /// What a first edition begins with; what is drawn next goes into its text.
    fn head(&self, number: u64) -> Head {
        let mut rng = self.rng(number);
        let shape = rng.usize(0..self.laws.len());
        let folder = &self.folders[&self.laws[shape].folder];
        let others = (1..MODELS).map(|_| folder[rng.usize(0..folder.len())]);
        let models = std::iter::once(shape).chain(others).collect();
        let place = PLACES[rng.usize(0..PLACES.len())];
        let mut subject = || self.laws[rng.usize(0..self.laws.len())].subject.as_str();
        let (one, other) = (subject(), subject());
        let kind = KINDS[rng.usize(0..KINDS.len())];
        let title = format!("{place}{one}与{other}{kind}（合成文本第{number}号）");
        Head { rng, shape, models, place, title }
    }

    fn first_edition(&self, number: u64) -> Document {
        let Head { mut rng, shape, models, place, title } = self.head(number);
        let mut lines = vec![notice(number)];
        if number > 0 && rng.u8(0..2) == 0 {
            lines.push(self.basis(rng.u64(0..number), &mut rng));
        }
        let mut writer = Writer { all: &self.laws, models: &models, rng: &mut rng };
        let mut clauses = 2 + lines.len();
        let (mut chapter, mut article) = (0, 0);
        for block in &self.laws[shape].blocks {
            clauses += 1;
            match block {
                Block::Heading(words) => {
                    chapter += 1;
                    lines.push(format!("第{}章 {words}", numeral::format(chapter)));
                }
                Block::Article(parts) => {
                    article += 1;
                    for (place, text) in writer.lines(parts).into_iter().enumerate() {
                        let number = numeral::format(article);
                        lines.push(if place == 0 { format!("第{number}条 {text}") } else { text });
                    }
                }
                Block::Paragraph(line) => lines.push(writer.line(line)),
            }
        }
        let year = rng.u16(1995..=2024);
        document(number, place, title, lines.join("\n\n"), (year, rng.u8(1..=12)), clauses)
    }

    /// A later edition: the text before with some lines said anew.
    fn revision(&self, number: u64, before: u64) -> Document {
        let first = self.first_edition(before);
        let fresh = self.first_edition(number);
        let mut rng = self.rng(number);
        let spare: Vec<&str> =
            fresh.text.split("\n\n").skip(1).filter(|line| !line.starts_with('第')).collect();
        let lines: Vec<String> = first
            .text
            .split("\n\n")
            .enumerate()
            .map(|(place, line)| {
                let anew = place > 0 && !line.starts_with('第') && !spare.is_empty() && rng.u8(0..10) == 0;
                if anew { spare[rng.usize(0..spare.len())].to_owned() } else { line.to_owned() }
            })
            .collect();
        // The last article is always changed, or this would be the same text again.
        let text = format!("{}\n\n本文于本年重新合成。", lines.join("\n\n"));
        let place = PLACES.iter().find(|place| first.title.starts_with(**place)).unwrap_or(&PLACES[0]);
        document(number, place, first.title, text, (2025, rng.u8(1..=12)), first.clauses + 1)
    }

    /// The sentence that names what a document rests on, or what it repeals.
    fn basis(&self, named: u64, rng: &mut Rng) -> String {
        let named = self.revised(named).unwrap_or(named);
        let title = self.head(named).title;
        match rng.u8(0..10) {
            0 => format!("本文自发布之日起施行，《{title}》同时废止。"),
            _ => format!("根据《{title}》，结合实际，制定本文。"),
        }
    }
}

/// What is settled of a document before its text.
struct Head {
    rng: Rng,
    /// The law that it is built like.
    shape: usize,
    /// The laws that it takes most of its words from: that one, and others of its folder.
    models: Vec<usize>,
    place: &'static str,
    title: String,
}

fn notice(number: u64) -> String {
    format!("【合成文本 SYNTHETIC】本文第{number}号由程序拼合而成，仅供测量，不是任何机关发布的文件。")
}

fn document(
    number: u64,
    place: &str,
    title: String,
    text: String,
    date: (u16, u8),
    clauses: usize,
) -> Document {
    let (year, month) = date;
    Document {
        id: format!("synthetic-{number}"),
        lang: "zh-Hans",
        title,
        text,
        issuer: format!("{place}人民政府"),
        doc_number: format!("合成府发〔{year}〕{}号", number + 1),
        written: format!("{year}-{month:02}-10"),
        published: format!("{year}-{month:02}-15"),
        effective: format!("{}-01-01", year + 1),
        clauses,
    }
}

/// Puts sentences together.
struct Writer<'a> {
    all: &'a [Law],
    models: &'a [usize],
    rng: &'a mut Rng,
}

impl Writer<'_> {
    fn lines(&mut self, lines: &[Line]) -> Vec<String> {
        let mut item = 0;
        lines
            .iter()
            .map(|line| {
                let text = self.line(line);
                item = if line.item { item + 1 } else { 0 };
                if line.item { format!("（{}）{text}", numeral::format(item)) } else { text }
            })
            .collect()
    }

    fn line(&mut self, line: &Line) -> String {
        line.sentences.iter().map(|&pieces| self.sentence(pieces)).collect()
    }

    fn sentence(&mut self, pieces: usize) -> String {
        if pieces <= 1 {
            return self.piece(|pieces| &pieces.whole).to_owned();
        }
        let mut sentence = self.piece(|pieces| &pieces.first).to_owned();
        for _ in 2..pieces {
            sentence.push('，');
            sentence.push_str(self.piece(|pieces| &pieces.middle));
        }
        sentence.push('，');
        sentence.push_str(self.piece(|pieces| &pieces.last));
        sentence
    }

    /// A piece of one of the models, or, one time in four, of any law.
    fn piece(&mut self, pool: impl Fn(&Pieces) -> &Vec<String>) -> &str {
        loop {
            let law = if self.rng.u8(0..4) == 0 {
                self.rng.usize(0..self.all.len())
            } else {
                self.models[self.rng.usize(0..self.models.len())]
            };
            let pieces = pool(&self.all[law].pieces);
            if !pieces.is_empty() {
                return &pieces[self.rng.usize(0..pieces.len())];
            }
        }
    }
}
