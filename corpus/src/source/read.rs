//! Reading source files: those inside the program, and the user's own.

use super::{METADATA_FIELDS, Source, SourceError, host};
use std::{fs, io, path::Path, sync::LazyLock};
use url::Url;

/// The files that come with the program.
const BUILTIN: &[(&str, &str)] = &[
    ("cac.toml", include_str!("../../sources/cac.toml")),
    ("chinatax.toml", include_str!("../../sources/chinatax.toml")),
    ("chongqing.toml", include_str!("../../sources/chongqing.toml")),
    ("chongqing-economy.toml", include_str!("../../sources/chongqing-economy.toml")),
    ("chongqing-liangjiang.toml", include_str!("../../sources/chongqing-liangjiang.toml")),
    ("chongqing-jiulongpo.toml", include_str!("../../sources/chongqing-jiulongpo.toml")),
    ("chongqing-yuzhong.toml", include_str!("../../sources/chongqing-yuzhong.toml")),
    ("gov-cn.toml", include_str!("../../sources/gov-cn.toml")),
    ("gov-cn-en.toml", include_str!("../../sources/gov-cn-en.toml")),
    ("ichongqing.toml", include_str!("../../sources/ichongqing.toml")),
    ("miit.toml", include_str!("../../sources/miit.toml")),
    ("mof.toml", include_str!("../../sources/mof.toml")),
    ("most.toml", include_str!("../../sources/most.toml")),
    ("ndrc.toml", include_str!("../../sources/ndrc.toml")),
];

/// The sources that come with the program, by name.
///
/// # Panics
/// When one of the program's own files is broken, which a test rules out.
pub fn builtin() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
        let read = |&(file, text): &(&str, &str)| parse(text, file);
        let all: Result<Vec<Source>, SourceError> = BUILTIN.iter().map(read).collect();
        let mut all = all.expect("the sources inside the program are valid");
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all
    });
    &SOURCES
}

/// All sources, by name: the program's and those in `*.toml` files of `user_dir`, which win where
/// names agree. A folder that does not exist holds none.
///
/// # Errors
/// The first of the user's files that cannot be used, or a name that two of them share.
pub fn load(user_dir: &Path) -> Result<Vec<Source>, SourceError> {
    let mut all = builtin().to_vec();
    let mut own: Vec<String> = Vec::new();
    for path in files(user_dir)? {
        let source = read(&path)?;
        if own.contains(&source.name) {
            return Err(twice(&path.to_string_lossy(), &source.name));
        }
        own.push(source.name.clone());
        all.retain(|known| known.name != source.name);
        all.push(source);
    }
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(all)
}

/// Reads one source file.
///
/// # Errors
/// When the file cannot be read or used.
pub fn read(path: &Path) -> Result<Source, SourceError> {
    let file = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => parse(&text, &file),
        Err(source) => Err(SourceError::Unreadable { file, source }),
    }
}

/// Reads the text of a source file; `file` is what errors call it.
///
/// # Errors
/// When the text is no source.
pub fn parse(text: &str, file: &str) -> Result<Source, SourceError> {
    let source: Source = toml::from_str(text).map_err(|error| SourceError::Syntax {
        file: file.to_owned(),
        line: error.span().map(|span| line_at(text, span.start)),
        detail: error.message().trim().to_owned(),
    })?;
    match fault(&source) {
        None => Ok(source),
        Some(Fault { value, en, zh }) => {
            Err(SourceError::Value { file: file.to_owned(), line: line_of(text, &value), en, zh })
        }
    }
}

/// The line on which a value is written, in quotes or, for a key, without.
fn line_of(text: &str, value: &str) -> Option<usize> {
    let written = [format!("\"{value}\""), format!("'{value}'"), value.to_owned()];
    let at = written.iter().filter(|_| !value.is_empty()).find_map(|written| text.find(written.as_str()))?;
    Some(line_at(text, at))
}

