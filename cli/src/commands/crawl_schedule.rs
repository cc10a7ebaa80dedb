//! `polidex crawl --every`: crawls again and again, until it is stopped.

use crate::{
    config::Config,
    console::{self, Message, Outcome},
};
use anyhow::{Context, Result, bail};
use jiff::{SignedDuration, Timestamp};
use polidex_corpus::store::StoreError;
use polidex_ingest::crawl::stopped;
use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    time::Duration,
};
use tokio::runtime::Builder;

/// The file whose lock marks the one process that crawls by schedule, and which holds its id.
const LOCK: &str = "schedule.lock";

/// How long a run waits for another writer before it looks again.
const BUSY: Duration = Duration::from_secs(60);

/// Least time between the beginnings of two runs.
const LEAST: SignedDuration = SignedDuration::from_secs(60);

/// An interval as typed: `24h`, `90m`, `1d`, or in the long form of ISO 8601.
pub fn interval(text: &str) -> Result<SignedDuration, String> {
    let span: jiff::Span = text.parse().map_err(|error: jiff::Error| error.to_string())?;
    let relative = jiff::SpanRelativeTo::days_are_24_hours();
    let duration = span.to_duration(relative).map_err(|error| error.to_string())?;
    if duration < LEAST { Err("at least 1m (一分钟以上)".to_owned()) } else { Ok(duration) }
}

/// Runs `crawl` at once and then at every interval, counted from the beginning of the run before. Ends in order
/// when the process is asked to stop; a run that fails is said and does not end the schedule.
pub fn run(config: &Config, every: SignedDuration, crawl: impl Fn() -> Result<Outcome>) -> Result<Outcome> {
    let _lock = lock(config)?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut worst = Outcome::Done;
    loop {
        let began = Timestamp::now();
        let next = match crawl() {
            Ok(outcome) => {
                worst = if outcome == Outcome::Done { worst } else { Outcome::Partly };
                began.checked_add(every)?
            }
            Err(error) => {
                console::print_error(&error, config.locale);
                worst = Outcome::Partly;
                let busy = error
                    .downcast_ref::<StoreError>()
                    .is_some_and(|error| matches!(error, StoreError::Busy { .. }));
                // Somebody else writes: this run is only put off.
                if busy { Timestamp::now().checked_add(BUSY)? } else { began.checked_add(every)? }
            }
        };
        let next = next.max(Timestamp::now());
        let shown = next.strftime("%Y-%m-%d %H:%M:%SZ");
        console::note(
            config,
            &format!("next run: {shown}; Ctrl-C ends"),
            &format!("下次运行：{shown}；按 Ctrl-C 结束"),
        );
        if runtime.block_on(asked_to_stop(next))? {
            console::note(config, "stopped", "已停止");
            return Ok(worst);
        }
    }
}

/// Waits until `next`; true when the process was asked to stop before.
async fn asked_to_stop(next: Timestamp) -> Result<bool> {
    // By the clock, not by a span: a machine that slept runs when it wakes.
    const LOOK: Duration = Duration::from_secs(30);
    let stop = stopped();
    tokio::pin!(stop);
    loop {
        let left = Duration::try_from(next.duration_since(Timestamp::now())).unwrap_or(Duration::ZERO);
        if left.is_zero() {
            return Ok(false);
        }
        tokio::select! {
            stopped = &mut stop => { stopped?; return Ok(true); }
            () = tokio::time::sleep(left.min(LOOK)) => {}
        }
    }
}

/// Takes the schedule, or says who has it. The system gives it back when the process ends, however it ends.
fn lock(config: &Config) -> Result<File> {
    std::fs::create_dir_all(&config.data).with_context(|| config.data.display().to_string())?;
    let path = config.data.join(LOCK);
    let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    let mut file = open.with_context(|| path.display().to_string())?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.take(32).read_to_string(&mut holder);
            let (holder, data) = (holder.trim(), config.data.display());
            bail!(Message::new(
                format!(
                    "process {holder} crawls for {data} by schedule already; stop it first (kill {holder}), or leave it to it"
                ),
                format!("进程 {holder} 已在为 {data} 定时抓取；请先将其停止（kill {holder}），或由其继续"),
            ));
        }
        Err(TryLockError::Error(error)) => return Err(error).with_context(|| path.display().to_string()),
    }
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_read_as_people_write_them() {
        assert_eq!(interval("24h").unwrap(), SignedDuration::from_hours(24));
        assert_eq!(interval("1d").unwrap(), interval("24h").unwrap());
        assert_eq!(interval("90m").unwrap(), SignedDuration::from_mins(90));
        for wrong in ["", "0h", "-1d", "soon", "10", "999999999999d"] {
            assert!(interval(wrong).is_err(), "{wrong}");
        }
    }
}
