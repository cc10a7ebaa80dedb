//! What stands before the benefit: who gets it, and under which conditions.

use super::lead::{unled, within_statement};
use super::lexicon::{
    BODIES, CARRIERS, COMPARES, EMPTY_CONDITIONS, ENCOURAGES, NEW, PURPOSES, RELIEVED, VERBS,
};
use super::phrase::{ends_in_entity, first_entity, governed, particles, subject, unadorned};
use std::ops::Range;

/// What a head says, in byte ranges of the text.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// Who gets it.
    pub beneficiary: Option<Range<usize>>,
    /// Restricting clauses.
    pub conditions: Vec<Range<usize>>,
    /// Whether it begins with 对 or ends in 的: it names a group of its own.
    pub topic: bool,
    /// Whether its conditions count only where nothing else restricts the measure.
    pub soft: bool,
    /// Whether it tells a public body or a carrier what to do, and says nothing of who gets anything.
    pub duty: bool,
}

/// Reads a head: the clause before a benefit, or the part of the clause in front of it.
pub fn read(text: &str, range: Range<usize>) -> Head {
    let (range, topic) = unled(text, range);
    let (range, topic) = within_statement(text, range, topic);
    let words = &text[range.clone()];
    if words.is_empty() || words.starts_with("如何") {
        return Head::default();
    }
    if !topic && (is_duty(words) || carrier(words).is_some()) {
        return Head { duty: true, ..served(text, range) };
    }
    if !topic && let Some(group) = fostered(words) {
        return Head { soft: true, ..phrase(text, range.end - group.len()..range.end) };
    }
    if !topic && aside(words) {
        return Head::default();
    }
    if let Some(encouraged) = ENCOURAGES.iter().find_map(|verb| words.strip_prefix(verb)) {
        return encouragement(text, range.end - encouraged.len()..range.end);
    }
    let mut head = phrase(text, range);
    head.topic |= topic;
    head
}

/// Reads the words for whom a document applies to: a group, whatever they begin with.
pub fn group(text: &str, range: Range<usize>) -> Head {
    let (range, _) = unled(text, range);
    if text[range.clone()].is_empty() { Head::default() } else { phrase(text, range) }
}

/// Whether words say who says the rest: 市局有关负责人介绍.
fn said(words: &str) -> bool {
    [
        "介绍",
        "表示",
        "指出",
        "强调",
        "透露",
        "介绍说",
        "司长说",
        "负责人说",
        "记者说",
        "获悉",
        "了解到",
        "告诉记者",
    ]
    .iter()
    .any(|verb| words.ends_with(verb))
        || words.ends_with('说') && ["人", "长", "任", "员", "记", "者"].iter().any(|who| words.contains(who))
}

/// Whether words only say where to apply: 可向主管税务机关提出申请.
fn applied_for(words: &str) -> bool {
    let to = words.trim_start_matches(['可', '应', '须', '以', '当', '需']);
    to.starts_with('向') && ["申请", "申报", "提出", "备案"].iter().any(|verb| to.ends_with(verb))
}

/// Whether words only say whose money it is: 从科技发展专项资金中.
fn paid_from(words: &str) -> bool {
    words.starts_with(['从', '由'])
        && ["资金中", "经费中", "基金中", "预算中", "列支", "安排", "承担"]
            .iter()
            .any(|end| words.ends_with(end))
}

/// Whether words tell a public body what to do: 市人民政府应当建立激励机制, 各区商务部门积极推动.
fn is_duty(words: &str) -> bool {
    if words.ends_with(['的', '后', '後', '时']) || words.starts_with('经') {
        return false;
    }
    let begins = words.char_indices().nth(24).map_or(words, |(at, _)| &words[..at]);
    let Some(end) = BODIES.iter().filter_map(|body| begins.rfind(body).map(|at| at + body.len())).max()
    else {
        return false;
    };
    let named = &words[..end];
    let behind = words[end..].trim_start();
    let acts = behind.len() > unadorned(behind).len()
        || [
            "负责", "牵头", "会同", "加大", "加强", "统筹", "按", "根据", "对", "组织", "给", "建立", "设立",
            "安排",
        ]
        .iter()
        .any(|verb| behind.starts_with(verb));
    let approves =
        ["认定", "批准", "同意", "确认", "备案", "审核"].iter().any(|verb| behind.starts_with(verb));
    let list = named.contains('，')
        || named.contains('的') && named.chars().count() > 14
        || VERBS.iter().any(|verb| named.starts_with(verb));
    acts && !approves && !list
}

