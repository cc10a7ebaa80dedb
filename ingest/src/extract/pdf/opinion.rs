//! A second opinion on a file's text: poppler's `pdftotext`, where a user asks for it.

use crate::extract::signs::ideograph;
use polidex_corpus::model::Warning;
use std::{
    collections::HashMap,
    io::{self, Read, Write},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long the other program may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often it is looked whether the other program is done.
const LOOK: Duration = Duration::from_millis(20);

/// The least part of their characters that two readings share. Running heads, which only one of them
/// keeps, are a part of the rest.
const AGREEMENT: f64 = 0.9;

/// A warning when `pdftotext` reads another text, or cannot be asked.
pub(super) fn second(bytes: &[u8], text: &str, limit: u64) -> Option<Warning> {
    let other = match pdftotext(bytes, limit) {
        Ok(other) => other,
        Err(error) => {
            return Some(Warning::new(
                "no_second_opinion",
                format!("pdftotext gave no second opinion ({error}); is poppler installed?"),
                format!("pdftotext 未能给出对照结果（{error}）；请确认已安装 poppler"),
            ));
        }
    };
    let share = shared(text, &other);
    let percent = (share * 100.0).floor();
    (share < AGREEMENT).then(|| {
        Warning::new(
            "second_opinion_differs",
            format!(
                "pdftotext reads another text: only {percent} % of the characters agree; check the original"
            ),
            format!("pdftotext 读出的文本不同：仅 {percent}% 的字符一致，请核对原文"),
        )
    })
}

fn pdftotext(bytes: &[u8], limit: u64) -> io::Result<String> {
    let mut child = Command::new("pdftotext")
        .args(["-q", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let started = Instant::now();
    thread::scope(|scope| {
        // A program that reads no further ends the pipe, and says why by its status.
        scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(bytes)));
        let reader = scope.spawn(move || {
            let mut text = Vec::new();
            stdout.map(|pipe| pipe.take(limit).read_to_end(&mut text)).transpose().map(|_| text)
        });
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if started.elapsed() > PATIENCE {
                child.kill()?;
            }
            thread::sleep(LOOK);
        };
        let text = reader.join().map_err(|_| io::ErrorKind::Other)??;
        if status.success() {
            Ok(String::from_utf8_lossy(&text).into_owned())
        } else {
            Err(io::Error::other(status.to_string()))
        }
    })
}

/// Which part of the characters of two texts is in both, wherever it stands.
fn shared(text: &str, other: &str) -> f64 {
    let (ours, theirs) = (counts(text), counts(other));
    let total = |counts: &HashMap<char, usize>| counts.values().sum::<usize>();
    let both: usize = ours.iter().map(|(c, count)| theirs.get(c).copied().unwrap_or(0).min(*count)).sum();
    2.0 * both as f64 / (total(&ours) + total(&theirs)).max(1) as f64
}

fn counts(text: &str) -> HashMap<char, usize> {
    let mut counts = HashMap::new();
    for c in text.chars().filter(|c| !c.is_whitespace() && !c.is_control()) {
        *counts.entry(ideograph(c).unwrap_or(c)).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::shared;

    #[test]
    fn readings_are_compared_by_their_characters() {
        let share = |text, other| (shared(text, other) * 100.0).round() as u32;
        assert_eq!(share("示例 市\n人民", "⼈⺠示例市"), 100);
        assert_eq!(share("示例", "乱码"), 0);
        assert_eq!(share("示例市", "示"), 50);
        assert_eq!(share("", ""), 0);
    }
}
