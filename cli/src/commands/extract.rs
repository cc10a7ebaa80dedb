//! `polidex extract`.

use super::doctor_source;
use crate::{
    args::Extract,
    config::Config,
    console::{self, Outcome},
    output::{extracted, visible},
};
use anyhow::Result;
use polidex_corpus::{
    locale::{Locale, Localized},
    source::{self, Source},
};
use polidex_ingest::{
    Limits,
    fetch::{Client, ClientOptions},
    page::{Page, fetch_page, read_saved},
};
use std::{
    borrow::Cow,
    io::{self, BufWriter, Write},
    path::Path,
};
use tokio::runtime::{Builder, Runtime};
use url::Url;

/// Reads and prints every input; what cannot be read is named and passed over.
pub fn run(config: &Config, args: &Extract) -> Result<Outcome> {
    let reader = Reader::new(config, args)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut read, mut failed) = (0, 0);
    for input in &args.inputs {
        match reader.read(input) {
            Ok(page) => {
                extracted::write(&mut out, config, input, &page)?;
                read += 1;
            }
            Err(why) => {
                out.flush()?;
                failed += 1;
                let shown = |locale| visible(&why.localized(locale)).into_owned();
                console::say(config, &shown(Locale::En), &shown(Locale::Zh));
            }
        }
    }
    out.flush()?;
    Ok(match (read, failed) {
        (_, 0) => Outcome::Done,
        (0, _) => Outcome::Failed,
        _ => Outcome::Partly,
    })
}

/// Why an input was not read.
type Why = Box<dyn Localized>;

/// What inputs are read with.
struct Reader {
    source: Option<Source>,
    sources: Vec<Source>,
    limits: Limits,
    web: Option<(Runtime, Client)>,
}

impl Reader {
    fn new(config: &Config, args: &Extract) -> Result<Self> {
        let source = args.source.as_deref().map(|name| doctor_source::find(config, name)).transpose()?;
        let web = if args.inputs.iter().any(|input| address(input).is_some()) {
            let agent = concat!("polidex/", env!("CARGO_PKG_VERSION"));
            let options = ClientOptions { allow_private: args.allow_private, ..ClientOptions::new(agent) };
            Some((Builder::new_current_thread().enable_all().build()?, Client::new(options)?))
        } else {
            None
        };
        let sources = source::load(&config.data.join("sources"))?;
        Ok(Self { source, sources, limits: Limits::default(), web })
    }

    fn read(&self, input: &str) -> Result<Page, Why> {
        let (source, sources) = (self.source.as_ref(), &self.sources);
        let page = if let (Some(url), Some((runtime, client))) = (address(input), &self.web) {
            let fetching = fetch_page(client, &url, source, sources, &self.limits);
            runtime.block_on(fetching).map_err(|error| Box::new(error) as Why)?
        } else {
            let path = Path::new(input);
            let bytes = file(path, &self.limits).map_err(|error| Box::new(error) as Why)?;
            read_saved(bytes, path, source, sources, &self.limits)
        };
        match &page.document {
            Ok(_) => Ok(page),
            Err(problem) => Err(Box::new(problem.clone())),
        }
    }
}

/// The address that an input is, if it is no file.
fn address(input: &str) -> Option<Url> {
    Url::parse(input).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// A file that cannot be read.
struct Unread(String);

impl Localized for Unread {
    fn localized(&self, _: Locale) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }
}

fn file(path: &Path, limits: &Limits) -> Result<Vec<u8>, Unread> {
    let unread = |why: String| Unread(format!("{}: {why}", path.display()));
    let size = std::fs::metadata(path).map_err(|error| unread(error.to_string()))?.len();
    if size > limits.document_bytes {
        return Err(unread(format!("{} MiB > {} MiB", size >> 20, limits.document_bytes >> 20)));
    }
    std::fs::read(path).map_err(|error| unread(error.to_string()))
}
