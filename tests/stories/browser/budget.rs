//! What a page weighs, and how long the first answer takes.

use super::{driver::Browser, site::Site};

/// Bytes of a page with everything that it loads, before compression.
const MOST: u64 = 100_000;

/// Types one word and gives the milliseconds from the key to the answer on the screen.
const TYPED: &str = "const [text, done] = arguments; const input = document.querySelector('#q'); input.focus(); input.value = text;
    const seen = new MutationObserver(() => { if (document.querySelector('#answer .document')) { seen.disconnect();
      requestAnimationFrame(() => done(performance.now() - start)); } });
    seen.observe(document.querySelector('main'), { childList: true });
    const start = performance.now(); input.dispatchEvent(new InputEvent('input', { bubbles: true }));";

pub async fn kept(browser: &Browser, site: &Site) {
    browser.open(&site.at("/?q=软件企业&locale=zh")).await;
    let sizes = "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]\
                 .reduce((sum, entry) => sum + entry.decodedBodySize, 0)";
    let bytes = browser.eval(sizes).await.as_u64().expect("a size");
    assert!(bytes <= MOST, "{bytes} bytes");
    let mut times = Vec::new();
    for text in ["奖励", "software", "人才 补贴", "industrial software", "首次升规"] {
        browser.open(&site.at("/?locale=en")).await;
        let taken = browser.client.execute_async(TYPED, vec![text.into()]).await.expect("an answer");
        times.push(format!("{:.0}", taken.as_f64().unwrap_or_default()));
    }
    println!("  {bytes} bytes; first answer after {} ms", times.join(", "));
    browser.only_from(&site.origin).await;
}
