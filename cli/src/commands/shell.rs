//! `polidex completions` and `polidex man`.

use crate::{console::Outcome, help};
use anyhow::Result;
use polidex_corpus::locale::Locale;
use std::{fs, io, path::Path};

/// Prints completions for a shell.
pub fn completions(shell: clap_complete::Shell) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut help::command(Locale::En), "polidex", &mut script);
    io::Write::write_all(&mut io::stdout().lock(), &script)?;
    Ok(Outcome::Done)
}

/// Writes a manual page for the program and one for each command.
pub fn man(dir: &Path) -> Result<Outcome> {
    fs::create_dir_all(dir)?;
    clap_mangen::generate_to(help::command(Locale::En), dir)?;
    Ok(Outcome::Done)
}
