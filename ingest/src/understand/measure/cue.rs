//! What makes a clause state a benefit.

use super::lexicon::{
    AUTOMATIC, CERTIFIES, DEDUCTS, GIVES, LENDS, NEGATIONS, NOUNS, PREFERRED, PREFERS, PREFERS_WHOM,
    RELIEVED, RELIEVES, VERBAL,
};
use super::phrase::{ends_in_entity, particles, unadorned};
use crate::{understand::figure, wordlist::Lists};
use polidex_corpus::model::MeasureKind;
use std::{cell::OnceCell, ops::Range, sync::LazyLock};

/// Shares of interest that are taken over.
const INTEREST: &[&str] = &["贴息率", "贴息比例"];

/// Verbs of support that can stand in front of the group that they favour.
pub const VERBAL_OBJECT: &[&str] = &["奖励", "补助", "补贴", "资助"];

/// What makes of a noun of support the name of its measure: 补贴标准为, 资助上限.
const STANDARD: &[&str] = &[
    "标准为",
    "标准按",
    "标准最高",
    "标准提",
    "标准上调",
    "标准调整",
    "标准由",
    "标准从",
    "标准统一",
    "标准可",
    "比例提高",
    "比例可提高",
    "比例上调",
    "上限",
    "强度",
    "金额根据",
    "金额按",
];

/// What makes of a verb of relief the name of a paper or of a matter: 免税事宜, 减免备案.
const PAPERS: &[&str] = &[
    "备案",
    "事宜",
    "业务",
    "审批",
    "申请表",
    "事项",
    "手续",
    "清单",
    "目录",
    "证明",
    "资格",
    "凭证",
    "核准",
];

/// Verbs that give by themselves, whatever is given.
const STRICT: &[&str] = &["给予", "予以", "给与", "发给", "奖给"];

/// What follows a noun of support that is only spoken about: 补贴办法, 奖励对象.
const SPOKEN_OF: &[&str] = &[
    "办法",
    "政策",
    "对象",
    "申请",
    "条件",
    "程序",
    "管理",
    "范围",
    "工作",
    "项目库",
    "机制",
    "制度",
    "力度",
    "目录",
    "名单",
    "申报",
    "审核",
    "期间",
    "期限",
    "期满",
    "方式",
    "人员",
    "机构",
    "体系",
    "资格",
    "手续",
    "材料",
    "的企业",
    "的单位",
    "的项目",
    "的个人",
    "的人员",
    "协议",
    "合同",
    "中心",
    "服务",
    "决定",
    "事宜",
    "备案",
    "凭证",
    "需求",
    "情况",
];

/// A cue: what kind of support it shows, and where.
#[derive(Debug, Clone)]
pub struct Cue {
    /// The kind of support.
    pub kind: MeasureKind,
    /// Whether no noun names the kind, so that it is that of the measure it goes on with.
    pub open: bool,
    /// Whether only a weak word says that anything is given: 支持, 扶持, 优惠.
    pub weak: bool,
    /// The byte range of the verb that gives, or of the noun where there is none.
    pub range: Range<usize>,
}

/// Lists of words that cues are made of.
#[derive(Clone, Copy)]
enum List {
    Deducts,
    Priority,
    Interest,
    Gives,
    Strict,
    Nouns,
    Strong,
    Relieves,
    Lends,
    GuaranteeFee,
    Certifies,
    Verbal,
    Standard,
    Automatic,
}

/// Which of the lists have a word in some words.
#[derive(Clone, Copy)]
struct Present(u32);

