//! A served store, and a page of somebody else that holds widgets.

use crate::haystack::User;
use axum::{Router, http::header, response::IntoResponse, routing::get};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
};
use tokio::net::TcpListener;

/// A served store; the server ends with the value.
pub struct Site {
    /// `http://127.0.0.1:PORT`
    pub origin: String,
    server: Child,
}

impl Site {
    /// Serves what a user has stored, for pages of `allowed` too.
    pub fn serve(user: &User, allowed: Option<&str>) -> Self {
        let mut arguments = vec!["serve", "--addr", "127.0.0.1:0", "--rate-limit", "0", "--log", "none"];
        arguments.extend(allowed.iter().flat_map(|origin| ["--allow-origin", *origin]));
        let mut server = user
            .command(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut lines =
            BufReader::new(server.stderr.take().expect("its messages")).lines().map_while(Result::ok);
        let origin = lines
            .find_map(|line| {
                Some(format!(
                    "http://127.0.0.1:{}",
                    line.split("http://127.0.0.1:").nth(1)?.split('/').next()?
                ))
            })
            .expect("the server says where it listens");
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { origin, server }
    }

    /// An address on it.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A site of somebody else, before it has a page.
pub struct Host {
    listener: TcpListener,
    /// `http://localhost:PORT`: another origin than the server's.
    pub origin: String,
}

impl Host {
    /// Finds a port.
    pub async fn bind() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        Self { listener, origin: format!("http://localhost:{port}") }
    }

    /// Serves one page under the strictest policy that a widget has to live with; `markup` is its body.
    pub fn serve(self, polidex: &str, markup: &str) {
        let policy = format!(
            "default-src 'none'; script-src 'nonce-R' 'strict-dynamic'; connect-src {polidex}; style-src 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'"
        );
        let page = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Host</title>\
             <script nonce=\"R\" src=\"{polidex}/widget.js\" defer></script><main><h1>Host</h1>{markup}</main></html>"
        );
        let answer = move || {
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
                (header::CONTENT_SECURITY_POLICY, policy.clone()),
            ];
            let page = page.clone();
            async move { (headers, page).into_response() }
        };
        let router = Router::new().route("/", get(answer));
        tokio::spawn(async move { axum::serve(self.listener, router).await });
    }
}
