//! A real browser without a window, driven over `WebDriver`.

use axum::http::Method;
use fantoccini::{Client, ClientBuilder, Locator, elements::Element, wd::WebDriverCompatibleCommand};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};
use url::{ParseError, Url};

/// How often a condition is looked at before a story gives up, and how long it rests in between.
const LOOKS: u32 = 600;
const REST: Duration = Duration::from_millis(25);

/// Runs before the scripts of every page: it writes down what must never happen.
const WITNESS: &str = "window.__hits = []; window.__violations = []; window.__errors = [];
    window.hit = (what) => window.__hits.push(String(what));
    window.alert = window.confirm = window.prompt = window.print = window.hit;
    document.addEventListener('securitypolicyviolation',
      (event) => window.__violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
    window.addEventListener('error', (event) => window.__errors.push(event.message));
    window.addEventListener('unhandledrejection', (event) => window.__errors.push(String(event.reason)));";

/// A browser; it ends with the value.
pub struct Browser {
    /// The session.
    pub client: Client,
    _driver: Driver,
}

struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A command of the browser's developer tools.
#[derive(Debug)]
struct Devtools(Value);

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.0.to_string()))
    }
}

impl Browser {
    /// Starts one; none where there is no driver on the `PATH`.
    pub async fn start() -> Option<Self> {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let driver = Driver(child);
        let port: u16 = lines
            .map_while(Result::ok)
            .find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok())
            .expect("the driver names its port");
        let options = json!({"args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900",
            "--force-color-profile=srgb", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ]});
        let capabilities = json!({"goog:chromeOptions": options, "pageLoadStrategy": "normal"});
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().expect("an object").clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the browser starts");
        let browser = Self { client, _driver: driver };
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": WITNESS})).await;
        Some(browser)
    }

    /// Ends the session.
    pub async fn close(self) {
        let _ = self.client.close().await;
    }

    /// Runs a command of the developer tools.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let asked = Devtools(json!({"cmd": command, "params": parameters}));
        self.client.issue_cmd(asked).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Opens a page.
    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// What an expression comes to in the page.
    pub async fn eval(&self, expression: &str) -> Value {
        let script = format!("return ({expression});");
        self.client.execute(&script, vec![]).await.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// Waits until an expression is true, and gives its value.
    pub async fn until(&self, expression: &str) -> Value {
        for _ in 0..LOOKS {
            // While a page is being left there is nothing to ask.
            let script = format!("return ({expression});");
            if let Ok(value) = self.client.execute(&script, vec![]).await
                && !matches!(value, Value::Null | Value::Bool(false))
                && value != json!(0)
                && value != json!("")
            {
                return value;
            }
            tokio::time::sleep(REST).await;
        }
        let page = self.client.source().await.unwrap_or_default();
        panic!("never came true: {expression}\n{}", page.chars().take(4000).collect::<String>());
    }

    /// The text of an expression.
    pub async fn text(&self, expression: &str) -> String {
        self.eval(expression).await.as_str().unwrap_or_default().to_owned()
    }

    /// The first element of a selector.
    pub async fn find(&self, css: &str) -> Element {
        self.client.find(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// Presses the first element of a selector.
    pub async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Types into the first element of a selector.
    pub async fn write(&self, css: &str, text: &str) {
        self.find(css).await.send_keys(text).await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Presses keys wherever the focus is.
    pub async fn press(&self, keys: &str) {
        let active = self.client.active_element().await.expect("something has the focus");
        active.send_keys(keys).await.expect("keys can be pressed");
    }

    /// Everything that stories change about the browser as it was.
    pub async fn reset(&self) {
        self.scripts(true).await;
        self.narrow(None).await;
        self.dark(false).await;
    }

    /// Whether pages run scripts.
    pub async fn scripts(&self, run: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({"value": !run})).await;
    }

    /// Waits for an element without running anything in the page.
    pub async fn appears(&self, css: &str) {
        for _ in 0..LOOKS {
            if self.client.find(Locator::Css(css)).await.is_ok() {
                return;
            }
            tokio::time::sleep(REST).await;
        }
        panic!("{css} never appeared");
    }

    /// The width of a phone, or with `None` that of the window again.
    pub async fn narrow(&self, width: Option<u32>) {
        match width {
            Some(width) => {
                let metrics = json!({"width": width, "height": 844, "deviceScaleFactor": 2, "mobile": true});
                self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
            }
            None => {
                self.devtools("Emulation.clearDeviceMetricsOverride", json!({})).await;
            }
        }
    }

    /// Dark colours, or light ones.
    pub async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!([{"name": "prefers-color-scheme", "value": value}]);
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features})).await;
    }

    /// That nothing ran that must not, that the page's policy held, and that no script failed.
    pub async fn clean(&self, at: &str) {
        let seen = self.eval("[window.__hits, window.__violations, window.__errors]").await;
        assert_eq!(seen, json!([[], [], []]), "{at}");
    }

    /// That everything which the page loaded came from `origin`.
    pub async fn only_from(&self, origin: &str) {
        let loaded = self.eval("performance.getEntriesByType('resource').map((entry) => entry.name)").await;
        for name in loaded.as_array().expect("a list") {
            let name = name.as_str().unwrap_or_default();
            assert!(name.starts_with(origin), "{name} is not from {origin}");
        }
    }
}
