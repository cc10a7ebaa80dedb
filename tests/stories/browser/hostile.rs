//! Documents, queries and addresses that try to become part of the page.

use super::{
    driver::Browser,
    site::{Host, Site},
};
use crate::haystack::User;
use serde_json::{Value, json};

/// What would have to run.
const CALLS: [&str; 4] = ["hit(1)", "hit`1`", "top['hit'](1)", "eval('hit(1)')"];

/// Markup that runs a call, in many ways and spellings.
const TRIALS: [&str; 24] = [
    "<script>CALL</script>",
    "<ScRiPt >CALL</sCrIpT >",
    "<img src=x onerror=\"CALL\">",
    "<img src=x onerror=CALL//",
    "<svg onload=\"CALL\">",
    "<svg><script>CALL</script></svg>",
    "<svg><animate onbegin=\"CALL\" attributeName=x dur=1s>",
    "<details open ontoggle=\"CALL\">",
    "<input autofocus onfocus=\"CALL\">",
    "<iframe srcdoc=\"<script>parent.CALL</script>\"></iframe>",
    "<iframe src=\"javascript:parent.CALL\"></iframe>",
    "<a href=\"javascript:CALL\" autofocus tabindex=1 onfocus=\"CALL\">x</a>",
    "<math><mtext><style><img src=x onerror=\"CALL\"></style></mtext></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=CALL>\"></noscript>",
    "<template><img src=x onerror=\"CALL\"></template><xmp><script>CALL</script>",
    "<base href=\"//evil.example/\"><link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content=\"0;url=javascript:CALL\">",
    "<style>@import'//evil.example/x';*{background:url(javascript:CALL)}</style>",
    "<form id=search action=//evil.example><button autofocus onfocus=CALL formaction=javascript:CALL>",
    "javascript:CALL//",
    "data:text/html,<script>CALL</script>",
    "&lt;script&gt;CALL&lt;/script&gt;&#x3C;img src=x onerror=CALL&#x3E;",
    "{{constructor.constructor('CALL')()}}${CALL}<%=CALL%>",
    "\u{202e}<img/src='x'/onerror=CALL>\u{200b}",
];

/// What closes the place that a trial lands in.
const OPENINGS: [&str; 3] = ["", "\"'>", "</title></textarea></script></mark>--><!-- "];

/// Payloads that stand in one field together.
const TOGETHER: usize = 6;

fn payloads() -> Vec<String> {
    let mut payloads = Vec::new();
    for call in CALLS {
        for opening in OPENINGS {
            payloads.extend(TRIALS.iter().map(|trial| format!("{opening}{}", trial.replace("CALL", call))));
        }
    }
    payloads
}

/// Documents with payloads in every text field.
fn documents(payloads: &[String]) -> String {
    let mut lines = String::new();
    for (number, group) in payloads.chunks(TOGETHER).enumerate() {
        let all = group.join(" ");
        let text = group.iter().enumerate().fold(format!("第一章 {all}\n\n"), |text, (at, payload)| {
            text + &format!("第{}条 软件 {payload} 软件企业。\n\n", ["一", "二", "三", "四", "五", "六"][at])
        });
        let document = json!({
            "id": format!("{number} {all}"), "lang": if number % 2 == 0 { "zh" } else { "en" }, "text": text,
            "title": format!("软件 {all}"), "title_translated": format!("Software {all}"),
            "family": all, "translation_of": format!("{} {all}", number ^ 1), "url": format!("https://example.com/{all}"), "issuer": [&all],
            "doc_number": all, "published": "2024-05-06", "effective": "2024-05-06",
        });
        lines.push_str(&document.to_string());
        lines.push('\n');
    }
    lines
}

