//! The terms of `corpus/lexicon/terms` in the form in which they are looked up.

use crate::{
    compile::{CompileEntry, compile},
    keys::EnglishKeys,
    terms,
};
use std::{error::Error, fs, path::Path};

/// Writes `lexicon.bin`.
pub fn write(out: &Path) -> Result<(), Box<dyn Error>> {
    let lexicon = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/lexicon");
    println!("cargo::rerun-if-changed={}", lexicon.display());
    let stop_words = fs::read_to_string(lexicon.join("stop_words.txt"))?.leak();
    let stop_words = stop_words.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    let keys = EnglishKeys::new(stop_words);
    // The shipped names need no folding beyond this; a test of the crate holds them to it.
    let bytes = compile("", &entries(&lexicon.join("terms"))?, &keys, &str::to_lowercase)?;
    fs::write(out.join("lexicon.bin"), bytes)?;
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<CompileEntry>, Box<dyn Error>> {
    let mut files: Vec<_> = match fs::read_dir(folder) {
        Ok(files) => files.map(|file| file.map(|file| file.path())).collect::<Result<_, _>>()?,
        Err(error) => return Err(format!("{}: {error}", folder.display()).into()),
    };
    files.retain(|file| file.extension().is_some_and(|extension| extension == "tsv"));
    files.sort();
    let mut entries = Vec::new();
    for file in files {
        let domain = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (terms, problems) = terms::parse_terms(&fs::read_to_string(&file)?);
        if let Some((line, problem)) = problems.first() {
            return Err(format!("{}:{line}: {problem:?}", file.display()).into());
        }
        entries.extend(terms.into_iter().map(|term| CompileEntry {
            domain: domain.clone(),
            zh: term.zh,
            en: term.en,
            flags: term.flags,
        }));
    }
    Ok(entries)
}