impl Present {
    fn of(words: &str) -> Self {
        static LISTS: LazyLock<Lists> = LazyLock::new(|| {
            let nouns = |least: u8| -> Vec<&str> {
                NOUNS.iter().filter(|noun| noun.2 >= least).map(|noun| noun.0).collect()
            };
            Lists::new(&[
                (List::Deducts as u32, &DEDUCTS),
                (List::Priority as u32, &["优先"]),
                (List::Interest as u32, INTEREST),
                (List::Gives as u32, &GIVES),
                (List::Strict as u32, STRICT),
                (List::Nouns as u32, &nouns(0)),
                (List::Strong as u32, &nouns(2)),
                (List::Relieves as u32, &RELIEVES),
                (List::Lends as u32, &LENDS),
                (List::GuaranteeFee as u32, &["担保费"]),
                (List::Certifies as u32, &["授予", "授牌"]),
                (List::Verbal as u32, &VERBAL),
                (List::Standard as u32, STANDARD),
                (List::Automatic as u32, &AUTOMATIC),
            ])
        });
        Self(LISTS.present(words))
    }

    fn has(self, list: List) -> bool {
        self.0 & 1 << list as u32 != 0
    }

    fn gives(self) -> bool {
        self.has(List::Gives) && (self.has(List::Nouns) || self.has(List::Strict))
    }

    fn standard(self) -> bool {
        self.has(List::Strong) && self.has(List::Standard)
    }
}

/// Whether some words can hold a cue at all.
pub fn possible(words: &str) -> bool {
    let present = Present::of(words);
    let alone = [
        List::Deducts,
        List::Priority,
        List::Interest,
        List::Relieves,
        List::Lends,
        List::GuaranteeFee,
        List::Certifies,
        List::Verbal,
        List::Automatic,
    ];
    present.gives() || present.standard() || alone.into_iter().any(|list| present.has(list))
}

/// A clause on the way to its cue.
struct Clause<'t> {
    words: &'t str,
    start: usize,
    shares: OnceCell<bool>,
    moneys: OnceCell<bool>,
}

/// The cue of a clause, if it states a benefit. `open` says that an earlier clause of the sentence did.
pub fn of(text: &str, clause: &Range<usize>, open: bool) -> Option<Cue> {
    let words = &text[clause.clone()];
    let present = Present::of(words);
    let clause = Clause { words, start: clause.start, shares: OnceCell::new(), moneys: OnceCell::new() };
    let read = |may: bool, read: &dyn Fn(&Clause<'_>) -> Option<Cue>| may.then(|| read(&clause)).flatten();
    let has = |list: List| present.has(list);
    read(has(List::Deducts), &deduction)
        .or_else(|| read(has(List::Priority), &priority))
        .or_else(|| read(has(List::Interest), &interest))
        .or_else(|| read(present.gives(), &grant))
        .or_else(|| read(has(List::Relieves), &relief))
        .or_else(|| read(has(List::Lends), &lending))
        .or_else(|| read(has(List::GuaranteeFee), &guarantee_fee))
        .or_else(|| read(has(List::Certifies), &certification))
        .or_else(|| read(has(List::Verbal), &|clause| verbal(clause, open)))
        .or_else(|| read(present.standard(), &|clause| standard(clause, open)))
        .or_else(|| read(has(List::Automatic), &automatic))
}

impl Clause<'_> {
    /// Whether a share stands in it.
    fn shares(&self) -> bool {
        *self.shares.get_or_init(|| !figure::shares(self.words, 0..self.words.len()).is_empty())
    }

    /// Whether a sum stands in it.
    fn moneys(&self) -> bool {
        *self.moneys.get_or_init(|| !figure::moneys(self.words, 0..self.words.len()).is_empty())
    }

    fn figures(&self) -> bool {
        self.shares() || self.moneys()
    }

    fn cue(&self, kind: MeasureKind, at: usize, len: usize) -> Cue {
        Cue { kind, open: false, weak: false, range: self.start + at..self.start + at + len }
    }

    /// Whether a word that stands at `at` is denied.
    fn denied(&self, at: usize) -> bool {
        let before = &self.words[..at];
        // What stands in a title is said by another document.
        if before.rfind('《') > before.rfind('》') && self.words[at..].contains('》') {
            return true;
        }
        // What somebody strives for is not promised.
        if before.contains("争取") || before.contains("力争") {
            return true;
        }
        let near = before.char_indices().rev().nth(5).map_or(0, |(at, _)| at);
        NEGATIONS.iter().any(|word| {
            // 未就业 denies nothing that follows later.
            before[near..]
                .find(word)
                .is_some_and(|at| *word != "未" || before[near + at..].chars().count() < 3)
        })
    }

    /// Every place of `word` that is not denied.
    fn places<'s>(&'s self, word: &'s str) -> impl Iterator<Item = usize> + 's {
        self.words.match_indices(word).map(|(at, _)| at).filter(|&at| !self.denied(at))
    }
}

