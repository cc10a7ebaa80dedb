//! The documents around one: a tree for people, DOT for Graphviz.

use super::{Style, visible};
use polidex_corpus::{locale::Locale, model::EdgeKind};
use polidex_search::relations::{Graph, Link, Node};
use std::io::{self, Write};

/// Characters of a sentence that are shown.
const SENTENCE: usize = 60;

/// What a relation is called, seen from the document that speaks or from the one that is named.
pub fn called(kind: EdgeKind, outward: bool, locale: Locale) -> &'static str {
    let (out, out_zh, back, back_zh) = match kind {
        EdgeKind::Basis => ("rests on", "依据", "is the basis of", "作为依据被引用于"),
        EdgeKind::Implements => ("implements", "贯彻落实", "is implemented by", "被贯彻落实于"),
        EdgeKind::Amends => ("amends", "修改", "is amended by", "被修改于"),
        EdgeKind::Repeals => ("repeals", "废止", "is repealed by", "被废止于"),
        EdgeKind::Forwards => {
            ("issues or forwards", "印发、转发", "is issued or forwarded by", "被印发、转发于")
        }
        EdgeKind::Refers => ("refers to", "引用", "is referred to by", "被引用于"),
        EdgeKind::PrevailsOver => ("prevails over", "优先于", "yields to", "让位于"),
    };
    if outward { locale.pick(out, out_zh) } else { locale.pick(back, back_zh) }
}

/// Writes the graph as a tree below the document asked for. A document that hangs in several places is
/// unfolded in the first.
pub fn tree(out: &mut impl Write, graph: &Graph, style: Style, locale: Locale) -> io::Result<()> {
    let Some(root) = graph.nodes.first() else { return Ok(()) };
    writeln!(out, "{}", node(root, style, locale))?;
    let mut shown = vec![false; graph.nodes.len()];
    shown[0] = true;
    branches(out, graph, 0, "", &mut shown, style, locale)
}

fn branches(
    out: &mut impl Write,
    graph: &Graph,
    at: usize,
    indent: &str,
    shown: &mut Vec<bool>,
    style: Style,
    locale: Locale,
) -> io::Result<()> {
    let distance = graph.nodes[at].distance;
    // Links between this document and those one step further away; a link back was shown above.
    let further = |link: &Link| {
        let other = if link.from == at { link.to } else { link.from };
        (link.from == at || link.to == at) && (graph.nodes[other].distance > distance || other == at)
    };
    let links: Vec<&Link> = graph.links.iter().filter(|link| further(link)).collect();
    for (number, link) in links.iter().enumerate() {
        let last = number + 1 == links.len();
        let outward = link.from == at;
        let other = if outward { link.to } else { link.from };
        let (branch, below) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let name = style.dim(called(link.kind, outward, locale));
        writeln!(out, "{indent}{branch}{name}  {}", node(&graph.nodes[other], style, locale))?;
        let inner = format!("{indent}{below}");
        if let Some(place) = link.places.first() {
            let clause = place.reference.clause.as_deref().unwrap_or_default();
            let more = link.places.len() - 1;
            let more = if more > 0 { format!(" +{more}") } else { String::new() };
            writeln!(out, "{inner}   {}", style.dim(format!("#{clause}{more} {}", short(&place.sentence))))?;
        }
        if !shown[other] {
            shown[other] = true;
            branches(out, graph, other, &inner, shown, style, locale)?;
        }
    }
    Ok(())
}

fn node(node: &Node, style: Style, locale: Locale) -> String {
    let title = visible(&node.title);
    if let Some(at) = &node.removed {
        let day = at.get(..10).unwrap_or(at);
        let words = match locale {
            Locale::En => format!("removed on {day}"),
            Locale::Zh => format!("已于 {day} 移除"),
        };
        return format!("《{title}》 {}", style.dim(words));
    }
    match (&node.policy, node.candidates.len()) {
        (Some(id), _) => format!("{}  {}", style.bold(title), style.reference(id)),
        (None, 0) => format!("《{title}》 {}", style.dim(locale.pick("not stored", "库中没有"))),
        (None, count) => {
            let words = match locale {
                Locale::En => format!("may be any of {count} stored documents"),
                Locale::Zh => format!("库中有 {count} 份同名文件"),
            };
            format!("《{title}》 {}", style.dim(words))
        }
    }
}

fn short(sentence: &str) -> String {
    let line = visible(sentence).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SENTENCE) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// Writes the graph in the language of Graphviz.
pub fn dot(out: &mut impl Write, graph: &Graph, locale: Locale) -> io::Result<()> {
    writeln!(out, "digraph polidex {{")?;
    writeln!(out, "  rankdir=LR; node [shape=box, fontname=\"sans-serif\"];")?;
    for (number, node) in graph.nodes.iter().enumerate() {
        let style = if node.policy.is_some() { "" } else { ", style=dashed" };
        writeln!(out, "  n{number} [label={}{style}];", quoted(&node.title))?;
    }
    for link in &graph.links {
        let label = quoted(called(link.kind, true, locale));
        writeln!(out, "  n{} -> n{} [label={label}];", link.from, link.to)?;
    }
    writeln!(out, "}}")
}

/// A quoted string of the DOT language, in which only the quotation mark and the backslash act.
fn quoted(text: &str) -> String {
    let line = visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
}