/// The group that somebody is to foster: 着力培养领军人才和团队.
fn fostered(words: &str) -> Option<&str> {
    let plain = unadorned(words);
    let plain = plain.strip_prefix("重点").unwrap_or(plain);
    let group = ["培育", "培养", "引进", "壮大"].iter().find_map(|verb| plain.strip_prefix(verb))?;
    (ends_in_entity(group) && group.chars().count() <= 30).then_some(group)
}

/// The end of the name of a carrier that is told what to do: 银行业机构要积极…, 督促担保机构加大….
fn carrier(words: &str) -> Option<usize> {
    let told = ["督促", "要求", "指导", "引导", "协调", "推动", "组织", "鼓励和引导", "鼓励", "支持", "各"];
    let lead = told.iter().find(|lead| words.starts_with(**lead)).map_or(0, |lead| lead.len());
    let begins = words.char_indices().nth(24).map_or(words, |(at, _)| &words[..at]);
    let (at, end) = CARRIERS
        .iter()
        .filter_map(|body| begins.find(body).map(|at| (at, at + body.len())))
        .max_by_key(|(at, end)| (std::cmp::Reverse(*at), *end))?;
    if at < lead
        || words[lead..at].contains(['的', '，', '对'])
        || VERBS.iter().any(|verb| words[lead..at].contains(verb))
    {
        return None;
    }
    let behind = &words[end..];
    let acts = behind.len() > unadorned(behind).len()
        || [
            "加大", "给予", "予以", "对", "为", "向", "降低", "提供", "扩大", "增加", "简化", "通过", "减免",
            "合理",
        ]
        .iter()
        .any(|verb| behind.starts_with(verb));
    let told_to = behind.is_empty() && lead > 0 && !words.starts_with("支持");
    // Whoever is encouraged or told serves others; a carrier without a lead may itself be what is supported.
    (told_to || acts && (lead > 0 || behind.len() > unadorned(behind).len())).then_some(end)
}

/// Whom a duty speaks of: 鼓励银行为小微企业提供…, behind the carrier's name.
fn served(text: &str, range: Range<usize>) -> Head {
    let words = &text[range.clone()];
    let Some(end) = carrier(words) else { return Head::default() };
    let rest = &words[end..];
    let plain = unadorned(rest);
    let Some(served) = ["为", "向", "对"].iter().find_map(|lead| plain.strip_prefix(lead)) else {
        return Head::default();
    };
    let from = range.end - served.len();
    match first_entity(served) {
        Some(entity) if served[entity.end..].is_empty() => {
            Head { topic: true, ..phrase(text, from..from + entity.end) }
        }
        _ => Head::default(),
    }
}

/// Whether words state a purpose or a procedure.
fn aside(words: &str) -> bool {
    if said(words) || applied_for(words) || paid_from(words) || words.ends_with("如下") {
        return true;
    }
    let compared = COMPARES.iter().any(|word| words.contains(word));
    let ends_as_condition = words.ends_with('的') || words.ends_with(['后', '後', '時', '时']);
    if words.starts_with("因") || words.starts_with("由国") {
        return false;
    }
    let plain = unadorned(words);
    let purpose = PURPOSES.iter().any(|word| words.starts_with(word) || plain.starts_with(word))
        && !["按时", "按期", "以及", "以上"].iter().any(|word| words.starts_with(word));
    // 省财政统筹资金
    let treasury =
        ["财政", "省财政", "市财政", "区财政", "县财政", "中央财政", "省级财政", "市级财政", "各级财政"]
            .iter()
            .any(|body| words.starts_with(body))
            && words.chars().count() <= 14
            && !words.contains('的');
    let demanded = words.chars().count() <= 12
        && ["要求", "明确", "规定", "提出"].iter().any(|verb| words.ends_with(verb))
        && !words.contains("符合");
    let on_top = words.ends_with("基础上")
        || words.starts_with('除') && (words.contains("外") && words.contains("享受"));
    let place = words.starts_with('在') && words.ends_with(['省', '市', '区', '县', '地']);
    let giver = words.chars().count() <= 14
        && [
            "财政",
            "政府",
            "部门",
            "机关",
            "专项资金",
            "将",
            "财政资金",
            "省级",
            "市级",
            "区级",
            "属地",
            "各级",
            "各地",
            "各区",
            "各市",
            "各省",
        ]
        .iter()
        .any(|word| words.ends_with(word));
    let since = words.starts_with(['自', '从']) && words.ends_with("之日起");
    let field = words.starts_with('在') && words.ends_with("方面");
    treasury
        || demanded
        || field
        || place
        || giver
        || since
        || on_top
        || purpose && !ends_as_condition && (!compared || words.starts_with(['根', '参', '由', '按', '依']))
}