fn deduction(clause: &Clause<'_>) -> Option<Cue> {
    let taxed =
        ["税", "所得额"].iter().any(|word| clause.words.contains(word)) || clause.words.contains("加计扣除");
    DEDUCTS.iter().filter(|_| taxed).find_map(|word| {
        let at = clause.places(word).find(|&at| {
            let enjoyed = ["享受", "适用", "给予"].iter().any(|verb| clause.words[..at].contains(verb));
            enjoyed || !spoken_of(&clause.words[at + word.len()..]) && !announced(clause)
        })?;
        Some(clause.cue(MeasureKind::Deduction, at, word.len()))
    })
}

fn spoken_of(behind: &str) -> bool {
    SPOKEN_OF.iter().any(|word| behind.starts_with(word))
}

/// Whether a clause only announces that policies will be carried out: 落实研发费用加计扣除等优惠政策.
fn announced(clause: &Clause<'_>) -> bool {
    let announces = ["落实", "完善", "执行", "确保", "用好", "用足", "探索", "兑现"]
        .iter()
        .any(|verb| unadorned(clause.words).starts_with(verb));
    announces
        && !clause.figures()
        && ["政策", "优惠", "机制", "制度", "措施"]
            .iter()
            .any(|word| clause.words.ends_with(word) || clause.words.contains("政策"))
}

fn priority(clause: &Clause<'_>) -> Option<Cue> {
    let at = clause.places("优先").find(|at| {
        let behind = &clause.words[at + "优先".len()..];
        let whom = PREFERS_WHOM.iter().any(|verb| behind.starts_with(verb))
            && PREFERRED.iter().any(|word| clause.words.contains(word))
            && !["方式", "模式", "模块", "通道", "方法", "本地员工"].iter().any(|end| behind.ends_with(end));
        PREFERS.iter().any(|verb| behind.starts_with(verb)) || behind.starts_with(['给', '对', '向']) || whom
    })?;
    Some(clause.cue(MeasureKind::Priority, at, "优先".len()))
}

/// 财政贴息率提高1个百分点.
fn interest(clause: &Clause<'_>) -> Option<Cue> {
    let at = INTEREST.iter().find_map(|word| clause.places(word).next())?;
    clause.figures().then(|| clause.cue(MeasureKind::InterestSubsidy, at, "贴息".len()))
}

/// 给予一次性奖励50万元, 给予200万元, 可申请…补贴.
fn grant(clause: &Clause<'_>) -> Option<Cue> {
    GIVES.iter().filter_map(|verb| granted(clause, verb)).min_by_key(|cue| cue.range.start)
}

