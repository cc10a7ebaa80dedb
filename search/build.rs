//! Derives two tables from packages that the workspace depends on anyway, so that neither has to be
//! copied into the repository: the compact segmentation dictionary and the folding table. Compiles the
//! terms of the lexicon.

#[path = "src/bilingual/compile.rs"]
mod compile;
#[path = "build/dictionary.rs"]
mod dictionary;
#[path = "build/folding.rs"]
mod folding;
#[path = "src/text/ideographs.rs"]
mod ideographs;
#[path = "src/bilingual/keys.rs"]
#[allow(dead_code, reason = "the program uses more of it than the build does")]
mod keys;
#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "../corpus/src/lexicon/terms.rs"]
mod terms;
#[path = "build/variants.rs"]
mod variants;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/text/ideographs.rs");
    println!("cargo::rerun-if-changed=src/bilingual");
    println!("cargo::rerun-if-changed=../corpus/src/lexicon/terms.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: run this through cargo")?);
    dictionary::write(&out)?;
    folding::write(&out)?;
    lexicon::write(&out)?;
    Ok(())
}
