//! Without a mouse, with an input method, with a phone.

use super::{driver::Browser, search::ask, site::Site};
use fantoccini::key::Key;
use serde_json::json;

fn key(key: Key) -> String {
    char::from(key).to_string()
}

pub async fn by_keyboard(browser: &Browser, site: &Site) {
    browser.open(&site.at("/?q=x&locale=en")).await;
    browser.press(&key(Key::Tab)).await;
    assert_eq!(
        browser.text("document.activeElement.className").await,
        "skip",
        "the first stop skips the head"
    );
    browser.eval("document.querySelector('#q').focus()").await;
    ask(browser, "软件").await;
    browser.until("document.querySelector('#q').getAttribute('aria-expanded') === 'true'").await;
    browser.press(&key(Key::Down)).await;
    let active = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))";
    assert_eq!(browser.text(&format!("{active}.getAttribute('aria-selected')")).await, "true");
    let chosen = browser.text(&format!("{active}.firstChild.textContent")).await;
    browser.press(&key(Key::Enter)).await;
    browser.until(&format!("document.querySelector('#q').value === {chosen:?}")).await;
    assert_eq!(browser.text("document.querySelector('#q').getAttribute('aria-expanded')").await, "false");
    browser.until(&format!("new URLSearchParams(location.search).get('q') === {chosen:?}")).await;

    ask(browser, "软件").await;
    browser.until("document.querySelector('#q').getAttribute('aria-expanded') === 'true'").await;
    browser.press(&key(Key::Escape)).await;
    assert_eq!(browser.text("document.querySelector('#q').getAttribute('aria-expanded')").await, "false");
    assert_eq!(
        browser.text("document.querySelector('#q').value").await,
        "软件",
        "Escape closes the list and no more"
    );

    // From the box to the first document, and into it; every stop is seen.
    for _ in 0..12 {
        browser.press(&key(Key::Tab)).await;
        let outline = "getComputedStyle(document.activeElement).outlineStyle";
        assert_ne!(browser.text(outline).await, "none", "the focus is seen");
        if browser.eval("document.activeElement.matches('.document h2 a')").await == json!(true) {
            break;
        }
    }
    browser.press(&key(Key::Enter)).await;
    browser.until("location.pathname.startsWith('/policies/')").await;
    browser.clean("by keyboard").await;
}

pub async fn composed(browser: &Browser, site: &Site) {
    browser.open(&site.at("/?q=奖励&locale=zh")).await;
    browser.eval("document.querySelector('#q').select() || document.querySelector('#q').focus()").await;
    browser
        .eval("['compositionstart', 'compositionupdate', 'compositionend'].forEach((name) => document.addEventListener(name, () => { window[name] = (window[name] || 0) + 1; })) || 1")
        .await;
    let before = browser.text("location.href").await;
    for text in ["r", "ruan", "ruan jian"] {
        let composition = json!({"text": text, "selectionStart": text.len(), "selectionEnd": text.len()});
        browser.devtools("Input.imeSetComposition", composition).await;
    }
    assert_eq!(browser.eval("window.compositionstart").await, 1);
    // The keys of the input method are not the page's.
    let shown = browser.text("document.querySelector('#shown').textContent").await;
    for key in ["Enter", "Escape", "ArrowDown", "ArrowUp"] {
        let script = format!(
            "document.querySelector('#q').dispatchEvent(new KeyboardEvent('keydown', \
             {{ key: {key:?}, isComposing: true, keyCode: 229, bubbles: true, cancelable: true }}))"
        );
        assert_eq!(browser.eval(&script).await, json!(true), "{key} is left to the input method");
    }
    browser.eval("document.querySelector('#search').requestSubmit() || 1").await;
    // Time enough for what must not happen.
    browser.client.execute_async("setTimeout(arguments[0], 300)", vec![]).await.expect("the page waits");
    assert_eq!(browser.text("location.href").await, before, "nothing is searched for while composing");
    assert_eq!(browser.text("document.querySelector('#shown').textContent").await, shown);
    assert_eq!(browser.text("document.querySelector('#q').getAttribute('aria-expanded')").await, "false");
    browser.devtools("Input.insertText", json!({"text": "软件企业"})).await;
    browser.until("window.compositionend === 1").await;
    browser.until("new URLSearchParams(location.search).get('q')?.includes('软件企业')").await;
    browser.until("document.querySelector('.clause mark')").await;
    browser.clean("composed").await;
}

pub async fn on_a_phone(browser: &Browser, site: &Site) {
    browser.narrow(Some(390)).await;
    let long = "/?q=软件企业&locale=zh";
    browser.open(&site.at(long)).await;
    let clause = browser.text("document.querySelector('.clause .path a').getAttribute('href')").await;
    let document = browser.text("document.querySelector('.document h2 a').getAttribute('href')").await;
    for path in ["/?locale=en", long, &document, &clause, "/quote", "/match"] {
        browser.open(&site.at(path)).await;
        let width = browser.eval("document.scrollingElement.scrollWidth").await;
        assert!(width.as_u64().is_some_and(|width| width <= 390), "{path} is {width} wide");
        // WCAG 2.2, 2.5.8: what is pressed is at least 24 pixels high, unless it stands in a sentence.
        let small = "[...document.querySelectorAll('button, nav a, .facet a, .chips a, select, input:not([type=hidden])')]\
                     .filter((target) => target.offsetParent && target.getBoundingClientRect().height < 24)\
                     .map((target) => target.outerHTML.slice(0, 120)).join()";
        assert_eq!(browser.text(small).await, "", "{path}");
        browser.clean(path).await;
    }
    browser.narrow(None).await;
}
