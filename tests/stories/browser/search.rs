//! Searching, narrowing, reading, quoting.

use super::{driver::Browser, site::Site};

/// Clears the box and types, as fast as the driver does.
pub async fn ask(browser: &Browser, query: &str) {
    let input = browser.find("#q").await;
    input.clear().await.expect("the box can be cleared");
    input.send_keys(query).await.expect("the box takes text");
    let address = format!("new URLSearchParams(location.search).get('q') === {query:?}");
    browser.until(&address).await;
}

pub async fn in_chinese(browser: &Browser, site: &Site) {
    browser.open(&site.at("/?locale=zh")).await;
    assert_eq!(browser.text("document.documentElement.lang").await, "zh-CN");
    ask(browser, "首次升规 奖励").await;
    browser.until("document.querySelectorAll('.document .clause mark').length").await;
    let sentence = browser.text("document.querySelector('#shown').textContent").await;
    assert!(sentence.contains("关于“首次升规 奖励”的条款"), "{sentence}");
    let best = browser.text("document.querySelector('.clause .text').textContent").await;
    assert!(best.contains("升规"), "{best}");
    // Screen readers are told the same sentence.
    let said = browser.until("document.querySelector('#said').textContent").await;
    assert!(said.as_str().is_some_and(|said| said.contains("份文件")), "{said}");
    browser.clean("in Chinese").await;
    browser.only_from(&site.origin).await;
}

pub async fn in_english(browser: &Browser, site: &Site) {
    browser.open(&site.at("/?locale=en")).await;
    ask(browser, "software reward").await;
    browser.until("document.querySelector('.document [lang=zh-Hans] mark')").await;
    browser.click(".why summary").await;
    let why = browser.text("document.querySelector('.why[open]').innerText").await;
    assert!(why.contains("→"), "{why}");
    // The switch keeps the search.
    browser.click("#languages a[lang=zh-CN]").await;
    browser.until("document.documentElement.lang === 'zh-CN'").await;
    assert_eq!(browser.text("document.querySelector('#q').value").await, "software reward");
    browser.clean("in English").await;
}

pub async fn related(browser: &Browser, site: &Site) {
    browser.open(&site.at("/?q=研发费用&locale=zh")).await;
    browser.click(".related a").await;
    browser.until("location.search.includes('related=true')").await;
    // Other names are searches of their own; among them stands the English one.
    let english = "[...document.querySelectorAll('section.related a')].find((link) => /^[A-Za-z&\\- ]+$/.test(link.textContent))";
    let name = browser.until(&format!("{english}?.textContent")).await;
    browser.eval(&format!("{english}.click() || 1")).await;
    browser.until(&format!("document.querySelector('#q').value === {name}")).await;
    browser.clean("related terms").await;
}

pub async fn narrowed(browser: &Browser, site: &Site) {
    browser.open(&site.at("/?q=软件&locale=en")).await;
    let documents = "Number(document.querySelectorAll('#shown strong')[1].textContent)";
    let all = browser.eval(documents).await;
    let facet = "[...document.querySelectorAll('#filters a')].find((link) => link.href.includes('kind%3A'))";
    let count = browser.eval(&format!("Number({facet}.querySelector('.count').textContent)")).await;
    browser.eval(&format!("{facet}.click()")).await;
    browser.until("location.search.includes('filter=kind')").await;
    browser.until("document.querySelector('.chips a')").await;
    assert_eq!(browser.eval(documents).await, count, "a facet's count is what its filter leaves");
    // Typing keeps the filter.
    ask(browser, "软件企业").await;
    browser.until("location.search.includes('filter=kind')").await;
    ask(browser, "软件").await;
    browser.until(&format!("{documents} === {count}")).await;
    // The list of suggestions lies over the answer as long as the focus is in the box.
    browser.eval("document.activeElement.blur() || 1").await;
    browser.click(".chips a").await;
    browser.until("!location.search.includes('filter')").await;
    assert_eq!(browser.eval(documents).await, all);
}

pub async fn paged(browser: &Browser, site: &Site) {
    browser.open(&site.at("/?q=软件&limit=5&locale=en")).await;
    let shown = "[...document.querySelectorAll('.clause .reference')].map((code) => code.textContent).join()";
    let first = browser.text(shown).await;
    browser.click(".pages a[rel~=next]").await;
    browser.until("location.search.includes('cursor=')").await;
    let second = browser.text(shown).await;
    assert!(!second.is_empty() && second.split(',').all(|reference| !first.contains(reference)), "{second}");
    browser.click(".pages a[rel~=first]").await;
    browser.until("!location.search.includes('cursor=')").await;
    assert_eq!(browser.text(shown).await, first);
}

pub async fn empty(browser: &Browser, site: &Site) {
    browser.open(&site.at("/?q=软件&filter=year:1955&locale=en")).await;
    let why = browser.text("document.querySelector('.empty').innerText").await;
    assert!(why.contains("year:1955"), "{why}");
    browser.click(".empty a").await;
    browser.until("document.querySelector('.document')").await;
    assert!(!browser.text("location.search").await.contains("1955"));
}

