//! `polidex suggest`.

use clap::Args;

/// `polidex suggest`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex suggest 软件            titles, issuers, numbers and terms that begin so or hold it\n  polidex suggest chongqing       the same in pinyin, whole syllables or initials: cqs\n  polidex suggest subs --json\n  polidex suggest --related 专精特新     other names, and what stands beside it"
)]
pub struct Suggest {
    /// What has been typed so far: characters, pinyin, initials or English
    #[arg(value_name = "PREFIX")]
    pub typed: String,
    /// Terms that belong to what was typed instead: other names, and what stands beside it in the store
    #[arg(long)]
    pub related: bool,
    /// Number of suggestions
    #[arg(long, short = 'n', default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=200))]
    pub limit: u32,
}
