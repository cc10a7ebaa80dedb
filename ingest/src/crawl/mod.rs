//! Crawling a source: lists lead to documents, documents to their files.
//!
//! Hosts are asked one exchange at a time with a pause after each; robots.txt is asked first; what was
//! received is archived before the store refers to it; and the store's frontier says at any moment what
//! is left to do, so that a killed crawl goes on where it was and the next one asks only after changes.
//!
//! | step | module |
//! | --- | --- |
//! | what is to be asked next | `queue` |
//! | redirects, robots.txt, turns | `visit`, `web`, `gate` |
//! | reading lists and documents, on every core | `judge` |
//! | archive, store, what was found | `ledger` |
//! | whether pages look as they used to | `health` |
//! | all of them together | `run` |

mod clock;
mod find;
mod gate;
mod health;
mod judge;
mod ledger;
mod options;
mod queue;
mod run;
mod summary;
mod visit;
mod web;

pub use clock::{Clock, SystemClock, Waiting};
pub use gate::LONGEST_WAIT;
pub use options::{Keep, LEAST_DELAY, Options, Target};
pub use run::{CrawlError, run, stopped};
pub use summary::{Candidate, Event, Happening, HostSummary, PageProblem, Summary};