/// 支持企业开展…: whom it encourages, and what to do. 鼓励…的单位对残疾人给予优惠: whom they serve.
fn encouragement(text: &str, range: Range<usize>) -> Head {
    let words = &text[range.clone()];
    let served = words.rfind('对').map(|at| (at, at + '对'.len_utf8()));
    if let Some((at, from)) = served
        && ends_in_entity(&words[..at])
        && ends_in_entity(&words[from..])
    {
        return Head { topic: true, ..phrase(text, range.start + from..range.end) };
    }
    let mut head = phrase(text, range);
    head.soft = !COMPARES.iter().any(|word| head.conditions.iter().any(|c| text[c.clone()].contains(word)));
    head
}

/// A noun phrase with modifiers, or a clause.
fn phrase(text: &str, range: Range<usize>) -> Head {
    let words = &text[range.clone()];
    let at = range.start;
    if let Some(core) = words.strip_suffix('的') {
        return Head { topic: true, ..clause(text, at..at + core.len()) };
    }
    if let Some(core) = words.strip_suffix(['后', '後']).filter(|core| core.starts_with('经')) {
        let approved = at..at + core.len();
        return Head { conditions: vec![approved], ..Head::default() };
    }
    let inner = particles(words);
    let Some(&last) = inner.last() else { return bare(text, range) };
    if let Some(first) = coordinated(words, &inner) {
        let mut head = named(text, at + first + '的'.len_utf8()..range.end);
        let mut conditions = modifiers(text, at..at + first);
        conditions.append(&mut head.conditions);
        return Head { conditions, ..head };
    }
    if let Some((start, joint)) = joined(words, last) {
        let mut head = named(text, at + start..range.end);
        let mut conditions = modifiers(text, at..at + start);
        conditions.extend(significant(text, at + joint..at + last));
        conditions.append(&mut head.conditions);
        return Head { conditions, ..head };
    }
    let noun = last + '的'.len_utf8();
    let thing = ["项目", "工程"].iter().any(|word| words.ends_with(word))
        && subject(words).is_some_and(|subject| subject.end <= last);
    if ends_in_entity(&words[noun..]) && !words[noun..].contains("部分") && !thing {
        let mut head = named(text, at + noun..range.end);
        let mut conditions = modifiers(text, at..at + last);
        conditions.append(&mut head.conditions);
        return Head { conditions, ..head };
    }
    if let Some(entity) =
        first_entity(&words[noun..]).filter(|_| subject(words).is_none() && !governed(words))
    {
        let mut head = named(text, at + noun..at + noun + entity.end);
        head.conditions = modifiers(text, at..at + last);
        let object = &words[noun + entity.end..];
        if object.chars().count() > 8 {
            head.conditions.push(at + noun + entity.end..range.end);
        }
        return head;
    }
    clause(text, range)
}

/// The 的 in front of the first of two nouns that have modifiers of their own: 参加防控的企业和受影响的企业.
fn coordinated(words: &str, inner: &[usize]) -> Option<usize> {
    let (&first, &last) = (inner.first()?, inner.last()?);
    let between = words.get(first + '的'.len_utf8()..last)?;
    let entity = first_entity(between)?;
    let joint = &between[super::phrase::listed(between, entity.end)..];
    let joined = ["和", "以及", "及", "、", "或"].iter().any(|word| joint.starts_with(word));
    (joined && ends_in_entity(words)).then_some(first)
}

/// Two groups of which only the second has a modifier, 重点保障企业和受影响的小微企业: where the first begins,
/// and where the modifier of the second does.
fn joined(words: &str, last: usize) -> Option<(usize, usize)> {
    let before = particles(&words[..last]).last().map_or(0, |at| at + '的'.len_utf8());
    let first = &words[before..last];
    let entity = first_entity(first)?;
    let rest = &first[entity.end..];
    let joint = ["以及", "和", "及", "或"].iter().find(|joint| rest.starts_with(**joint))?;
    let plain = !VERBS.iter().any(|verb| first[..entity.start].contains(verb));
    let own = &rest[joint.len()..];
    let begins = ["受", "在", "从事", "参加", "参与", "因", "符合", "具有", "经", "由", "获", "为"]
        .iter()
        .any(|verb| own.starts_with(verb));
    let whole = ends_in_entity(words) && plain && begins;
    whole.then_some((before, before + entity.end + joint.len()))
}

