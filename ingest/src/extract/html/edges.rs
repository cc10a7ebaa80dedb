//! Both ends of an article: what sites print in front of its first sentence and behind its last.

use super::{labels, links::is_attachment_label, measure::is_notice, render::Line, rules::Rules};
use crate::{date, extract::boilerplate, wordlist::Words};

/// Beginnings of lines behind which other articles and readers' opinions follow.
const CUTS: &[&str] = &[
    "发表评论",
    "网友评论",
    "最新评论",
    "全部评论",
    "相关评论",
    "我要评论",
    "相关新闻",
    "相关报道",
    "相关阅读",
    "相关文章",
    "相关链接",
    "相关专题",
    "相关推荐",
    "推荐阅读",
    "延伸阅读",
    "热点推荐",
    "热门推荐",
    "猜你喜欢",
    "免责声明",
    "版权声明",
    "更多精彩",
    "为您推荐",
];

/// Words of a line that says where and when an article appeared, or offers what can be done with it.
static HEAD: Words = Words::new(&[
    "来源",
    "浏览",
    "点击",
    "阅读",
    "字号",
    "字体",
    "分享",
    "打印",
    "收藏",
    "评论",
    "首页",
    "当前位置",
    "发布时间",
    "发布日期",
    "发表时间",
    "访问",
    "更新",
    "输入",
    "作者：",
    "音频",
    "播放",
]);

/// The same behind an article.
static TAIL: Words = Words::new(&[
    "上一页",
    "下一页",
    "上一篇",
    "下一篇",
    "返回",
    "关闭",
    "打印",
    "推荐给",
    "发送给",
    "扫一扫",
    "下载",
    "编辑",
    "分享",
    "评论",
    "举报",
    "阅读",
    "点击",
    "浏览",
    "顶部",
    "页首",
    "收藏",
    "字体",
    "转自",
    "来源：",
    "电邮",
    "订阅",
    "更多",
]);

/// An article of this length can be followed by a count of opinions, in characters.
const ENOUGH: usize = 200;

/// Longer lines are no such words, in characters.
const SHORT: usize = 60;

/// The lines of an article's container that are its article.
pub(super) fn within(lines: Vec<Line>, title: &str, rules: &Rules) -> Vec<Line> {
    let end = cut(&lines);
    let labelled = |line: &Line| labels::begins_with_label(&line.text, rules);
    let says = |line: &Line| line.is_sentence && !title.contains(&line.text) && !labelled(line);
    let first = lines[..end].iter().position(says);
    let last = lines[..end].iter().rposition(says);
    let (Some(first), Some(last)) = (first, last) else { return lines };
    let kept = lines.into_iter().take(end).enumerate().filter(|(at, line)| {
        let attached = is_attachment_label(&line.text);
        match () {
            () if *at < first => attached || !is_head(line) && !labelled(line),
            () if *at > last => attached || !is_tail(line),
            () => true,
        }
    });
    kept.map(|(_, line)| line).collect()
}

/// Where other articles or opinions begin, provided that most of what is said stands before.
fn cut(lines: &[Line]) -> usize {
    let said =
        |lines: &[Line]| lines.iter().filter(|line| line.is_sentence).map(|line| line.letters).sum::<usize>();
    let all = said(lines);
    let mut before = 0;
    for (at, line) in lines.iter().enumerate() {
        let most = match () {
            () if counts_opinions(line) => before >= ENOUGH,
            () if is_cut(line) => before * 5 > all * 2,
            () if is_toolbar(line) => before * 5 > all * 4,
            () => false,
        };
        if most {
            return at;
        }
        before += if line.is_sentence { line.letters } else { 0 };
    }
    lines.len()
}

fn is_cut(line: &Line) -> bool {
    let text = line.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    line.letters <= SHORT / 2 && CUTS.iter().any(|cut| text.starts_with(cut))
}

/// 共 11 篇评论: such a line stands under an article only.
fn counts_opinions(line: &Line) -> bool {
    let counted = |count: &str| {
        let before = line.text.find(count).map(|at| line.text[..at].trim_end());
        before.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    };
    line.letters <= SHORT
        && ["条评论", "篇评论", "件评论", "个评论", "条回复"].iter().any(|count| counted(count))
}

/// Whether a line offers several things to do with an article.
fn is_toolbar(line: &Line) -> bool {
    line.letters <= SHORT && TAIL.two(&line.text)
}

fn is_head(line: &Line) -> bool {
    if boilerplate::is_boilerplate(&line.text) || line.is_link() && line.heading.is_none() {
        return true;
    }
    let timed = || date::find(&line.text).iter().any(|(range, _)| line.text[range.end..].contains(':'));
    line.letters <= SHORT && (HEAD.any(&line.text) || timed())
}

fn is_tail(line: &Line) -> bool {
    boilerplate::is_boilerplate(&line.text)
        || line.is_link()
        || is_notice(&line.text)
        || line.letters <= SHORT && TAIL.any(&line.text)
}
