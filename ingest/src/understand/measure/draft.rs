//! A sentence on the way to its measures: which clause says what of which measure.

use super::cue::{self, Cue};
use super::head::{self, Head};
use super::lead;
use super::lexicon::{BODIES, CARRIERS, CEILINGS, LIMITS, OPENERS};
use super::period;
use super::phrase::{ends_in_entity, particles};
use super::sums::Zone;
use crate::understand::{figure, sentence};
use polidex_corpus::model::MeasureKind;
use std::ops::Range;

/// A measure whose parts are known by their place only.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What makes it a measure.
    pub cue: Cue,
    /// What restricts it, in order.
    pub heads: Vec<Head>,
    /// Where its figures stand.
    pub zones: Vec<Zone>,
    /// Its period, if one is stated.
    pub period: Option<Range<usize>>,
    /// The clauses that state it.
    pub clauses: Vec<Range<usize>>,
}

/// What was read of a sentence so far.
#[derive(Default)]
struct State {
    drafts: Vec<Draft>,
    /// Heads that wait for their benefit.
    heads: Vec<Head>,
    /// The beginning of a clause that says what is counted: 每认定1家企业.
    counting: Option<usize>,
    /// Clauses with figures that wait for it: 按照实际投资额的10%.
    basis: Vec<Zone>,
    /// A period at the head of the sentence, which governs all its measures.
    period: Option<Range<usize>>,
    /// Whether the last clause says who gets it, and not what anybody does.
    heading: bool,
    /// Whether a semicolon stands between the last measure and here.
    parted: bool,
    /// Whether the clause before began with 对 and did not come to who is meant.
    unfinished: bool,
    /// Whether the clause before tells a public body or a carrier what to do; a list of acts goes on.
    duty: bool,
}

/// The drafts of a sentence.
pub fn drafts(text: &str, sentence: &Range<usize>) -> Vec<Draft> {
    let mut state = State::default();
    let sentence = lead::unnumbered(text, sentence.clone());
    for clause in sentence::clauses(text, sentence).into_iter().flat_map(|clause| halves(text, clause)) {
        let stop = text[clause.end..].chars().next();
        if matches!(stop, Some('：' | ':')) && is_label(text, &clause) {
            continue;
        }
        state.read(text, clause);
        if stop == Some('；') {
            state.part_ends();
        }
    }
    state.drafts
}

/// Whether a clause in front of a colon only names what follows: 补贴标准为：, 申报条件：.
fn is_label(text: &str, clause: &Range<usize>) -> bool {
    let words = &text[clause.clone()];
    let names = ["为", "是", "如下", "包括", "下列", "标准", "条件", "方式", "内容", "政策", "对象", "要求"]
        .iter()
        .any(|end| words.ends_with(end));
    let said = words.starts_with('对') || words.ends_with('的') || figure_in(text, clause.clone());
    names && !said && words.chars().count() <= 16
}

/// A clause whose two halves give for two periods: 1个月房租免收、2个月租金减半.
fn halves(text: &str, clause: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[clause.clone()];
    if !cue::possible(words) {
        return vec![clause];
    }
    for (at, _) in words.match_indices('、') {
        let (left, right) =
            (clause.start..clause.start + at, clause.start + at + '、'.len_utf8()..clause.end);
        let whole = |half: &Range<usize>| {
            cue::of(text, half, false).is_some() && period::within(text, half).is_some()
        };
        if whole(&left) && whole(&right) {
            return vec![left, right];
        }
    }
    vec![clause]
}

impl State {
    fn read(&mut self, text: &str, clause: Range<usize>) {
        let mut clause = clause;
        if let Some(period) = period::leading(text, &clause) {
            let head_of_all = self.drafts.is_empty() && self.heads.is_empty();
            let rest = text[period.end..clause.end].trim_start_matches(['，', ' ']);
            if head_of_all || rest.is_empty() {
                self.period = Some(period.clone());
            }
            if rest.is_empty() {
                return;
            }
            if head_of_all {
                clause.start = clause.end - rest.len();
            } else if cue::of(text, &(period.end..clause.end), true).is_some() {
                clause.start = period.end;
                self.own_period(text, &clause, &period);
                return;
            }
        }
        match self.cue(text, &clause) {
            Some(cue) => self.grant(text, clause, cue, None),
            None => self.other(text, clause),
        }
    }