/// The beneficiary at the end of a phrase; 新增 and the like in front of it are a condition.
fn named(text: &str, range: Range<usize>) -> Head {
    let mut range = crate::understand::sentence::trim(text, range);
    let mut conditions = Vec::new();
    for lead in [
        "同一",
        "单一",
        "单家",
        "单户",
        "每一家",
        "每家",
        "每个",
        "每户",
        "每一",
        "每",
        "各个",
        "各",
        "所有",
        "全部",
        "单个",
        "其",
        "符合条件的",
    ] {
        if text[range.clone()].starts_with(lead)
            && !text[range.clone()].starts_with("其他")
            && range.len() > lead.len()
            && !text[range.clone()].starts_with("各类")
        {
            range.start += lead.len();
        }
    }
    if let Some(new) = NEW.iter().find(|new| text[range.clone()].starts_with(**new)) {
        conditions.push(range.start..range.start + new.len());
        range.start += new.len();
    }
    if let Some((open, excluded)) = excluded(text, &range) {
        conditions.push(excluded);
        range = crate::understand::sentence::trim(text, range.start..open);
    }
    Head { beneficiary: Some(range).filter(|range| !range.is_empty()), conditions, ..Head::default() }
}

/// （不含机关事业单位） behind a beneficiary: where its bracket opens, and what stands inside.
fn excluded(text: &str, range: &Range<usize>) -> Option<(usize, Range<usize>)> {
    let words = &text[range.clone()];
    let inside = words.strip_suffix(['）', ')'])?;
    let open = inside.rfind(['（', '('])?;
    let width = inside[open..].chars().next()?.len_utf8();
    let remark = &inside[open + width..];
    (remark.starts_with("不含") || remark.starts_with("不包括") || remark.ends_with("除外"))
        .then(|| (range.start + open, range.start + open + width..range.start + inside.len()))
}

/// A phrase without modifiers.
fn bare(text: &str, range: Range<usize>) -> Head {
    let words = &text[range.clone()];
    let by_subject = subject(words);
    let verbal = |words: &str| VERBS.iter().any(|verb| words.contains(verb));
    // 诊断、治疗、医院感染控制等工作相关人员: a noun phrase, though an entity stands in it.
    let nominal = by_subject.as_ref().is_none_or(|subject| !verbal(&words[subject.end..]));
    if nominal && ends_in_entity(words) && words.chars().count() <= 40 && !governs(words) {
        return named(text, range);
    }
    clause(text, range)
}

/// Whether a preposition or a pronoun in front shows that words are no noun phrase: 您通过公益性社会组织.
fn governs(words: &str) -> bool {
    ["通过", "向", "您", "你", "我们", "围绕", "将"].iter().any(|word| words.starts_with(word))
}

/// A clause: its subject is the beneficiary, the rest the condition.
fn clause(text: &str, range: Range<usize>) -> Head {
    let words = &text[range.clone()];
    let at = range.start;
    if words.trim().is_empty() {
        return Head::default();
    }
    let Some(subject) = subject(words) else {
        let conditions = if is_object(words) { Vec::new() } else { significant(text, range) };
        return Head { conditions, ..Head::default() };
    };
    let mut head = named(text, at + subject.start..at + subject.end);
    let mut conditions = if subject.start > 0 {
        modifiers(text, at..at + subject.start - '的'.len_utf8())
    } else {
        Vec::new()
    };
    let rest = crate::understand::sentence::trim(text, at + subject.end..range.end);
    let particle = if text[rest.clone()].starts_with('的') { '的'.len_utf8() } else { 0 };
    let rest = rest.start + particle..rest.end;
    let (rest, own) = remark(text, rest);
    conditions.extend(own);
    let rest = produced(text, rest);
    if !is_object(&text[rest.clone()]) {
        conditions.extend(significant(text, rest));
    }
    head.conditions.extend(conditions);
    head
}

