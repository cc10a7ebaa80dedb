//! What every story needs: the program, a data directory of its own, and the real texts.

use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};
use tempfile::TempDir;

/// Opens a terminal, starts a program on it, types on it and prints what it shows.
const TERMINAL: &str = "
import os, pty, subprocess, sys
ours, theirs = pty.openpty()
program = subprocess.Popen(sys.argv[2:], stdin=theirs, stdout=theirs, stderr=theirs)
os.close(theirs)
os.write(ours, sys.argv[1].encode())
shown = b''
try:
    while True:
        read = os.read(ours, 65536)
        if not read:
            break
        shown += read
except OSError:
    pass
program.wait()
sys.stdout.buffer.write(shown)
";

/// A user with a data directory.
pub struct User {
    home: TempDir,
}

impl User {
    /// A user who has not stored anything yet.
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().expect("a temporary directory") }
    }

    /// The user's data directory.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// A path beside the data directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file beside the data directory.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&path, content).expect("the file can be written");
        path
    }

    /// The program, in English, on the user's data.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_polidex"));
        command
            .arg("--data")
            .arg(self.data())
            .args(arguments)
            .env("POLIDEX_LOCALE", "en")
            .env_remove("LC_ALL");
        command
    }

    /// Runs on a terminal on which `typed` is typed, and gives all that it showed; `None` without a terminal.
    pub fn on_terminal(&self, arguments: &[&str], typed: &str) -> Option<String> {
        let run = self.command(arguments);
        let mut terminal = Command::new("python3");
        terminal.args(["-c", TERMINAL, typed]).arg(run.get_program()).args(run.get_args());
        for (name, value) in run.get_envs() {
            match value {
                Some(value) => terminal.env(name, value),
                None => terminal.env_remove(name),
            };
        }
        let output = terminal.output().ok().filter(|output| output.status.success());
        if output.is_none() {
            println!("no terminal could be opened with python3, so nothing was typed on one");
        }
        output.map(|output| String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n"))
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran(self.command(arguments).output().expect("the program starts"))
    }

    /// Ingests a path and expects success.
    pub fn ingest(&self, path: &Path) -> Value {
        let ran = self.run(&["ingest", "--json", path.to_str().expect("a path in UTF-8")]);
        assert_eq!(ran.code(), 0, "{}", ran.stderr());
        ran.json()
    }

    /// Searches and returns the answer.
    pub fn search(&self, query: &str, more: &[&str]) -> Value {
        let ran = self.run(&[&["search", "--json"], more, &["--", query]].concat());
        assert!(ran.code() <= 1, "{}", ran.stderr());
        ran.json()
    }

    /// References of the hits, in order.
    pub fn refs(&self, query: &str, more: &[&str]) -> Vec<String> {
        let answer = self.search(query, more);
        let hits = answer["hits"].as_array().expect("a list of hits");
        hits.iter().map(|hit| hit["clause"]["ref"].as_str().expect("a reference").to_owned()).collect()
    }

    /// What the sources call the clauses of the hits, in order.
    pub fn named(&self, query: &str, more: &[&str]) -> Vec<String> {
        let answer = self.search(query, more);
        let hits = answer["hits"].as_array().expect("a list of hits");
        hits.iter()
            .map(|hit| hit["clause"]["external_id"][0].as_str().unwrap_or_default().to_owned())
            .collect()
    }
}

/// A run that has ended.
pub struct Ran(pub Output);

impl Ran {
    /// The exit code; -1 when a signal ended it.
    pub fn code(&self) -> i32 {
        self.0.status.code().unwrap_or(-1)
    }

    /// Standard output.
    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    /// Standard error.
    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.0.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}{}", self.stdout(), self.stderr()))
    }
}

/// A folder of the real texts; says that the story was skipped when they are absent.
pub fn real(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(folder);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: ../shared/data is absent");
    None
}

/// The sample corpus, ingested once for all stories that only read.
pub fn sample() -> &'static User {
    static SAMPLE: OnceLock<User> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let user = User::new();
        user.ingest(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/sample"));
        user
    })
}

/// All laws, ingested once for all stories that only read.
pub fn laws() -> Option<&'static User> {
    static LAWS: OnceLock<Option<User>> = OnceLock::new();
    LAWS.get_or_init(|| {
        let laws = real("laws")?;
        let user = User::new();
        let report = user.ingest(&laws);
        assert_eq!(report["problems"], serde_json::json!([]));
        Some(user)
    })
    .as_ref()
}

/// Whether long rounds are wanted.
pub fn long() -> bool {
    std::env::var_os("POLIDEX_LONG").is_some_and(|value| value == "1")
}