    /// A later clause with a period of its own: 缓缴期间免收滞纳金.
    fn own_period(&mut self, text: &str, clause: &Range<usize>, period: &Range<usize>) {
        match self.cue(text, clause) {
            Some(cue) => self.grant(text, clause.clone(), cue, Some(period)),
            None => self.other(text, clause.clone()),
        }
    }

    fn cue(&self, text: &str, clause: &Range<usize>) -> Option<Cue> {
        let cue = cue::of(text, clause, !self.drafts.is_empty())?;
        let behind = &text[cue.range.end..clause.end];
        let words = &text[clause.clone()];
        // A benefit inside the modifiers of who is spoken of: 对减免房租的业主.
        let topical = words.starts_with('对') && (ends_in_entity(words) || words.ends_with('的'));
        let inside = particles(behind).last().is_some_and(|&at| {
            let noun = &behind[at + '的'.len_utf8()..];
            ends_in_entity(noun) && !figure_in(text, cue.range.end + at..clause.end)
        });
        let inside = inside && object(text, &cue, clause).is_none();
        let topical = topical && (words.ends_with('的') || object(text, &cue, clause).is_none());
        let spoken = inside || topical && !figure_in(text, cue.range.start..clause.end);
        let conditional = words.ends_with('的') && !figure_in(text, cue.range.start..clause.end);
        (!spoken && !conditional).then_some(cue)
    }

    /// A clause that states a benefit.
    fn grant(&mut self, text: &str, clause: Range<usize>, cue: Cue, period: Option<&Range<usize>>) {
        let said = |head: &Head| head.beneficiary.is_some() || !head.conditions.is_empty();
        let split = split(text, &clause, &cue);
        let favoured = object(text, &cue, &clause).map(|range| head::group(text, range));
        let own = match favoured {
            Some(head) => Head { topic: true, ..head },
            None => head::read(text, clause.start..split),
        };
        let own =
            if said(&own) { own } else { goods(text, clause.start..split, &cue, clause.end).unwrap_or(own) };
        let counting = self.counting.take().unwrap_or(clause.start);
        let zone = Zone { range: split..clause.end, clause: counting };
        let own_period = period.cloned().or_else(|| period::within(text, &(split..clause.end)));
        let mut heads = std::mem::take(&mut self.heads);
        if said(&own) && !(self.duty && !own.topic && own.beneficiary.is_none()) {
            heads.push(own);
        }
        let parted = std::mem::take(&mut self.parted);
        self.heading = false;
        self.duty = false;
        let mut zones = std::mem::take(&mut self.basis);
        zones.push(zone);
        if self.extends(text, &cue, &heads, own_period.as_ref(), &clause)
            && let Some(last) = self.drafts.last_mut()
        {
            last.heads.append(&mut heads);
            last.zones.append(&mut zones);
            last.clauses.push(clause);
            last.period = last.period.take().or(own_period);
            return;
        }
        let fresh = heads.iter().any(|head| head.topic || head.beneficiary.is_some());
        if let Some(last) = self.drafts.last().filter(|_| !fresh) {
            let own = parted && heads.iter().any(|head| !head.conditions.is_empty());
            // What stands behind a semicolon with a condition of its own shares the group, and what 对 said of it.
            let shared = |head: &Head| {
                let conditions = if head.topic || !own { head.conditions.clone() } else { Vec::new() };
                Head { conditions, ..head.clone() }
            };
            let mut inherited: Vec<Head> = last.heads.iter().map(shared).collect();
            inherited.append(&mut heads);
            heads = inherited;
        }
        // Of two periods the one of the benefit is its term; the other still restricts it.
        if let (Some(own), Some(general)) = (&own_period, &self.period)
            && own != general
            && self.drafts.is_empty()
        {
            heads.push(Head { conditions: vec![general.clone()], ..Head::default() });
        }
        let period = own_period.or_else(|| self.period.clone());
        self.drafts.push(Draft { cue, heads, zones, period, clauses: vec![clause] });
    }

