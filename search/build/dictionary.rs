//! The segmentation dictionary of the `jieba-rs` package as a finite state transducer.

use crate::ideographs::is_segmented;
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Writes `dictionary.fst` (word → frequency) and `dictionary_total.bin` (the sum of all
/// frequencies, a little-endian `u64`).
pub fn write(out: &Path) -> Outcome<()> {
    let path = package_directory("jieba-rs")?.join("src/data/dict.txt");
    let text = fs::read_to_string(&path).map_err(|error| {
        format!("cannot read the word list {}: {error}; fetch the package again", path.display())
    })?;
    let (words, total) = parse(&text)?;
    fs::write(out.join("dictionary.fst"), fst::Map::from_iter(words)?.as_fst().as_bytes())?;
    fs::write(out.join("dictionary_total.bin"), total.to_le_bytes())?;
    Ok(())
}

/// Words written in ideographs alone, with their frequencies, and the sum of all frequencies.
fn parse(text: &str) -> Outcome<(BTreeMap<&str, u64>, u64)> {
    let mut words = BTreeMap::new();
    let mut total = 0;
    for line in text.lines() {
        let mut columns = line.split_ascii_whitespace();
        let (Some(word), Some(frequency)) = (columns.next(), columns.next()) else { continue };
        let frequency: u64 =
            frequency.parse().map_err(|error| format!("word list, line {line:?}: {error}"))?;
        total += frequency;
        if word.chars().all(is_segmented) {
            words.insert(word, frequency);
        }
    }
    Ok((words, total))
}

/// Where the sources of a dependency lie. Asked offline first, since a build must not need the
/// network once everything is fetched.
fn package_directory(name: &str) -> Outcome<PathBuf> {
    let metadata = metadata(&["--offline"]).or_else(|_| metadata(&[]))?;
    let manifest = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|package| package["name"] == name)
        .and_then(|package| package["manifest_path"].as_str())
        .ok_or_else(|| {
            format!("cargo metadata does not list {name}: it must stay a dependency of this package")
        })?;
    let directory = Path::new(manifest).parent().ok_or("a manifest path has no directory")?;
    Ok(directory.to_owned())
}

fn metadata(extra: &[&str]) -> Outcome<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let directory = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set")?;
    let mut command = Command::new(cargo);
    command.current_dir(directory).args(["metadata", "--format-version", "1"]).args(extra);
    if let Ok(target) = std::env::var("TARGET") {
        // Without it, packages of foreign platforms would have to be present as well.
        command.args(["--filter-platform", &target]);
    }
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
