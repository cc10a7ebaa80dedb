//! The folding table of ideographs: traditional → simplified, compatibility forms and radicals →
//! unified ideographs, one character to one character.

use crate::variants::{COMPATIBILITY, RADICALS, SUPPLEMENT};
use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

/// The block that nearly every character of a text comes from; it has a table of its own.
const MAIN: RangeInclusive<u32> = 0x4E00..=0x9FFF;

/// Every block that holds ideographs or radicals.
const BLOCKS: [RangeInclusive<u32>; 5] =
    [0x2E80..=0x2FDF, 0x3400..=0x4DBF, MAIN, 0xF900..=0xFAFF, 0x20000..=0x323AF];

/// Folding can chain: compatibility form → traditional → simplified → its own variant.
const MAX_STEPS: usize = 6;

/// Writes `fold_main.bin`: for each character of the main block its folded form as a little-endian
/// `u16`, 0 where the form does not fit; and `fold_other.bin`: pairs of little-endian `u32`
/// (character, folded form), sorted, for what the first table does not say.
pub fn write(out: &Path) -> Result<(), Box<dyn Error>> {
    let table = table(&OpenCC::from_config(BuiltinConfig::T2s)?);
    let mut main = Vec::new();
    let mut other = Vec::new();
    for code in MAIN {
        let folded = table.get(&code).copied().unwrap_or(code);
        main.extend(u16::try_from(folded).unwrap_or(0).to_le_bytes());
    }
    for (&code, &folded) in &table {
        if !MAIN.contains(&code) || folded > u32::from(u16::MAX) {
            other.extend(code.to_le_bytes());
            other.extend(folded.to_le_bytes());
        }
    }
    fs::write(out.join("fold_main.bin"), main)?;
    fs::write(out.join("fold_other.bin"), other)?;
    Ok(())
}

/// Every character that folding changes, with its final form.
fn table(simplifier: &OpenCC) -> BTreeMap<u32, u32> {
    let unified = unified_forms();
    let step = |c: char| unified.get(&c).copied().or_else(|| simplified(simplifier, c)).unwrap_or(c);
    let mut table = BTreeMap::new();
    for c in BLOCKS.into_iter().flatten().filter_map(char::from_u32) {
        let folded = (0..MAX_STEPS).fold(c, |form, _| step(form));
        if folded != c {
            table.insert(u32::from(c), u32::from(folded));
        }
    }
    table
}

fn simplified(simplifier: &OpenCC, c: char) -> Option<char> {
    let converted = simplifier.convert(c.encode_utf8(&mut [0; 4]));
    let mut characters = converted.chars();
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

/// Compatibility ideographs and radicals → unified ideographs.
fn unified_forms() -> BTreeMap<char, char> {
    let runs = COMPATIBILITY.iter().chain([&RADICALS]).flat_map(|&(first, forms)| {
        (first..).filter_map(char::from_u32).zip(forms.chars().filter(|c| !c.is_whitespace()))
    });
    runs.filter(|&(_, form)| form != '〓').chain(SUPPLEMENT).collect()
}
