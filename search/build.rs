//! Derives two tables from packages that the workspace depends on anyway, so that neither has to be
//! copied into the repository: the compact segmentation dictionary and the folding table.

#[path = "build/dictionary.rs"]
mod dictionary;
#[path = "build/folding.rs"]
mod folding;
#[path = "src/text/ideographs.rs"]
mod ideographs;
#[path = "build/variants.rs"]
mod variants;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/text/ideographs.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: run this through cargo")?);
    dictionary::write(&out)?;
    folding::write(&out)?;
    Ok(())
}
