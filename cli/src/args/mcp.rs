//! `polidex mcp`.

use clap::Args;

/// `polidex mcp`
#[derive(Debug, Args)]
#[command(
    after_help = "Example of a client's configuration:\n  {\"mcpServers\": {\"polidex\": {\"command\": \"polidex\", \"args\": [\"--data\", \"/srv/policies\", \"mcp\"]}}}\n\nTools: search, get_clause, verify_quote, match, cite. All of them read. A running `polidex serve` offers the same at /mcp."
)]
pub struct Mcp {}