fn granted(clause: &Clause<'_>, verb: &str) -> Option<Cue> {
    clause.places(verb).find_map(|at| {
        if verb == "给"
            && !clause.words[at..].starts_with("给企业")
            && !clause.words[at..].starts_with("给个人")
        {
            return None;
        }
        let from = at + verb.len();
        let behind = &clause.words[from..];
        let strict = STRICT.contains(&verb);
        let named = noun(behind);
        let (kind, strength) = match named {
            Some((kind, strength)) => (kind, strength),
            None if strict && (clause.moneys() && money_follows(clause, from) || clause.shares()) => {
                (MeasureKind::Subsidy, 2)
            }
            None => return None,
        };
        let modal = {
            let before = &clause.words[..at];
            let may = |before: &str| {
                ["可", "可以", "应当", "能", "应", "将", "均", "最高可"]
                    .iter()
                    .any(|word| before.ends_with(word))
            };
            // 可以按照有关规定享受
            let ruled = ["规定", "政策", "标准"].iter().any(|end| before.ends_with(end));
            may(before) || ruled && before.rfind(['按', '依']).is_some_and(|at| may(&before[..at]))
        };
        let enough = match verb {
            "给予" | "予以" | "给与" | "发给" | "奖给" => true,
            "安排" => strength > 1 && clause.shares() && !clause.moneys(),
            "提供" => {
                let ends = NOUNS.iter().any(|noun| noun.2 > 1 && behind.ends_with(noun.0));
                strength > 1 && (clause.figures() || ends && clause.words.contains('对'))
                    || behind.contains("资金支持")
                    || behind.contains("贷款支持")
            }
            "发放" => strength > 0 && (kind != MeasureKind::Loan || modal),
            "申请" | "获得" | "享受" | "领取" | "申领" | "兑现" => {
                strength > 0 && (clause.figures() || modal)
            }
            _ => strength > 1 && clause.figures(),
        };
        let loan_taken =
            kind == MeasureKind::Loan && !strict && !modal && !clause.words[..at].contains("最高");
        (enough && !loan_taken).then(|| {
            let weak = strength == 0 && !clause.figures();
            Cue { open: named.is_none(), weak, ..clause.cue(kind, at, verb.len()) }
        })
    })
}

/// Whether a sum stands close behind a verb.
fn money_follows(clause: &Clause<'_>, from: usize) -> bool {
    let behind = &clause.words[from..];
    let end = behind.char_indices().nth(24).map_or(behind.len(), |(at, _)| at);
    !figure::moneys(behind, 0..end).is_empty()
}

/// The noun of support that decides the kind of what is given, and its strength.
fn noun(behind: &str) -> Option<(MeasureKind, u8)> {
    let mut best: Option<(u8, usize, MeasureKind)> = None;
    for &(word, kind, strength) in NOUNS.iter() {
        let Some(at) = behind.rfind(word) else { continue };
        let rest = &behind[at + word.len()..];
        if spoken_of(rest) || strength == 0 && vague(&behind[..at]) {
            continue;
        }
        let kind = if kind == MeasureKind::Relief { relieved(behind).unwrap_or(kind) } else { kind };
        if best.is_none_or(|(most, last, _)| (strength, at) > (most, last)) {
            best = Some((strength, at, kind));
        }
    }
    best.map(|(strength, _, kind)| (kind, strength))
}

/// Support that is no benefit of the kind meant: 技术支持, 法律支持.
fn vague(before: &str) -> bool {
    [
        "技术",
        "法律",
        "智力",
        "理论",
        "数据",
        "舆论",
        "协助",
        "配合",
        "业务",
        "信息",
        "人力",
        "指导",
        "帮助和",
        "协助和",
        "有力",
        "大力",
    ]
    .iter()
    .any(|word| before.ends_with(word))
}

/// What the clause relieves somebody of.
fn relieved(words: &str) -> Option<MeasureKind> {
    RELIEVED.iter().find(|(word, _)| words.contains(word)).map(|(_, kind)| *kind)
}

/// 免征, 减半征收, 缓缴, 返还.
fn relief(clause: &Clause<'_>) -> Option<Cue> {
    RELIEVES.iter().filter_map(|verb| relieves(clause, verb)).min_by_key(|cue| cue.range.start)
}

