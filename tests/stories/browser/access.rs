//! Accessibility, as far as axe-core can tell.

use super::{driver::Browser, site::Site};
use serde_json::Value;
use std::{env, fs, path::PathBuf};

/// The rules of WCAG 2.2, A and AA, and what axe-core holds for good practice.
const RUN: &str = "const done = arguments[0]; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then((found) => done(found.violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`) }))), (error) => done(String(error)));";

/// The script of axe-core: `POLIDEX_AXE`, else beside the project.
pub fn axe() -> Option<String> {
    let named = env::var_os("POLIDEX_AXE").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/axe/package/axe.min.js");
    fs::read_to_string(named.unwrap_or(beside)).ok()
}

pub async fn checked(browser: &Browser, site: &Site) {
    let Some(axe) = axe() else {
        println!("skipped: axe-core is absent; POLIDEX_AXE names its axe.min.js");
        return;
    };
    browser.open(&site.at("/?q=软件企业+奖励&locale=en")).await;
    let clause = browser.text("document.querySelector('.clause .path a').getAttribute('href')").await;
    let document = browser.text("document.querySelector('.document h2 a').getAttribute('href')").await;
    let parallel = format!("{document}&view=parallel");
    let pages = [
        "/?locale=zh",
        "/?q=软件企业+奖励&filter=lang:zh&locale=zh",
        "/?q=不存在的词语&locale=en",
        &document,
        &clause,
        &parallel,
        "/quote?locale=zh",
        "/match?locale=en",
    ];
    for (dark, width) in [(false, None), (true, Some(390))] {
        browser.dark(dark).await;
        browser.narrow(width).await;
        for path in pages {
            browser.open(&site.at(path)).await;
            browser.eval("document.querySelectorAll('details').forEach((details) => { details.open = true; }) || 1").await;
            audit(browser, &axe, &format!("{path} dark: {dark}")).await;
        }
    }
    browser.dark(false).await;
    browser.narrow(None).await;
}

/// That axe-core finds nothing serious in the page that is open.
pub async fn audit(browser: &Browser, axe: &str, at: &str) {
    // As the developer tools do it: the page's policy lets no page do so.
    let loaded = browser.devtools("Runtime.evaluate", serde_json::json!({"expression": axe})).await;
    assert!(loaded.get("exceptionDetails").is_none(), "{loaded}");
    let found = browser.client.execute_async(RUN, vec![]).await.expect("axe-core runs");
    let Value::Array(violations) = found else { panic!("{at}: {found}") };
    for violation in &violations {
        println!("axe-core, {at}: {violation}");
    }
    let serious = |violation: &&Value| matches!(violation["impact"].as_str(), Some("serious" | "critical"));
    assert_eq!(violations.iter().filter(serious).count(), 0, "{at}");
}
