//! Tasks of the server.
//!
//! The SDK's own type knows no task that was cancelled and gives up on kinds of tasks that are newer than it.

use serde::Deserialize;

/// What the server says of a task.
#[derive(Debug, Clone, Deserialize)]
pub struct Task {
    status: String,
    error: Option<Reason>,
}

#[derive(Debug, Clone, Deserialize)]
struct Reason {
    #[serde(default)]
    message: String,
    #[serde(default)]
    code: String,
}

/// Why a task failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// The server's name for it.
    pub code: String,
    /// The server's words.
    pub reason: String,
}

impl Task {
    /// How it ended; `None` while it has not.
    pub fn outcome(self) -> Option<Result<(), Failed>> {
        match self.status.as_str() {
            "succeeded" => Some(Ok(())),
            "enqueued" | "processing" => None,
            other => {
                let (code, reason) = self.error.map_or_else(
                    || (other.to_owned(), other.to_owned()),
                    |error| (error.code, error.message),
                );
                Some(Err(Failed { code, reason }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(json: &str) -> Option<Result<(), Failed>> {
        serde_json::from_str::<Task>(json).unwrap().outcome()
    }

    #[test]
    fn tasks_end_well_badly_or_not_yet() {
        assert_eq!(outcome(r#"{"status": "processing", "error": null}"#), None);
        assert_eq!(outcome(r#"{"status": "succeeded", "error": null}"#), Some(Ok(())));
        let full = r#"{"status": "failed", "error": {"message": "No space left", "code": "no_space_left_on_device"}}"#;
        let failed = Failed { code: "no_space_left_on_device".into(), reason: "No space left".into() };
        assert_eq!(outcome(full), Some(Err(failed)));
        let canceled = Failed { code: "canceled".into(), reason: "canceled".into() };
        assert_eq!(outcome(r#"{"status": "canceled"}"#), Some(Err(canceled)));
    }
}
