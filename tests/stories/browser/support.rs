//! The questions about a company.

use super::{driver::Browser, site::Site};
use serde_json::json;

/// Steps after which there must be a verdict.
const STEPS: usize = 12;

pub async fn to_a_verdict(browser: &Browser, site: &Site) {
    browser.open(&site.at("/match?locale=en")).await;
    let mut asked = Vec::new();
    for step in 1..=STEPS {
        let question = browser.text("document.querySelector('#question legend').textContent").await;
        assert!(!asked.contains(&question), "{question} is asked twice");
        answer(browser, &question).await;
        asked.push(question);
        browser.until(&format!("document.querySelectorAll('#given [name=said]').length === {step}")).await;
        let settled = "document.querySelectorAll('.measure[data-verdict=eligible], .measure[data-verdict=likely]').length";
        if browser.eval(settled).await != json!(0) {
            break;
        }
    }
    browser.find(".measure[data-verdict=eligible], .measure[data-verdict=likely]").await;
    // Every condition stands with its words and its clause.
    browser.click(".measure summary").await;
    assert!(
        browser
            .eval("document.querySelectorAll('.measure[data-verdict] .conditions q').length")
            .await
            .as_u64()
            > Some(0)
    );

    // The answers stand in the fragment, which brings them back, and nowhere else.
    let (query, fragment) = (browser.text("location.search").await, browser.text("location.hash").await);
    assert_eq!(query, "?locale=en");
    assert!(fragment.starts_with("#profile="), "{fragment}");
    let totals = browser.text("document.querySelector('#measures').textContent").await;
    browser.client.refresh().await.expect("the page loads again");
    browser.until(&format!("document.querySelector('#measures').textContent === {totals:?}")).await;
    let sent = browser.eval("performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname + new URL(entry.name).search)").await;
    let sent = sent.to_string();
    assert!(sent.contains("/match?locale=en") && !sent.contains("profile"), "{sent}");
    browser.clean("wizard").await;
}

/// Answers a question of whatever form.
async fn answer(browser: &Browser, question: &str) {
    if browser.eval("Boolean(document.querySelector('#question button[value=yes]'))").await == json!(true) {
        return browser.click("#question button[value=yes]").await;
    }
    if browser.eval("Boolean(document.querySelector('#question button[name=answer]'))").await == json!(true) {
        return browser.click("#question button[name=answer]").await;
    }
    if browser.eval("document.querySelector('#question input[name=answer]').type === 'date'").await
        == json!(true)
    {
        browser.eval("(document.querySelector('#question input[name=answer]').value = '2025-03-01')").await;
    } else {
        let place = question.contains("Where");
        browser.write("#question input[name=answer]", if place { "璟澜市映潮区" } else { "3000万元" }).await;
    }
    browser.click("#question button:not([name])").await;
}
