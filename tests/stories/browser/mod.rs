//! What people do with the page and the widgets, in a real browser.
//!
//! One browser tells all stories, one after the other: starting it takes longer than most of them. They are
//! skipped, with a word, where no `chromedriver` is on the `PATH`. The check of accessibility needs the file
//! of `axe-core`, `axe.min.js`, which is not part of polidex: `POLIDEX_AXE` names it.

mod access;
mod budget;
mod driver;
mod hostile;
mod search;
mod site;
mod support;
mod typing;
mod widget;

use crate::haystack::sample;
use driver::Browser;
use site::{Host, Site};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::runtime::{Builder, Runtime};

#[test]
fn people_use_the_page() {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let Some(browser) = runtime.block_on(Browser::start()) else {
        println!("skipped: no chromedriver is on the PATH");
        return;
    };
    let host = runtime.block_on(Host::bind());
    let site = Site::serve(sample(), Some(&host.origin));
    let failed = tell(&runtime, &browser, &site, host);
    // A browser outlives its driver unless its session is closed.
    runtime.block_on(browser.close());
    assert!(failed.is_empty(), "{failed:#?}");
}

/// Tells every story; what failed, by name. The others are told all the same.
fn tell(runtime: &Runtime, browser: &Browser, site: &Site, host: Host) -> Vec<&'static str> {
    let mut failed = Vec::new();
    macro_rules! tell {
        ($($story:expr => $name:literal),+ $(,)?) => {
            $(
                println!("{}", $name);
                if catch_unwind(AssertUnwindSafe(|| runtime.block_on($story))).is_err() {
                    failed.push($name);
                    runtime.block_on(browser.reset());
                }
            )+
        };
    }
    tell! {
        search::in_chinese(browser, site) => "a reader finds clauses in Chinese",
        search::in_english(browser, site) => "a reader finds Chinese clauses in English",
        search::related(browser, site) => "a reader looks for related terms",
        search::narrowed(browser, site) => "a reader narrows and widens a search",
        search::paged(browser, site) => "a reader turns pages",
        search::empty(browser, site) => "a reader is told why nothing was found",
        search::quoted(browser, site) => "a journalist copies a quotation and verifies it",
        search::documents(browser, site) => "a researcher reads documents, editions and translations",
        search::without_scripts(browser, site) => "a reader without scripts",
        typing::by_keyboard(browser, site) => "a reader without a mouse",
        typing::composed(browser, site) => "a reader with an input method",
        typing::on_a_phone(browser, site) => "a reader with a phone",
        support::to_a_verdict(browser, site) => "a company answers questions",
        widget::elsewhere(browser, site, host) => "widgets on somebody else's page",
        budget::kept(browser, site) => "nobody waits",
        access::checked(browser, site) => "nothing stands in anybody's way",
        hostile::everywhere(browser) => "hostile documents stay documents",
    }
    failed
}