pub async fn quoted(browser: &Browser, site: &Site) {
    let grant = serde_json::json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": site.origin});
    browser.devtools("Browser.grantPermissions", grant).await;
    browser.open(&site.at("/?q=首次升规+奖励&locale=en")).await;
    browser.click(".clause .path a").await;
    browser.until("location.pathname.includes('/clauses/')").await;
    let words = browser.text("document.querySelector('.official').innerText.split('\\n')[0]").await;
    browser.find("#style").await.select_by_value("gb7714-2015").await.expect("the style can be chosen");
    browser.click(".styles button[type=submit]").await;
    browser.until("location.search.includes('style=gb7714-2015')").await;
    let citation = browser.text("document.querySelector('.citation').textContent").await;
    browser.click("button.copy").await;
    browser.until("document.querySelector('#said').textContent === 'Copied'").await;
    let read = "const done = arguments[0]; navigator.clipboard.readText().then(done, (error) => done(String(error)));";
    let copied = browser.client.execute_async(read, vec![]).await.expect("the clipboard can be read");
    let copied = copied.as_str().expect("text");
    assert!(copied.contains(&words) && copied.contains(citation.lines().next().unwrap_or("?")), "{copied}");
    assert!(
        copied.lines().last().is_some_and(|link| link.starts_with(&site.origin) && link.contains("edition=")),
        "{copied}"
    );

    let quotation = copied.split('”').next().unwrap_or_default().trim_start_matches('“');
    let verdict = check(browser, site, quotation).await;
    assert!(verdict.starts_with("exact"), "{verdict}");
    let altered = quotation.replacen("给予", "可以给予", 1);
    assert_ne!(altered, quotation);
    let verdict = check(browser, site, &altered).await;
    assert!(verdict.starts_with("altered"), "{verdict}");
    assert_eq!(browser.text("document.querySelector('.compared ins').textContent").await, "可以");
    browser.clean("quoted").await;
}

/// Checks a quotation; its heading says what it is.
async fn check(browser: &Browser, site: &Site, quotation: &str) -> String {
    browser.open(&site.at("/quote?locale=en")).await;
    browser.write("#text", quotation).await;
    browser.click("#check button").await;
    let verdict = browser.until("document.querySelector('#verdict')?.textContent").await;
    verdict.as_str().unwrap_or_default().to_owned()
}

pub async fn documents(browser: &Browser, site: &Site) {
    browser.open(&site.at("/?q=创新基金+管理办法&locale=en")).await;
    browser.click(".document h2 a").await;
    browser.until("document.querySelector('.original .label')").await;
    // Every entry of the contents leads to a place in the text.
    let lost = "[...document.querySelectorAll('.outline a')].filter((link) => !document.getElementById(decodeURIComponent(link.hash.slice(1)))).length";
    assert_eq!(browser.eval(lost).await, 0);
    assert!(browser.text("document.querySelector('.origin').innerText").await.contains("SHA-256"));
    browser.click(".editions .aside").await;
    browser.until("location.pathname.endsWith('/diff')").await;
    browser.until("document.querySelector('.change ins')").await;

    browser.open(&site.at("/?q=software+measures&lang=en&locale=en")).await;
    browser.click(".document h2 a").await;
    browser.until("document.querySelector('.views a')").await;
    browser.click(".views a").await;
    browser.until("document.querySelectorAll('.parallel tbody tr').length > 5").await;
    let first = browser.text("document.querySelector('.parallel td').lang").await;
    assert_eq!(first, "zh-Hans");
    browser.open(&site.at("/policies/no-such-document?locale=en")).await;
    assert!(browser.text("document.querySelector('main').innerText").await.contains("no such document"));
    browser.clean("documents").await;
}

pub async fn without_scripts(browser: &Browser, site: &Site) {
    browser.scripts(false).await;
    browser.open(&site.at("/?locale=en")).await;
    browser.write("#q", "软件企业 奖励").await;
    browser.click("#search button").await;
    browser.appears(".document .clause mark").await;
    browser.click("#filters a").await;
    browser.appears(".chips a").await;
    browser.click(".clause .path a").await;
    browser.appears(".citation").await;
    browser.find("#style").await.select_by_value("apa").await.expect("the style can be chosen");
    browser.click(".styles button[type=submit]").await;
    browser.appears("option[value=apa][selected]").await;
    browser.click(".crumbs a").await;
    browser.appears(".original .label").await;
    browser.open(&site.at("/quote?locale=en")).await;
    browser.write("#text", "软件产业").await;
    browser.click("#check button").await;
    browser.appears("#verdict").await;
    browser.open(&site.at("/match?locale=en")).await;
    browser.click("#question button[name=skip]").await;
    browser.appears("#given input[name=skipped]").await;
    browser.scripts(true).await;
}