fn relieves(clause: &Clause<'_>, verb: &str) -> Option<Cue> {
    clause.places(verb).find_map(|at| {
        let behind = &clause.words[at + verb.len()..];
        let asked = ["可申请", "可以申请", "可享受", "可以享受"]
            .iter()
            .any(|modal| clause.words[..at].contains(modal));
        let end = behind.char_indices().nth(12).map_or(behind.len(), |(at, _)| at);
        if behind.starts_with('”') || announced(clause) {
            return None;
        }
        if PAPERS.iter().any(|paper| behind[..end].contains(paper)) && !clause.figures() && !asked {
            return None;
        }
        let nominal = [
            "的", "金额", "期限", "措施", "政策", "力度", "标准", "资金", "条件", "申请", "手续", "期间",
            "情况", "范围", "项目", "对象", "资格",
        ]
        .iter()
        .any(|word| behind.starts_with(word) && !(asked && *word == "政策"));
        if nominal {
            return None;
        }
        let object = relieved(clause.words);
        let (kind, enough) = match verb {
            "返还" | "退还" | "退付" | "退回" | "暂退" => {
                (returned(clause.words), object.is_some())
            }
            "降低" | "下调" if aim(clause.words) => return None,
            "降低" | "下调" | "下浮" | "优惠" | "调减" | "减收" => (object?, clause.shares()),
            "停息" | "免息" => (MeasureKind::Relief, true),
            "退税" | "即征即退" | "先征后返" | "减计" | "抵免" | "抵减" => {
                (MeasureKind::Tax, true)
            }
            "免征" | "减征" | "减按" | "停征" | "缓征" => {
                (object.unwrap_or(MeasureKind::Tax), true)
            }
            "免费" | "免于" | "免予" | "豁免" | "不收" | "减半" => (object?, true),
            _ => (object.unwrap_or(MeasureKind::FeeExemption), object.is_some() || clause.shares()),
        };
        let spoken = ["措施", "政策"].iter().any(|word| {
            behind.find(word).is_some_and(|at| behind[..at].chars().count() <= 6)
                && !clause.figures()
                && !asked
        });
        (enough && !spoken).then(|| clause.cue(kind, at, verb.len()))
    })
}

/// Whether words state an aim or compare with an earlier time: 目标较上年降低.
fn aim(words: &str) -> bool {
    ["目标", "较上年", "同比", "确保", "力争"].iter().any(|word| words.contains(word))
}

/// The kind of what is paid back.
fn returned(words: &str) -> MeasureKind {
    if words.contains("保证金") || words.contains("押金") {
        MeasureKind::Other
    } else if words.contains('税') {
        MeasureKind::Tax
    } else {
        MeasureKind::Subsidy
    }
}

fn lending(clause: &Clause<'_>) -> Option<Cue> {
    LENDS.iter().find_map(|word| {
        let at = clause.places(word).next()?;
        let before = &clause.words[..at];
        let behind = &clause.words[at + word.len()..];
        let granted = ["可", "给予", "予以", "申请", "办理", "不得盲目", "应", "实行", "提供", "延长"]
            .iter()
            .any(|verb| before.contains(verb));
        let figure = word.contains("贷款") && clause.shares() && behind.chars().count() < 40;
        let kept = matches!(*word, "不抽贷" | "不断贷");
        (granted && !spoken_of(behind) || figure || kept)
            .then(|| clause.cue(MeasureKind::Loan, at, word.len()))
    })
}

/// 担保费率不超过1%.
fn guarantee_fee(clause: &Clause<'_>) -> Option<Cue> {
    let at = clause.places("担保费").next()?;
    clause.shares().then(|| clause.cue(MeasureKind::Guarantee, at, "担保费".len()))
}

fn certification(clause: &Clause<'_>) -> Option<Cue> {
    let at = clause.places("授予").next().or_else(|| clause.places("授牌").next())?;
    let title = CERTIFIES.iter().any(|word| clause.words[at..].starts_with(word))
        && ["称号", "牌", "荣誉", "证书"].iter().any(|word| clause.words[at..].contains(word));
    title.then(|| clause.cue(MeasureKind::Certification, at, "授予".len()))
}