    /// Whether a benefit only goes on with the one before.
    fn extends(
        &self,
        text: &str,
        cue: &Cue,
        heads: &[Head],
        period: Option<&Range<usize>>,
        clause: &Range<usize>,
    ) -> bool {
        let Some(last) = self.drafts.last() else { return false };
        let words = |range: &Range<usize>| group_name(&text[range.clone()]).to_owned();
        let known: Vec<String> =
            last.heads.iter().filter_map(|head| head.beneficiary.as_ref()).map(words).collect();
        let other_group = heads.iter().any(|head| {
            head.beneficiary.as_ref().is_some_and(|range| {
                let group = words(range);
                // 同一企业 behind 入驻企业 are the same.
                let same = known.iter().any(|one| *one == group || !head.topic && one.ends_with(&group));
                !same && (head.topic || !known.is_empty())
            })
        });
        let figure = figure_in(text, clause.clone());
        let own_period = period.is_some() && last.period.is_some() && period != last.period.as_ref()
            || last.period.is_some()
                && last.period != self.period
                && figure
                && period.is_none()
                && !sums_in(text, clause);
        let again = text[clause.clone()].contains("再给予")
            && last.clauses.iter().any(|c| text[c.clone()].ends_with("基础上"));
        (last.cue.kind == cue.kind || cue.open) && !other_group && !own_period && !again
    }

    /// A clause without a benefit of its own.
    fn other(&mut self, text: &str, clause: Range<usize>) {
        let words = &text[clause.clone()];
        let figures = figure_in(text, clause.clone());
        let basis =
            ["按", "可按", "可以按", "以", "依"].iter().any(|word| words.starts_with(word)) && figures;
        let deducted = words.ends_with("部分")
            && words.contains('额')
            && !figure::shares(text, clause.clone()).is_empty();
        if (basis || deducted) && self.drafts.is_empty() {
            self.basis.push(Zone { range: clause.clone(), clause: clause.start });
            return;
        }
        let counted = ["对单", "对同一", "对每"].iter().any(|lead| words.starts_with(lead)) && figures;
        let headed =
            !counted && (words.ends_with('的') || words.starts_with('对') || words.ends_with("部分"));
        let limiting = LIMITS.iter().any(|word| words.starts_with(word))
            || CEILINGS.iter().any(|word| words.contains(word)) && !headed;
        if let Some(last) = self.drafts.last_mut()
            && !headed
        {
            let term = period::within(text, &clause).filter(|_| !sums_in(text, &clause));
            if let Some(term) = term.filter(|_| {
                words.contains("期")
                    || words.contains("连续")
                    || words.contains("时长")
                    || words.contains("年内")
            }) {
                last.period = Some(term);
                last.clauses.push(clause);
                return;
            }
            if figures && (limiting || basis) {
                last.zones.push(Zone { range: clause.clone(), clause: clause.start });
                last.clauses.push(clause);
                return;
            }
        }
        if words.starts_with('每') || words.starts_with("对每") {
            self.counting = Some(clause.start);
            if words.starts_with('每') {
                return;
            }
        }
        let listed = self.duty && !headed;
        let whole = words.ends_with('的') || ends_in_entity(words);
        let continues = std::mem::replace(&mut self.unfinished, words.starts_with('对') && !whole) && whole;
        // 对…困难，坚持不裁员的参保企业: what goes on behind 对 names a group, whatever it begins with.
        let head = if continues {
            Head { topic: true, ..head::group(text, clause) }
        } else {
            head::read(text, clause)
        };
        self.duty = head.duty || listed && !head.topic;
        let heard = head.beneficiary.is_some() || !head.conditions.is_empty();
        let kept = heard && !self.duty;
        self.heading = kept && !head.soft;
        if kept {
            self.heads.push(head);
        }
    }

    /// A semicolon: heads that found no benefit belong to no later one unless they are thresholds.
    fn part_ends(&mut self) {
        if !self.drafts.is_empty() || !self.heading {
            self.heads.clear();
        }
        self.parted = true;
        self.duty = false;
    }
}

/// The name of a group without what only counts it: 同一企业 is 企业.
fn group_name(words: &str) -> &str {
    ["同一", "单个", "单家", "单户", "单一", "每个", "每家", "每户", "该", "此类", "上述"]
        .iter()
        .find_map(|lead| words.strip_prefix(lead))
        .unwrap_or(words)
}

/// What is supported where no group is named, 对重点保障企业的贷款给予贴息: whoever has none of it gets nothing.
/// What a share is given of is its base instead.
fn goods(text: &str, range: Range<usize>, cue: &Cue, end: usize) -> Option<Head> {
    let relieved = matches!(
        cue.kind,
        MeasureKind::Relief | MeasureKind::Tax | MeasureKind::FeeExemption | MeasureKind::Deduction
    );
    let words =
        text[range.clone()].strip_prefix("对于").or_else(|| text[range.clone()].strip_prefix('对'))?;
    let named = words.chars().count() >= 4 && figure::shares(text, range.end..end).is_empty() && !relieved;
    let object = range.end - words.len()..range.end;
    named.then(|| Head { conditions: Vec::from([object]), topic: true, ..Head::default() })
}