/// Whether words only name what relief is of: 单位缴费比例, 上涨部分.
fn is_object(words: &str) -> bool {
    let named = RELIEVED.iter().any(|(word, _)| words.ends_with(word))
        || ["比例", "费率", "部分", "标准", "额度", "费用", "金额"].iter().any(|word| words.ends_with(word));
    let most = match () {
        () if words.ends_with("部分") => 14,
        () if words.ends_with("费用") || words.ends_with("金额") => 6,
        () => 22,
    };
    named && particles(words).is_empty() && words.chars().count() <= most && !words.contains(char::is_numeric)
}

/// The clause without a bracketed exclusion in front: （不含机关事业单位）三项社会保险….
fn remark(text: &str, range: Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
    let words = &text[range.clone()];
    let Some(close) = words.find(['）', ')']).filter(|_| words.starts_with(['（', '('])) else {
        return (range, None);
    };
    let width = words[close..].chars().next().map_or(0, char::len_utf8);
    let inner = excluded(text, &(range.start..range.start + close + width)).map(|(_, inner)| inner);
    (range.start + close + width..range.end, inner)
}

/// 在疫情期间新增商业贷款产生的利息 without what arises: the condition ends before it.
fn produced(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    match particles(words).last() {
        Some(&last) if words[last..].chars().count() <= 8 && last > 0 => range.start..range.start + last,
        _ => range,
    }
}

/// The modifiers of a noun, one range for each that stands for itself: 引进的由…承办的.
fn modifiers(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[range.clone()];
    let mut found = Vec::new();
    let mut from = 0;
    for at in particles(words) {
        let first = &words[from..at];
        let second = &words[at + '的'.len_utf8()..];
        if stands_alone(first, second) {
            found.extend(significant(text, range.start + from..range.start + at));
            from = at + '的'.len_utf8();
        }
    }
    found.extend(significant(text, range.start + from..range.end));
    found
}

/// Whether the first of two modifiers is complete, so that the second is no object of its.
fn stands_alone(first: &str, second: &str) -> bool {
    let begins = [
        "由",
        "从事",
        "年",
        "具有",
        "专用于",
        "在",
        "经",
        "符合",
        "规模",
        "注册",
        "属于",
        "用于",
        "为",
        "近",
        "上年",
    ]
    .iter()
    .any(|word| second.starts_with(word));
    let short = first.chars().count() <= 4 || first.ends_with("投资") || first.ends_with("认定");
    let compares = COMPARES.iter().any(|word| second.contains(word));
    begins || short && compares
}

/// The condition of these words, unless they say nothing.
fn significant(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut range = crate::understand::sentence::trim(text, range);
    for lead in ["对于", "对", "其中", "其", "且", "但", "或者", "并且", "并", "同时", "以及"]
    {
        let words = &text[range.clone()];
        if words.starts_with(lead) && !words.starts_with("并购") && !words.starts_with("其他") {
            range.start += lead.len();
        }
    }
    let range = crate::understand::sentence::trim(text, range);
    let words = &text[range.clone()];
    let empty = words.is_empty() || EMPTY_CONDITIONS.contains(&words) || words.chars().count() < 2;
    let general = words.strip_prefix("符合条件的").is_some_and(|rest| rest.chars().count() <= 12);
    let term = words.chars().count() <= 5 && words.starts_with(|c: char| c.is_numeric());
    let by_rule = ["按", "参照", "依照", "根据", "依据"].iter().any(|lead| words.starts_with(lead))
        && ["规定", "要求", "办法", "政策", "标准", "程序"].iter().any(|end| words.ends_with(end));
    let counted = words.starts_with('每')
        && words.chars().count() <= 8
        && words.contains(|c| polidex_corpus::numeral::digit(c).is_some());
    if empty || general || term || by_rule || counted {
        return Vec::new();
    }
    parted(text, range)
}

/// A condition, cut at 、 where two requirements of some length stand side by side.
fn parted(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[range.clone()];
    for (at, _) in words.match_indices('、') {
        let (left, right) = (&words[..at], &words[at + '、'.len_utf8()..]);
        let begins = [
            "享受", "纳入", "实际", "获得", "通过", "达到", "年", "上年", "营业", "注册", "具有", "依法",
            "持续",
        ]
        .iter()
        .any(|word| right.starts_with(word));
        if begins && left.chars().count() >= 8 && right.chars().count() >= 8 {
            let first = range.start..range.start + at;
            let mut found = vec![first];
            found.extend(parted(text, range.start + at + '、'.len_utf8()..range.end));
            return found;
        }
    }
    vec![range]
}