pub async fn everywhere(browser: &Browser) {
    let payloads = payloads();
    assert!(payloads.len() >= 200);
    let user = User::new();
    let file = user.file("hostile.jsonl", documents(&payloads));
    user.ingest(&file);
    let host = Host::bind().await;
    let site = Site::serve(&user, Some(&host.origin));

    // In lists: every document with all its fields, its clauses and what matched in them.
    let (mut documents, mut references) = (Vec::new(), Vec::new());
    let mut next = Value::String("/?q=软件&limit=50&locale=en".to_owned());
    while let Some(path) = next.as_str() {
        browser.open(&site.at(path)).await;
        browser
            .eval("document.querySelectorAll('details').forEach((details) => { details.open = true; }) || 1")
            .await;
        untouched(browser, path).await;
        references.push(browser.text("document.querySelector('.clause .reference').textContent").await);
        documents.push(browser.eval("[...document.querySelectorAll('.document h2 a')].map((link) => link.getAttribute('href'))").await);
        next =
            browser.eval("document.querySelector('.pages a[rel~=next]')?.getAttribute('href') ?? null").await;
    }
    let mut pages: Vec<&str> =
        documents.iter().filter_map(Value::as_array).flatten().filter_map(Value::as_str).collect();
    pages.sort_unstable();
    pages.dedup();
    assert!(pages.len() >= payloads.len() / TOGETHER, "{} documents are found", pages.len());
    // One by one.
    for path in pages {
        browser.open(&site.at(path)).await;
        untouched(browser, path).await;
    }
    // In addresses and queries, in the box and in the forms.
    for group in payloads.chunks(TOGETHER * 2) {
        let all = group.join(" ");
        let encoded: String = url::form_urlencoded::byte_serialize(all.as_bytes()).collect();
        let path = encoded.replace('+', "%20");
        for address in [
            format!("/?q={encoded}&filter={encoded}&sort={encoded}&locale=en"),
            format!(
                "/policies/{}?edition={encoded}&style={encoded}",
                &path[..path.len().min(1500)].trim_end_matches(['%', '2'])
            ),
        ] {
            browser.open(&site.at(&address)).await;
            untouched(browser, &address).await;
        }
    }
    for payload in payloads.iter().step_by(9) {
        browser.open(&site.at("/quote?locale=en")).await;
        let script = "document.getElementById('text').value = arguments[0]; document.querySelector('#check .second').click();";
        browser
            .client
            .execute(script, vec![json!(format!("“软件 {payload} 软件企业” {payload}"))])
            .await
            .expect("the form is sent");
        browser.until("document.querySelector('#verdict, .notes')").await;
        untouched(browser, payload).await;
    }
    elsewhere(browser, &site, host, &references).await;
}

/// In the widgets of another page.
async fn elsewhere(browser: &Browser, site: &Site, host: Host, references: &[String]) {
    let mut markup = "<polidex-search data-limit=\"50\" data-locale=\"en\"></polidex-search>".to_owned();
    for reference in references {
        let attribute = reference.replace('&', "&amp;").replace('"', "&quot;");
        markup.extend(["<polidex-quote clause=\"", &attribute, "\" data-locale=\"zh\"></polidex-quote>"]);
    }
    let origin = host.origin.clone();
    host.serve(&site.origin, &markup);
    browser.open(&origin).await;
    let search = "document.querySelector('polidex-search').shadowRoot";
    browser.until(&format!("{search}?.querySelector('input')")).await;
    browser.eval(&format!("{search}.querySelector('input').focus() || 1")).await;
    browser.press("软件").await;
    browser.until(&format!("{search}.querySelectorAll('.hit mark').length > 20")).await;
    browser
        .until(
            "[...document.querySelectorAll('polidex-quote')].every((quote) => quote.shadowRoot.querySelector('figcaption'))",
        )
        .await;
    browser.clean("widgets").await;
    let roots =
        "[...document.querySelectorAll('polidex-search, polidex-quote')].map((widget) => widget.shadowRoot)";
    assert_eq!(browser.text(&foreign(roots)).await, "", "widgets");
    browser.only_from(&site.origin).await;
}

/// That nothing ran, that the policy held, and that the page consists of its own parts.
async fn untouched(browser: &Browser, at: &str) {
    browser.clean(at).await;
    assert_eq!(browser.text(&foreign("[document]")).await, "", "{at}");
}

/// Elements below the roots that are not the program's own, as lines.
fn foreign(roots: &str) -> String {
    format!(
        "{roots}.flatMap((root) => [...root.querySelectorAll('iframe, object, embed, base, math, style, img, template, noscript, xmp, [autofocus], \
         form[action*=evil], meta[http-equiv], script:not([src^=\"/assets/page.js\"]), link:not([href^=\"/assets/\"])')]\
         .concat([...root.querySelectorAll('*')].filter((element) => [...element.attributes].some(({{ name, value }}) => \
         name.startsWith('on') || (/^(href|src|action|formaction)$/.test(name) && /^\\s*(javascript|data):/i.test(value))))))\
         .map((element) => element.outerHTML.slice(0, 200)).join('\\n')"
    )
}
