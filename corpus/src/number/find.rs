//! Finding numbers in running text.

use super::back::{Back, is_closing, is_opening};
use super::{DocumentNumber, Form, english};
use crate::issuer::{ends_like_organ, locate};
use crate::numeral;
use std::ops::Range;

/// What an order or an announcement calls itself. 公告 stands before 告 forms that contain it.
const WORDS: &[&str] = &["令", "公告", "通告"];

/// A code is never as long as this many characters.
const LONGEST_CODE: usize = 24;

/// An issuer is never as long as this many characters.
const LONGEST_ISSUER: usize = 60;

/// Behind these words of a sentence a code or an issuer begins, wherever they stand.
const CUES: &[&str] = &[
    "根据", "按照", "依据", "依照", "遵照", "参照", "比照", "参见", "详见", "落实", "贯彻", "执行", "印发",
    "转发", "发布", "公布", "颁布", "下达", "关于", "符合", "适用", "享受", "出台", "确保", "违反", "实施",
    "继续", "参考", "结合", "了", "为", "是", "以及", "见", "以", "的", "按", "照", "日",
];

/// Behind these a code begins when something stands before them: 和政发 is a code of its own.
const JOINTS: &[&str] = &["和", "与", "及", "或"];

/// First characters of codes: the centre's and the provinces' short names.
const CODE_STARTS: &str = "国中财发工商教科公民司人自生住交水农文卫应审海税银证法高京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔贵云滇藏陕甘青宁新蒙";

/// Every document number in `text`: its byte range, and what it reads as. In order, without
/// overlaps; look-alikes (house numbers, standards, motions) are left out.
pub fn find(text: &str) -> Vec<(Range<usize>, DocumentNumber)> {
    let mut found: Vec<(Range<usize>, DocumentNumber)> = Vec::new();
    for (end, sign) in text.match_indices(['号', '號']) {
        if let Some((range, number)) = ending_at(text, end, end + sign.len())
            && found.last().is_none_or(|(last, _)| last.end <= range.start)
        {
            found.push((range, number));
        }
    }
    english::find(text, &mut found);
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The number whose 号 stands at `sign..end`.
fn ending_at(text: &str, sign: usize, end: usize) -> Option<(Range<usize>, DocumentNumber)> {
    let mut back = Back::new(text, sign);
    back.spaces();
    let digits = back.numeral()?;
    back.spaces();
    let ordinal = back.take(|c| c == '第').is_some();
    back.spaces();
    let Some(sequence) = numeral::parse(digits).filter(|_| digits.len() < 24) else {
        return fused(text, back, digits, end);
    };
    if let Some(found) = named(text, back, sequence, ordinal, end) {
        return Some(found);
    }
    if let Some(year) = back.bracketed_year() {
        return standard(text, back, year, sequence, end);
    }
    if ordinal {
        return year_first(text, back, sequence, end);
    }
    fused(text, back, digits, end).or_else(|| worded(text, back, sequence, end))
}

/// 国务院令第322号, 海关总署第61号令, 财政部 税务总局公告（2026年第5号）.
fn named<'t>(
    text: &'t str,
    mut back: Back<'t>,
    sequence: u32,
    ordinal: bool,
    mut end: usize,
) -> Option<(Range<usize>, DocumentNumber)> {
    let after = &text[end..];
    let wrapped_end = after.chars().next().filter(|&c| is_closing(c)).map(|c| end + c.len_utf8());
    let mut year = back.bracketed_year();
    if year.is_none() && back.before().ends_with('年') {
        back.word(&["年"]);
        year = Some(back.year()?);
    }
    back.spaces();
    let mut trial = back;
    if trial.take(is_opening).is_some() && wrapped_end.is_some() {
        trial.spaces();
        if WORDS.iter().any(|word| trial.before().ends_with(word)) {
            back = trial;
            end = wrapped_end?;
        }
    }
    let word = if let Some(word) = back.word(WORDS) {
        word
    } else {
        let word = WORDS.iter().find(|word| ordinal && year.is_none() && after.starts_with(**word))?;
        end += word.len();
        word
    };
    // In …措施的通告（第1号） a title stands before the word, no issuer.
    let titled = back.before().ends_with('的');
    let issuer = if titled { "" } else { issuer(text, &mut back) };
    let code = joined(issuer);
    if code.is_empty() && word == "令" {
        return None;
    }
    let range = back.at()..end;
    let number = DocumentNumber::new(&text[range.clone()], Form::Named(word), &code, year, sequence);
    Some((range, number))
}

/// 国发〔2020〕8号, and 〔1982〕3号 whose code the sentence leaves out.
fn standard(
    text: &str,
    mut back: Back,
    year: u16,
    sequence: u32,
    end: usize,
) -> Option<(Range<usize>, DocumentNumber)> {
    let bracket = back.at();
    back.spaces();
    let code = code(text, &mut back);
    if code.is_empty() {
        back.forward_to(bracket);
        text[bracket..].starts_with(['〔', '[', '﹝', '［']).then_some(())?;
    }
    Some(numbered(text, back.at()..end, &code, year, sequence))
}

/// (1988)国税地字第28号.
fn year_first(
    text: &str,
    mut back: Back,
    sequence: u32,
    end: usize,
) -> Option<(Range<usize>, DocumentNumber)> {
    let code = back.han(LONGEST_CODE, false).to_owned();
    back.spaces();
    let year = back.bracketed_year().filter(|_| !code.is_empty())?;
    Some(numbered(text, back.at()..end, &code, year, sequence))
}

