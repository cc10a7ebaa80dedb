//! What a reader should know about how a query was read.

use super::ast::FilterField;
use polidex_corpus::model::Warning;

pub(super) fn truncated(limit: usize) -> Warning {
    Warning::new(
        "query_truncated",
        format!("Only the first {limit} characters of the query were read; ask for less at a time."),
        format!("检索式过长，只读取了前 {limit} 个字符；请缩短后再试。"),
    )
}

pub(super) fn unclosed_quote(mark: char) -> Warning {
    Warning::new(
        "unclosed_quote",
        format!("The quotation mark {mark} has no partner and was ignored; put the phrase between two."),
        format!("引号 {mark} 不成对，已忽略；请用一对引号括起短语。"),
    )
}

pub(super) fn unclosed_group() -> Warning {
    Warning::new(
        "unclosed_group",
        "A parenthesis is not closed; the group was taken to reach to the end of the query.",
        "括号未闭合，按至检索式末尾处理。",
    )
}

pub(super) fn unopened_group() -> Warning {
    Warning::new(
        "unopened_group",
        "A closing parenthesis without an opening one was ignored.",
        "多余的右括号已忽略。",
    )
}

pub(super) fn nested_too_deep(limit: usize) -> Warning {
    Warning::new(
        "nested_too_deep",
        format!("Parentheses nested more than {limit} deep were ignored."),
        format!("括号嵌套超过 {limit} 层，更深的括号已忽略。"),
    )
}

pub(super) fn unknown_field(name: &str) -> Warning {
    Warning::new(
        "unknown_field",
        format!("There is no field {name}; what was written was searched as words."),
        format!("没有名为 {name} 的字段，已按普通词语检索。"),
    )
}

pub(super) fn empty_filter(field: FilterField) -> Warning {
    Warning::new(
        "empty_filter",
        format!(
            "The filter {field} has no value and was searched as words; write the value right behind the colon."
        ),
        format!("过滤条件 {field} 没有取值，已按普通词语检索；取值请紧跟在冒号之后。"),
    )
}

pub(super) fn dangling_operator(operator: &str) -> Warning {
    Warning::new(
        "dangling_operator",
        format!("{operator} has nothing to act on and was ignored."),
        format!("{operator} 缺少作用对象，已忽略。"),
    )
}

pub(super) fn too_far(limit: u32) -> Warning {
    Warning::new(
        "near_too_far",
        format!(
            "The distance of NEAR was taken for {limit}, which is farther than any clause reaches; NEAR/10 is usual."
        ),
        format!("NEAR 的距离过大，已按 {limit} 处理（超过任何条款的长度）；通常写作 NEAR/10。"),
    )
}

pub(super) fn filter_scope() -> Warning {
    Warning::new(
        "filter_scope",
        "Filters apply to the whole query, not to a part of it: fields must all hold, values of one field are alternatives.",
        "过滤条件作用于整个检索式，而非其中一部分：不同字段须同时满足，同一字段的多个取值为“或”的关系。",
    )
}

pub(super) fn reversed_years(first: u32, last: u32) -> Warning {
    Warning::new(
        "reversed_years",
        format!("The range of years was turned round: {last}..{first}."),
        format!("年份范围前后颠倒，已按 {last}..{first} 处理。"),
    )
}

pub(super) fn misplaced_star() -> Warning {
    Warning::new(
        "misplaced_star",
        "An asterisk stands for any ending only at the end of a word, behind two letters or one Chinese character; it was ignored elsewhere.",
        "星号只能用在词尾（至少两个字母或一个汉字之后），其他位置的星号已忽略。",
    )
}
