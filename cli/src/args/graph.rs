//! `polidex graph`.

use clap::{Args, ValueEnum};

/// `polidex graph`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex graph 中华人民共和国劳动合同法\n  polidex graph guofa-2020-8 --depth 2 --kind basis --kind implements\n  polidex graph ID --direction in           what names it\n  polidex graph ID --format dot | dot -Tsvg > graph.svg\n\nKinds: basis implements amends repeals forwards refers prevails_over. A document that is only named is shown as not stored;\nit is found by number and title as soon as it is."
)]
pub struct Graph {
    /// A document, by id, number, title or external id
    #[arg(value_name = "ID")]
    pub reference: String,
    /// Steps from the document
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=5))]
    pub depth: u8,
    /// Only this kind of relation
    #[arg(long = "kind", value_name = "KIND", value_parser = kind)]
    pub kinds: Vec<polidex_corpus::model::EdgeKind>,
    /// Only what it names, or only what names it
    #[arg(long, value_enum, default_value_t = Direction::Both)]
    pub direction: Direction,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = GraphFormat::Tree, conflicts_with = "json")]
    pub format: GraphFormat,
}

fn kind(name: &str) -> Result<polidex_corpus::model::EdgeKind, String> {
    use polidex_corpus::model::EdgeKind;
    EdgeKind::parse(name).ok_or_else(|| format!("one of {}", EdgeKind::ALL.map(EdgeKind::name).join(", ")))
}

/// Which way relations are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// What the document names
    Out,
    /// What names the document
    In,
    /// Both
    Both,
}

/// Forms of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// A tree for people
    Tree,
    /// Graphviz
    Dot,
}
