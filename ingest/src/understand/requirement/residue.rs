//! What is left of a condition when everything that was understood is taken out.

use super::claim::{Claim, pattern};
use std::ops::Range;

/// Words that ask nothing by themselves, longest first within the pattern.
fn neutral() -> &'static regex::Regex {
    pattern!(
        r"(?x)
        为主营业务 | 主营业务 | 为主业 | 为主 | [（(](以下|下称|hereinafter)[^）)]*[）)] | [（(]不?含[\d.,万亿元人%年本数级]*[）)] | 上一?年度 | 上一?年 | 申报年度 | 年度内? | 当年度? | 近[一二两三\d]+年(来|内)? | [一二两三\d]+年内 | 每年 | 本年度?
        | 以及 | 或者? | 并且?|而且 | 同时 | 其中 | 上述 | 该 | 此类 | 各类?型? | 所有 | 全部 | 相关 | 有关
        | 符合规定 | 属于 | 具有 | 具备 | 拥有 | 从事 | 开展 | 主要 | 经营范围 | 业务 | 领域 | 行业 | 产业 | 方向
        | 作为 | 以 | 为 | 的 | 地 | 在 | 于 | 从 | 自 | 对 | 向 | 由 | 被 | 经 | 已 | 且 | 并 | 和 | 与 | 及 | 等 | 其 | 所 | 均 | 应当? | 须 | 必须 | 必需 | 是 | 内 | 中
        | 资质 | 资格 | 称号 | 类 | 家 | 个 | 名 | 企业 | 公司 | 单位
        | \bthe\b | \ban?\b | \bof\b | \bin\b | \band\b | \bor\b | \bthat\b | \bwhich\b | \bwhose\b | \bis\b | \bare\b | \bhave\b | \bhas\b | \bbeen\b | \bas\b | \bwith\b | \bby\b | \bfor\b | \bto\b | \btheir\b | \bits\b | \bits\ main\ business\b | \bmain\ business\b | \bat\b | \bany\b
        "
    )
}

/// What certificates, assessments and plans are got by; neutral beside one of them.
fn obtaining() -> &'static regex::Regex {
    pattern!(
        r"(?x)获得|取得|通过|获批?|获评|认定(为|成)?|评定(为)?|评为|评估|评审|授予|入选|列入|列为|纳入|认证|创建|成功|名单|首次|新|产品|项目|示范|
        recogni[sz]ed|certified|rated|passe?[sd]?|obtain(ed|s)?|assessment|for\ the\ first\ time|newly"
    )
}

/// The pieces of a condition in which something was not understood, as byte ranges.
pub(super) fn open_pieces(words: &super::Words, claims: &[Claim], names_who: bool) -> Vec<Range<usize>> {
    let text = words.folded.as_str();
    let named = claims.iter().any(|claim| {
        matches!(
            claim.test,
            Some(
                polidex_corpus::model::Test::Certificate { .. }
                    | polidex_corpus::model::Test::Event { .. }
                    | polidex_corpus::model::Test::Any { .. }
            )
        )
    });
    pieces(text, claims)
        .into_iter()
        .filter(|piece| {
            let left = left_over(text, piece.clone(), claims);
            if !left.chars().any(char::is_alphanumeric) {
                return false;
            }
            let left = neutral().replace_all(&left, " ");
            let left = if named { obtaining().replace_all(&left, " ") } else { left };
            let left = if names_who {
                pattern!(
                    r"^\s*之[一二三四五六七八九十]|我|本|全|各|驻|辖|同一|有关|申报|申请|\beach\b|\ball\b"
                )
                .replace_all(&left, " ")
            } else {
                left
            };
            left.chars().any(char::is_alphanumeric)
        })
        .collect()
}

/// What of a piece no claim covers; claims become spaces, so that words on both sides stay apart.
fn left_over(text: &str, piece: Range<usize>, claims: &[Claim]) -> String {
    let mut left = String::new();
    for (at, c) in text[piece.clone()].char_indices() {
        let at = piece.start + at;
        left.push(if claims.iter().any(|claim| claim.range.contains(&at)) { ' ' } else { c });
    }
    left
}

/// A condition between its stops; a stop inside a claim, or inside brackets, parts nothing.
fn pieces(text: &str, claims: &[Claim]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let stop = matches!(c, '，' | ',' | '；' | ';' | '、') && depth == 0;
        if stop && !claims.iter().any(|claim| claim.range.contains(&at)) {
            pieces.push(start..at);
            start = at + c.len_utf8();
        }
    }
    pieces.push(start..text.len());
    let trim = |range: Range<usize>| {
        let inside = &text[range.clone()];
        let from = range.start + inside.len() - inside.trim_start().len();
        from..(range.start + inside.trim_end().len()).max(from)
    };
    pieces.into_iter().map(trim).filter(|range| !range.is_empty()).collect()
}
