//! Runs the program and says what it took.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// What a run took.
#[derive(Default, Clone, Copy)]
pub struct Took {
    /// By the clock, in seconds.
    pub clock: f64,
    /// Processor time, user and system, in seconds.
    pub processor: f64,
    /// Most memory at a time, mapped files included, in MB,
    pub resident: f64,
    /// and without them.
    pub own: f64,
}

/// Runs the program; panics with what it said if it fails.
pub fn run(program: &Path, data: &Path, arguments: &[&str]) -> Took {
    let started = Instant::now();
    let child = Command::new(program)
        .args(arguments)
        .arg("--data")
        .arg(data)
        .args(["--quiet", "--locale", "en"])
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn();
    let mut child = child.expect("the program starts");
    let mut took = watch(&mut child, arguments);
    took.clock = started.elapsed().as_secs_f64();
    took
}

fn watch(child: &mut Child, arguments: &[&str]) -> Took {
    let mut took = Took::default();
    loop {
        look(child.id(), &mut took);
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            assert!(status.success(), "{arguments:?} failed");
            return took;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// What the system says of a process; a process that has just ended keeps what was seen last.
fn look(id: u32, took: &mut Took) {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let of = |name: &str| -> f64 {
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB"));
        line.and_then(|number| number.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    };
    took.resident = took.resident.max(of("VmHWM:"));
    took.own = took.own.max(of("RssAnon:"));
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    // Behind the name, which may hold anything, the twelfth and thirteenth number: user and system, in
    // hundredths of a second.
    let numbers = stat.rsplit_once(") ").map_or("", |(_, rest)| rest).split(' ');
    let ticks: f64 = numbers.skip(11).take(2).filter_map(|number| number.parse::<f64>().ok()).sum();
    took.processor = took.processor.max(ticks / 100.0);
}

/// Bytes of all files below a directory, in MB.
pub fn size(dir: &Path) -> f64 {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(data) if data.is_dir() => size(&entry.path()),
            Ok(data) => data.len() as f64 / 1e6,
            Err(_) => 0.0,
        })
        .sum()
}