/// 财税2016年36号, 国务院一九八○年275号: no brackets at all.
fn worded(text: &str, mut back: Back, sequence: u32, end: usize) -> Option<(Range<usize>, DocumentNumber)> {
    back.word(&["年"])?;
    let year = back.year()?;
    let code = code(text, &mut back);
    let is_code = ends_like_organ(&code) || code.ends_with(['发', '税', '函', '字', '规', '电']);
    is_code.then(|| numbered(text, back.at()..end, &code, year, sequence))
}

/// 医保网信办(202212号: the closing bracket was lost, year and number run together.
fn fused(text: &str, mut back: Back, digits: &str, end: usize) -> Option<(Range<usize>, DocumentNumber)> {
    let (year, sequence) = digits.split_at_checked(4)?;
    let year: u16 = year.parse().ok().filter(|year| (1949..=2100).contains(year))?;
    let sequence = sequence.parse().ok()?;
    back.take(is_opening)?;
    let code = code(text, &mut back);
    (!code.is_empty()).then(|| numbered(text, back.at()..end, &code, year, sequence))
}

fn numbered(
    text: &str,
    range: Range<usize>,
    code: &str,
    year: u16,
    sequence: u32,
) -> (Range<usize>, DocumentNumber) {
    let number = DocumentNumber::new(&text[range.clone()], Form::Standard, code, Some(year), sequence);
    (range, number)
}

/// Reads the code that ends at `back`, without the words of the sentence before it.
fn code(text: &str, back: &mut Back) -> String {
    let end = back.at();
    let run = back.han(LONGEST_CODE, true);
    let mut start = behind_cues(run);
    start += behind_organ(&run[start..]);
    // In （示发〔2020〕8号）和示财税〔2019〕13号 the joint belongs to the sentence.
    if start == 0 && back.before().ends_with(|c: char| is_closing(c) || "》号,，、".contains(c)) {
        start = JOINTS.iter().find(|joint| run.starts_with(**joint)).map_or(0, |joint| joint.len());
    }
    back.forward_to(end - run.len() + start);
    text[back.at()..end].chars().filter(|c| !c.is_whitespace()).collect()
}

/// How many bytes of a run of Han characters belong to the sentence before a code or an issuer.
fn behind_cues(run: &str) -> usize {
    let cues = CUES.iter().filter_map(|cue| run.rfind(cue).map(|at| at + cue.len()));
    // 中华人民共和国 holds a 和 that joins nothing.
    let between = |at: &usize| *at > 0 && !run[..*at].ends_with('共');
    let joints =
        JOINTS.iter().filter_map(|joint| run.rfind(joint).filter(between).map(|at| at + joint.len()));
    let mut start = cues.chain(joints).filter(|&start| start < run.len()).max().unwrap_or(0);
    // A 的 may stand inside the name of a local body (…感染的肺炎疫情防控指挥部).
    if run[..start].ends_with('的') && locate(run).1.is_some() {
        start = 0;
    }
    start + if run[start..].starts_with('原') && run.len() - start > 6 { '原'.len_utf8() } else { 0 }
}

/// In 天津市卫健委津卫医政 the code begins behind the organ: how many bytes that is.
fn behind_organ(run: &str) -> usize {
    run.char_indices()
        .skip(3)
        .filter(|&(at, c)| {
            CODE_STARTS.contains(c)
                && run[..at].ends_with(['委', '局', '部', '厅', '府', '院', '会'])
                && (2..=8).contains(&run[at..].chars().count())
                && run[..at].contains(['省', '市', '区', '县', '国'])
        })
        .map(|(at, _)| at)
        .last()
        .unwrap_or(0)
}

/// Reads the issuer, or the joint issuers, that end at `back`.
fn issuer<'t>(text: &'t str, back: &mut Back<'t>) -> &'t str {
    let end = back.at();
    loop {
        let from = back.at();
        let run = back.han(LONGEST_ISSUER, false);
        let start = behind_cues(run);
        back.forward_to(from - run.len() + start);
        let mut trial = *back;
        trial.take(|c| "、 \u{3000}".contains(c));
        let goes_on = start == 0 && trial.at() < back.at() && ends_like_organ(trial.before());
        if run.is_empty() || !goes_on || end - trial.at() > 600 {
            break;
        }
        *back = trial;
    }
    let found = text[back.at()..end].trim_start_matches(['、', ' ', '\u{3000}']);
    // A doubled character before the state's name is a misprint: 中中华人民共和国.
    let state =
        found.find("中华人民共和国").filter(|&at| !ends_like_organ(&found[..at]) && at < 12).unwrap_or(0);
    let start = state.max(behind_title(found));
    back.forward_to(end - found.len() + start);
    &found[start..]
}

/// How many bytes of a run before 公告 are a title or another number: 关于…的公告财政部, 第11号和.
fn behind_title(found: &str) -> usize {
    if let Some(rest) = found.strip_prefix(['号', '號']) {
        return found.len() - rest.trim_start_matches(['和', '、', '及']).len();
    }
    if !found.contains("关于") {
        return 0;
    }
    ["公告", "通告", "通知", "决定"]
        .iter()
        .filter_map(|kind| found.rfind(kind).map(|at| at + kind.len()))
        .max()
        .unwrap_or(0)
}

/// The canonical form of joint issuers: without the state's name, joined by single spaces.
fn joined(issuers: &str) -> String {
    let names: Vec<&str> = crate::issuer::split(issuers)
        .into_iter()
        .map(|name| name.trim_start_matches("中华人民共和国"))
        .collect();
    names.join(" ")
}
