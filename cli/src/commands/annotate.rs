//! `polidex annotate`.

use crate::{
    args::Annotate,
    config::Config,
    console::{self, Message, Outcome},
    output::{annotated, visible},
};
use anyhow::Result;
use polidex_corpus::locale::{Locale, Localized};
use polidex_ingest::{Format, Input, Item, Limits, discover, read, understand::understand};
use serde::Deserialize;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    ops::ControlFlow,
    path::Path,
};

/// Reads every input and prints what was understood; what cannot be read is named and passed over.
pub fn run(config: &Config, args: &Annotate) -> Result<Outcome> {
    let mut printer = Printer { config, out: BufWriter::new(io::stdout().lock()), read: 0, failed: 0 };
    for path in &args.inputs {
        if path.as_os_str() == "-" {
            printer.standard_input()?;
        } else {
            printer.path(path)?;
        }
    }
    printer.out.flush()?;
    Ok(match (printer.read, printer.failed) {
        (_, 0) => Outcome::Done,
        (0, _) => Outcome::Failed,
        _ => Outcome::Partly,
    })
}

/// A JSON line. Other keys are ignored; an id of any kind is given back as it is.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: serde_json::Value,
    text: String,
}

/// Where annotations go, and how many texts were read.
struct Printer<'c> {
    config: &'c Config,
    out: BufWriter<io::StdoutLock<'static>>,
    read: usize,
    failed: usize,
}

impl Printer<'_> {
    fn standard_input(&mut self) -> Result<()> {
        let mut bytes = Vec::new();
        io::stdin().lock().take(Limits::default().document_bytes).read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        self.print(&"-".into(), &text, true)
    }

    fn path(&mut self, path: &Path) -> Result<()> {
        let found = match discover(path, &Limits::default()) {
            Ok(found) => found,
            Err(error) => return self.fail(&error.into_problem(path)),
        };
        for input in &found.inputs {
            if input.format == Format::JsonLines { self.lines(input)? } else { self.document(input)? }
        }
        Ok(())
    }

    /// One line for every line, whatever else a line holds.
    fn lines(&mut self, input: &Input) -> Result<()> {
        let most = Limits::default().document_bytes;
        let mut reader = BufReader::new(File::open(&input.path)?);
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            if reader.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            let bytes = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line).trim_ascii();
            if bytes.is_empty() {
                continue;
            }
            match serde_json::from_slice::<Line>(bytes) {
                Ok(Line { id, text }) => self.print(&id, &text, false)?,
                Err(error) => self.fail(&Message::new(
                    format!(
                        "{}:{number}: not a line {{id, text}} ({error}); the other lines are read",
                        input.path.display()
                    ),
                    format!(
                        "{} 第 {number} 行：不是 {{id, text}} 格式（{error}）；其余各行照常读取",
                        input.path.display()
                    ),
                ))?,
            }
        }
        Ok(())
    }

    /// A document of any other format.
    fn document(&mut self, input: &Input) -> Result<()> {
        let mut texts = Vec::new();
        let read = read(input, &Limits::default(), &mut |item| {
            texts.push(item);
            ControlFlow::Continue(())
        });
        if let Err(error) = read {
            return self.fail(&error.into_problem(&input.path));
        }
        for item in texts {
            match item {
                Ok(Item::Document(document)) => {
                    self.print(&input.path.display().to_string().into(), &document.text, true)?;
                }
                Ok(Item::Record(_)) => {}
                Err(problem) => self.fail(&problem)?,
            }
        }
        Ok(())
    }

    fn print(&mut self, id: &serde_json::Value, text: &str, whole: bool) -> Result<()> {
        self.read += 1;
        let understanding = understand(text);
        if self.config.json {
            annotated::write_line(&mut self.out, id, text, whole, &understanding)?;
        } else {
            annotated::write_sheet(&mut self.out, self.config, id, text, &understanding)?;
        }
        Ok(())
    }

    fn fail(&mut self, why: &dyn Localized) -> Result<()> {
        self.out.flush()?;
        self.failed += 1;
        let shown = |locale| visible(&why.localized(locale)).into_owned();
        console::say(self.config, &shown(Locale::En), &shown(Locale::Zh));
        Ok(())
    }
}