/// 补助2.4万元, 按…30%奖补给企业, 由政府全额补贴.
fn verbal(clause: &Clause<'_>, open: bool) -> Option<Cue> {
    if !clause.figures() {
        return rewards(clause);
    }
    VERBAL
        .iter()
        .filter_map(|word| {
            clause.places(word).find_map(|at| {
                let before = &clause.words[..at];
                let behind = &clause.words[at + word.len()..];
                let kind =
                    NOUNS.iter().find(|(noun, _, _)| noun == word).map_or(MeasureKind::Reward, |noun| noun.1);
                let kind = if *word == "补" { MeasureKind::Subsidy } else { kind };
                let direct =
                    behind.starts_with(|c: char| c.is_numeric() || "一二三四五六七八九十".contains(c));
                let figure_behind = direct
                    || behind.starts_with("最高")
                    || behind.starts_with("不超过")
                    || behind.starts_with("每")
                    || figure_near(behind) && !behind.starts_with(['额', '金', '总', '资', '标', '上']);
                let figure_before = !open
                    && ["全额", "%", "％", "元", "全部", "给予", "比例", "标准"]
                        .iter()
                        .any(|word| before.trim_end().ends_with(word));
                let is_verb = if *word == "奖" || *word == "补" || *word == "支持" || *word == "扶持" {
                    direct
                } else {
                    figure_behind || figure_before
                };
                (is_verb && !spoken_of(behind)).then(|| clause.cue(kind, at, word.len()))
            })
        })
        .min_by_key(|cue| cue.range.start)
}

/// 奖励在…中贡献突出的企业: a clause that begins with what it does for a group.
fn rewards(clause: &Clause<'_>) -> Option<Cue> {
    // 专项资金主要用于奖励…
    let spent = clause.words.split_once("用于").map(|(_, spent)| spent);
    let words = unadorned(spent.unwrap_or(clause.words));
    let words = ["重点", "择优"].iter().find_map(|lead| words.strip_prefix(lead)).unwrap_or(words);
    let verb = VERBAL_OBJECT.iter().find(|verb| words.starts_with(**verb))?;
    let at = clause.words.len() - words.len();
    let group = &words[verb.len()..];
    let kind = NOUNS.iter().find(|(noun, _, _)| noun == verb).map(|noun| noun.1)?;
    let named = !particles(group).is_empty() && ends_in_entity(group);
    (named && !clause.denied(at)).then(|| clause.cue(kind, at, verb.len()))
}

/// Whether a sum or share stands within a few words: 奖励孵化器10万元.
fn figure_near(behind: &str) -> bool {
    let end = behind.char_indices().nth(14).map_or(behind.len(), |(at, _)| at);
    !figure::moneys(behind, 0..end).is_empty() && !behind.contains("资金")
}

/// 补贴上限为每年150万元, 资助强度为…
fn standard(clause: &Clause<'_>, open: bool) -> Option<Cue> {
    if open {
        return None;
    }
    NOUNS.iter().filter(|(_, _, strength)| *strength >= 2).find_map(|&(word, kind, _)| {
        let at = clause.places(word).find(|at| {
            let behind = clause.words[at + word.len()..].trim_start();
            let figure = clause.figures();
            let unit = STANDARD.iter().find(|unit| behind.starts_with(**unit));
            unit.is_some_and(|unit| figure || unit.starts_with("金额"))
        })?;
        Some(clause.cue(kind, at, word.len()))
    })
}

fn automatic(clause: &Clause<'_>) -> Option<Cue> {
    let (at, word) = AUTOMATIC.iter().find_map(|word| Some((clause.words.find(word)?, word)))?;
    let kind = NOUNS
        .iter()
        .filter(|(_, _, strength)| *strength > 1)
        .find(|(noun, _, _)| clause.words.contains(noun))
        .map_or(MeasureKind::Other, |(_, kind, _)| *kind);
    Some(clause.cue(kind, at, word.len()))
}