/// The group that a verb of support has as its object: 优先支持研发投入强度大的申报单位.
fn object(text: &str, cue: &Cue, clause: &Range<usize>) -> Option<Range<usize>> {
    let behind = &text[cue.range.end..clause.end];
    let priority = cue.kind == MeasureKind::Priority;
    if priority
        && let Some(favoured) = behind.strip_prefix(['向', '对'])
        && let Some(end) =
            ["倾斜", "提供", "投放", "开放", "供应"].iter().filter_map(|verb| favoured.find(verb)).min()
    {
        let from = clause.end - favoured.len();
        return ends_in_entity(&favoured[..end]).then_some(from..from + end);
    }
    let group =
        match ["支持", "扶持", "资助", "奖励", "推荐"].iter().find_map(|verb| behind.strip_prefix(verb))
        {
            Some(group) if priority => group,
            None if cue::VERBAL_OBJECT.contains(&&text[cue.range.clone()]) => behind,
            _ => return None,
        };
    let range = clause.end - group.len()..clause.end;
    (!particles(group).is_empty() && ends_in_entity(group) && !figure_in(text, range.clone()))
        .then_some(range)
}

/// Whether a sum or a share stands in a range.
fn figure_in(text: &str, range: Range<usize>) -> bool {
    sums_in(text, &range) || !figure::shares(text, range).is_empty()
}

fn sums_in(text: &str, range: &Range<usize>) -> bool {
    !figure::moneys(text, range.clone()).is_empty()
}

/// Where the part of a clause begins that gives: before it stands who gets it and when.
fn split(text: &str, clause: &Range<usize>, cue: &Cue) -> usize {
    let words = &text[clause.start..cue.range.start];
    let led = words.starts_with('对') || words.starts_with("针对") || words.starts_with('将');
    let openers = |from: usize| {
        OPENERS
            .iter()
            .flat_map(move |opener| {
                let opens = |at: &usize| opens(words, *at, opener);
                words.match_indices(opener).map(|(at, _)| at).filter(opens)
            })
            .filter(move |&at| at >= from)
    };
    // What a public body gives begins behind the group: 人民政府应当对…的单位给予奖励.
    let spoken = words.rfind('对').filter(|&at| {
        let giver = words[..at].trim_end_matches("应当").trim_end_matches(['应', '要', '可', '以', '将']);
        BODIES.iter().chain(CARRIERS.iter()).any(|body| giver.ends_with(body))
    });
    if cue.kind == MeasureKind::Other && !words.contains('对')
        || !led && spoken.is_none() && OPENERS.iter().any(|opener| words.starts_with(opener))
    {
        return clause.start;
    }
    let first = spoken.map_or(1, |at| at + 1);
    let openers = |from: usize| openers(from.max(first));
    let complete = openers(1).filter(|&at| ends_in_entity(&words[..at]) && outside_modifier(words, at)).min();
    let last = particles(words).last().map_or(1, |at| at + '的'.len_utf8());
    complete.or_else(|| openers(last).min()).map_or(cue.range.start, |at| clause.start + at)
}

/// Whether an opener stands for itself: not 政府 of 人民政府, not 再 of 再贷款.
fn opens(words: &str, at: usize, opener: &str) -> bool {
    let (before, behind) = (&words[..at], &words[at + opener.len()..]);
    match opener {
        "政府" => !before.ends_with("人民"),
        "再" => !["贷款", "贴现", "担保", "保险", "生", "制造", "就业"]
            .iter()
            .any(|noun| behind.starts_with(noun)),
        "由" => !behind.starts_with('于'),
        "次年" => before.is_empty(),
        "实施" | "进行" => !behind.contains('的'),
        _ => true,
    }
}

/// Whether no modifier goes on behind `at`: 对由国家机构承办的展会 has its noun later.
fn outside_modifier(words: &str, at: usize) -> bool {
    !particles(&words[at..]).iter().any(|&particle| {
        let noun = &words[at + particle + '的'.len_utf8()..];
        super::phrase::first_entity(noun).is_some_and(|entity| noun[..entity.start].chars().count() < 12)
    })
}
