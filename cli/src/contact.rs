//! How those whose sites we read can reach our user.

use crate::{config::Config, console::Message};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    io::{self, IsTerminal, Write},
};

/// The file below the data directory that keeps the answer of the first crawl.
const FILE: &str = "contact";

/// The contact: from the flag or the environment, the configuration, the answer of an earlier crawl; else
/// asked for on a terminal.
pub fn find(config: &Config, flag: Option<&str>) -> Result<String> {
    let path = config.data.join(FILE);
    let kept = || fs::read_to_string(&path).ok();
    if let Some(contact) = flag.map(str::to_owned).or_else(|| config.contact.clone()).or_else(kept) {
        return checked(&contact);
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        bail!(Message::new(
            "sites want to know whom to write to: say --contact you@example.org (or a web address), set POLIDEX_CONTACT, or put contact = \"…\" into the configuration file",
            "请告诉网站如何联系您：使用 --contact you@example.org（或网址），设置 POLIDEX_CONTACT，或在配置文件中写 contact = \"…\"",
        ));
    }
    let question = config.locale.pick(
        "Sites that are crawled are told whom to write to. Your e-mail or web address: ",
        "抓取时会告知网站如何联系您。您的电子邮箱或网址：",
    );
    let mut err = io::stderr().lock();
    write!(err, "{question}")?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    let contact = checked(&answer)?;
    fs::create_dir_all(&config.data)?;
    fs::write(&path, &contact).with_context(|| path.display().to_string())?;
    Ok(contact)
}

/// A contact as it stands in the header: an address to write to or to look at.
fn checked(contact: &str) -> Result<String> {
    let contact = contact.trim();
    let sign = |c: char| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '\\');
    let web = contact.starts_with("http://") || contact.starts_with("https://");
    if !contact.chars().all(sign) || !web && !contact.contains('@') {
        bail!(Message::new(
            format!("\"{contact}\" is no e-mail or web address; the contact must be one"),
            format!("“{contact}”不是电子邮箱或网址；联系方式应为其一"),
        ));
    }
    let plain = web || contact.starts_with("mailto:");
    Ok(if plain { contact.to_owned() } else { format!("mailto:{contact}") })
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn a_contact_is_an_address() {
        assert_eq!(checked(" a@example.org\n").unwrap(), "mailto:a@example.org");
        assert_eq!(checked("mailto:a@example.org").unwrap(), "mailto:a@example.org");
        assert_eq!(checked("https://example.org/bot").unwrap(), "https://example.org/bot");
        for bad in ["", "me", "a@b (c)", "a@b\nX: y", "联系@示例.cn"] {
            assert!(checked(bad).is_err(), "{bad}");
        }
    }
}