/// The user's files in the order of their names.
fn files(dir: &Path) -> Result<Vec<std::path::PathBuf>, SourceError> {
    let unreadable = |source| SourceError::Unreadable { file: dir.display().to_string(), source };
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let paths: Result<Vec<_>, io::Error> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths.map_err(unreadable)?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    Ok(paths)
}

fn line_at(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1
}

fn twice(file: &str, name: &str) -> SourceError {
    SourceError::Value {
        file: file.to_owned(),
        line: None,
        en: format!("another file beside it is called \"{name}\" too; give one of them another name"),
        zh: format!("同一目录中另有名为“{name}”的来源，请改用其他名称"),
    }
}

/// A value that cannot be.
struct Fault {
    /// The value as written, to find its line.
    value: String,
    en: String,
    zh: String,
}

impl Fault {
    fn new(value: &str, en: &str, zh: &str) -> Self {
        Self { value: value.to_owned(), en: format!("\"{value}\" {en}"), zh: format!("“{value}”{zh}") }
    }
}

/// The first thing that is wrong with a source whose syntax is right.
fn fault(source: &Source) -> Option<Fault> {
    let hosts = source.hosts.iter().find(|host| !host::is_well_formed(host)).map(|host| {
        Fault::new(
            host,
            "is no host; write it as www.example.cn or *.example.cn",
            "不是主机名；请写作 www.example.cn 或 *.example.cn",
        )
    });
    let addresses =
        || source.start.iter().chain(&source.feeds).find_map(|address| wrong_address(source, address));
    name(source).or_else(|| no_hosts(source)).or(hosts).or_else(addresses).or_else(|| rules(source))
}

fn name(source: &Source) -> Option<Fault> {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let name = &source.name;
    let good = name.bytes().all(letter) && !name.is_empty() && !name.starts_with('-') && !name.ends_with('-');
    (!good).then(|| {
        Fault::new(
            name,
            "is no name of a source; use lower-case letters, digits and hyphens between them",
            "不能作来源名称；请用小写字母、数字，中间可有连字符",
        )
    })
}

fn no_hosts(source: &Source) -> Option<Fault> {
    source.hosts.is_empty().then(|| Fault {
        value: "hosts".to_owned(),
        en: "hosts is empty; name at least one host".to_owned(),
        zh: "hosts 为空；请至少写一个主机名".to_owned(),
    })
}

fn wrong_address(source: &Source, address: &str) -> Option<Fault> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let Some(url) = url else {
        return Some(Fault::new(
            address,
            "is no address that begins with http:// or https://",
            "不是以 http:// 或 https:// 开头的网址",
        ));
    };
    source.host_distance(url.host_str().unwrap_or_default()).is_none().then(|| {
        Fault::new(
            address,
            "is on a host that hosts does not name; add it there",
            "的主机不在 hosts 中；请加入",
        )
    })
}

fn rules(source: &Source) -> Option<Fault> {
    let delay = source.delay.filter(|delay| !delay.is_finite() || *delay < 0.0).map(|delay| Fault {
        value: "delay".to_owned(),
        en: format!("delay is {delay}; it must be a number of seconds, 0 or more"),
        zh: format!("delay 为 {delay}；应为不小于 0 的秒数"),
    });
    let field = || {
        let unknown = |field: &&String| !METADATA_FIELDS.contains(&field.as_str());
        let field = source.page.metadata.values().find(unknown)?;
        let (en, zh) = (
            format!("is no field; use one of {}", METADATA_FIELDS.join(", ")),
            format!("不是字段名；可用：{}", METADATA_FIELDS.join("、")),
        );
        Some(Fault::new(field, &en, &zh))
    };
    let paging = || {
        let paging = source.list.paging.as_deref().filter(|paging| !paging.contains("{page}"))?;
        Some(Fault::new(paging, "needs {page} where the number stands", "中缺少表示页码的 {page}"))
    };
    delay.or_else(field).or_else(paging)
}
