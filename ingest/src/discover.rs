//! From a path to inputs.

use crate::{Format, IngestError, Limits};
use std::path::{Component, Path, PathBuf};

/// One input found below a path: its bytes are not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The file.
    pub path: PathBuf,
    /// Name of the source: the ingested folder's name, or for a single file its stem. For JSON lines
    /// the name of the file's folder, its stem and its language, joined by hyphens
    /// (`xquad/corpus.zh.jsonl` → `xquad-corpus-zh`), so that files of one name do not collide.
    pub source: String,
    /// The file's path below the ingested folder with `/`, or a single file's name. A JSON line's own
    /// `id` stands in its place.
    pub external_id: String,
    /// How to read it.
    pub format: Format,
}

/// A file that is left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The file.
    pub path: PathBuf,
    /// The reason, in English.
    pub reason: String,
    /// The reason, in Chinese.
    pub reason_zh: String,
}

/// What was found below a path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discovery {
    /// Inputs, sorted by path.
    pub inputs: Vec<Input>,
    /// What was left out, sorted by path. Hidden files are not even named.
    pub skipped: Vec<Skipped>,
}

/// Finds the inputs at `path`, a file or a folder. Nothing is opened yet.
///
/// # Errors
/// [`IngestError`] when nothing is there, or when a single file has a format that is not read.
pub fn discover(path: &Path, limits: &Limits) -> Result<Discovery, IngestError> {
    let metadata = std::fs::metadata(path).map_err(|error| IngestError::io(path, error))?;
    if metadata.is_dir() {
        return Ok(folder(path, limits));
    }
    let format =
        Format::of(path).map_err(|format| IngestError::Unsupported { path: path.to_owned(), format })?;
    let name = file_name(path);
    let source = if format == Format::JsonLines { lines_source(path) } else { stem(&name).to_owned() };
    Ok(Discovery {
        inputs: vec![Input { path: path.to_owned(), source, external_id: name, format }],
        skipped: Vec::new(),
    })
}

fn folder(root: &Path, limits: &Limits) -> Discovery {
    let source = folder_name(root);
    let mut found = Discovery::default();
    // Plain walking: rules of version control say nothing about which texts are documents.
    let walk = ignore::WalkBuilder::new(root)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_path(Path::cmp)
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let bytes = entry.metadata().map_or(0, |metadata| metadata.len());
                take(&mut found, root, &source, entry.path(), bytes, limits);
            }
            Ok(_) => {}
            Err(error) => found.skipped.push(Skipped {
                path: root.to_owned(),
                reason: format!("cannot be read: {error}"),
                reason_zh: format!("无法读取：{error}"),
            }),
        }
    }
    found.inputs.sort_by(|a, b| a.path.cmp(&b.path));
    found.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn take(found: &mut Discovery, root: &Path, source: &str, path: &Path, bytes: u64, limits: &Limits) {
    let skip = |reason: String, reason_zh: String| Skipped { path: path.to_owned(), reason, reason_zh };
    let format = match Format::of(path) {
        Ok(format) => format,
        Err(format) => {
            let skipped = skip(format!("{format} is not read"), format!("暂不支持 {format}"));
            return found.skipped.push(skipped);
        }
    };
    if bytes > limits.file_bytes {
        let (size, most) = (bytes >> 20, limits.file_bytes >> 20);
        let skipped = skip(
            format!("{size} MiB exceed the limit of {most} MiB for one file; split it or raise the limit"),
            format!("大小 {size} MiB 超过单个文件 {most} MiB 的上限；请拆分或调高上限"),
        );
        return found.skipped.push(skipped);
    }
    let source = if format == Format::JsonLines { lines_source(path) } else { source.to_owned() };
    let external_id = below(root, path);
    found.inputs.push(Input { path: path.to_owned(), source, external_id, format });
}

/// The path of a file below the ingested folder, with `/` on every system.
fn below(root: &Path, path: &Path) -> String {
    let parts: Vec<_> = path
        .strip_prefix(root)
        .unwrap_or(path)
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy()),
            _ => None,
        })
        .collect();
    parts.join("/")
}

/// The source's name for a JSON lines file.
fn lines_source(path: &Path) -> String {
    let name = file_name(path);
    let stem = stem(&name).replace('.', "-");
    let folder =
        std::path::absolute(path).ok().and_then(|path| path.parent().map(folder_name)).unwrap_or_default();
    if folder.is_empty() { stem } else { format!("{folder}-{stem}") }
}

/// Whether a JSON lines file names its language: `corpus.zh.jsonl`.
pub(crate) fn names_language(path: &Path) -> bool {
    let name = file_name(path);
    stem(&name).rsplit_once('.').is_some_and(|(_, tag)| polidex_corpus::model::Lang::parse(tag).is_some())
}

fn folder_name(path: &Path) -> String {
    let named = path.file_name().map(|name| name.to_string_lossy().into_owned());
    named
        .or_else(|| path.canonicalize().ok()?.file_name().map(|name| name.to_string_lossy().into_owned()))
        .unwrap_or_default()
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A file's name without its extension.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_folder_gives_its_files_in_order() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("rules");
        fs::create_dir_all(root.join("b/.git")).unwrap();
        for name in ["b/two.md", "a.txt", ".hidden.md", "b/.git/x.md", "scan.ofd", "lines.en.jsonl", "noname"]
        {
            fs::write(root.join(name), "x").unwrap();
        }
        let found = discover(&root, &Limits::default()).unwrap();
        let inputs: Vec<_> =
            found.inputs.iter().map(|input| (input.source.as_str(), input.external_id.as_str())).collect();
        assert_eq!(inputs, [("rules", "a.txt"), ("rules", "b/two.md"), ("rules-lines-en", "lines.en.jsonl")]);
        let skipped: Vec<_> = found.skipped.iter().map(|skipped| skipped.reason.as_str()).collect();
        assert_eq!(skipped, ["a file without an extension is not read", "OFD is not read"]);
    }

    #[test]
    fn a_single_file_is_its_own_source() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("notice.md");
        fs::write(&file, "x").unwrap();
        let found = discover(&file, &Limits::default()).unwrap();
        assert_eq!(
            (found.inputs[0].source.as_str(), found.inputs[0].external_id.as_str()),
            ("notice", "notice.md")
        );
        let ofd = home.path().join("notice.ofd");
        fs::write(&ofd, "x").unwrap();
        assert!(matches!(discover(&ofd, &Limits::default()), Err(IngestError::Unsupported { .. })));
        let absent = home.path().join("absent");
        assert!(matches!(discover(&absent, &Limits::default()), Err(IngestError::NotFound { .. })));
    }

    #[test]
    fn corpora_of_one_name_do_not_collide() {
        let home = tempfile::tempdir().unwrap();
        for name in ["one/corpus.zh.jsonl", "one/corpus.en.jsonl", "two/corpus.zh.jsonl"] {
            let path = home.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "{}").unwrap();
        }
        let found = discover(home.path(), &Limits::default()).unwrap();
        let sources: Vec<_> = found.inputs.iter().map(|input| input.source.as_str()).collect();
        assert_eq!(sources, ["one-corpus-en", "one-corpus-zh", "two-corpus-zh"]);
    }
}
