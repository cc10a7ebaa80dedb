//! Widgets on a page of another origin, under a policy that forbids nearly everything.

use super::{
    access,
    driver::Browser,
    site::{Host, Site},
};
use serde_json::json;

pub async fn elsewhere(browser: &Browser, site: &Site, host: Host) {
    browser.open(&site.at("/?q=首次升规+奖励")).await;
    let reference = browser.text("document.querySelector('.clause .reference').textContent").await;
    let origin = host.origin.clone();
    let markup = format!(
        "<polidex-search id=\"one\" data-locale=\"zh\"></polidex-search>\
         <polidex-search id=\"two\" data-locale=\"en\" data-filter=\"lang:en\" data-limit=\"2\"></polidex-search>\
         <polidex-quote id=\"quote\" clause=\"{reference}\" data-locale=\"en\">&lt;img src=x onerror=hit(1)&gt;</polidex-quote>\
         <polidex-quote id=\"lost\" clause=\"no-such-document#a1\" data-locale=\"en\">Words that stay.</polidex-quote>\
         <polidex-match id=\"match\" data-locale=\"en\"></polidex-match>"
    );
    host.serve(&site.origin, &markup);
    browser.open(&origin).await;
    let shadow = |id: &str| format!("document.getElementById('{id}').shadowRoot");

    browser.until(&format!("{}.querySelector('figcaption')", shadow("quote"))).await;
    let quoted = browser.text(&format!("{}.querySelector('blockquote').textContent", shadow("quote"))).await;
    assert!(quoted.contains("升规"), "words that were not published are not shown as a quotation: {quoted}");
    assert!(
        browser.eval(&format!("{}.querySelectorAll('.badge').length", shadow("quote"))).await.as_u64()
            > Some(0)
    );
    let said = browser.until(&format!("{}.querySelector('[role=status]').textContent", shadow("lost"))).await;
    assert!(said.as_str().is_some_and(|said| said.contains("no such document")), "{said}");

    for (id, query, lang) in [("one", "软件企业", "zh-Hans"), ("two", "software", "en")] {
        let input = format!("{}.querySelector('input')", shadow(id));
        browser.eval(&format!("{input}.focus() || 1")).await;
        browser.press(query).await;
        browser.until(&format!("{}.querySelector('.hit .text[lang={lang}] mark')", shadow(id))).await;
        browser.until(&format!("{input}.getAttribute('aria-expanded') === 'true'")).await;
        browser.press(&char::from(fantoccini::key::Key::Escape).to_string()).await;
        assert_eq!(browser.text(&format!("{input}.getAttribute('aria-expanded')")).await, "false");
    }
    assert_eq!(browser.eval(&format!("{}.querySelectorAll('.hit').length", shadow("two"))).await, json!(2));
    // The style sheet is there although the page allows none.
    let border = browser
        .text(&format!("getComputedStyle({}.querySelector('.frame')).borderTopStyle", shadow("one")))
        .await;
    assert_eq!(border, "solid");

    let question = format!("{}.querySelector('.question')?.textContent", shadow("match"));
    let first = browser.until(&question).await;
    let yes = format!(
        "[...{}.querySelectorAll('form button')].find((button) => button.textContent === 'Yes')",
        shadow("match")
    );
    if browser.eval(&format!("Boolean({yes})")).await == json!(true) {
        browser.eval(&format!("{yes}.click()")).await;
    } else {
        browser.eval(&format!("{}.querySelector('form input').focus() || 1", shadow("match"))).await;
        browser.press(&format!("璟澜市映潮区{}", char::from(fantoccini::key::Key::Enter))).await;
    }
    browser.until(&format!("{question} !== {first}")).await;
    browser.until(&format!("{}.querySelector('.hit .badge')", shadow("match"))).await;
    if let Some(axe) = access::axe() {
        for dark in [false, true] {
            browser.dark(dark).await;
            access::audit(browser, &axe, &format!("widgets, dark: {dark}")).await;
        }
        browser.dark(false).await;
    }
    browser.clean("widgets").await;
    browser.only_from(&site.origin).await;
}
