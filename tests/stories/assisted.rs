//! A session of an assistant with `polidex mcp` on standard streams.

use crate::haystack::User;
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Lines, Write},
    process::{Child, ChildStdout, ExitStatus, Stdio},
};

/// The tools, and what they said of themselves.
pub struct Session {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    /// The answer to the greeting.
    pub server: Value,
}

impl Session {
    /// Starts the tools on a user's data, and greets them.
    pub fn start(user: &User, flags: &[&str]) -> Self {
        let mut command = user.command(&[&["mcp"], flags].concat());
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the tools start");
        let lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let mut session = Self { process, lines, server: Value::Null };
        let client = json!({"name": "story", "version": "1"});
        let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client});
        session.server = session.ask("initialize", &hello);
        session.tell(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        session
    }

    fn tell(&mut self, message: &Value) {
        let input = self.process.stdin.as_mut().expect("its input");
        writeln!(input, "{message}").expect("it reads");
    }

    /// Asks, and waits for the result.
    pub fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.tell(&json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}));
        let line = self.lines.next().expect("an answer").expect("in UTF-8");
        serde_json::from_str::<Value>(&line).expect("JSON")["result"].clone()
    }

    /// Calls a tool.
    pub fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        self.ask("tools/call", &json!({"name": tool, "arguments": arguments}))
    }

    /// Closes its input and waits for its end.
    pub fn ended(mut self) -> ExitStatus {
        drop(self.process.stdin.take());
        self.process.wait().expect("it ends")
    }
}
