//! A reader of text protocol buffers, as far as the expectations use them.

/// A value of a message: a text (bytes), a word, or a list of messages.
#[derive(Debug, Clone)]
pub enum Value {
    /// Quoted pieces joined together, escapes undone.
    Bytes(Vec<u8>),
    /// An unquoted word.
    Word(String),
    /// Messages in `[ … ]`, or the one message in `{ … }`.
    Messages(Vec<Message>),
}

/// Fields in order.
#[derive(Debug, Clone, Default)]
pub struct Message(Vec<(String, Value)>);

impl Message {
    /// The messages of a field, none where it is absent.
    pub fn messages(&self, name: &str) -> impl Iterator<Item = &Message> {
        self.values(name).flat_map(|value| match value {
            Value::Messages(messages) => messages.as_slice(),
            _ => &[],
        })
    }

    /// The bytes of a field, empty where it is absent.
    pub fn bytes(&self, name: &str) -> &[u8] {
        match self.values(name).next() {
            Some(Value::Bytes(bytes)) => bytes,
            _ => &[],
        }
    }

    /// The bytes of a field as text.
    pub fn text(&self, name: &str) -> &str {
        std::str::from_utf8(self.bytes(name)).expect("only files hold bytes that are no text")
    }

    /// The word of a field, empty where it is absent.
    pub fn word(&self, name: &str) -> &str {
        match self.values(name).next() {
            Some(Value::Word(word)) => word,
            _ => "",
        }
    }

    fn values(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value)
    }
}

/// Reads a file.
pub fn parse(text: &str) -> Message {
    let mut reader = Reader { rest: text };
    let message = reader.message();
    assert!(reader.peek().is_none(), "unread: {:.60}", reader.rest);
    message
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// The next character that is neither space nor comment.
    fn peek(&mut self) -> Option<char> {
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.strip_prefix('#') {
                Some(comment) => self.rest = comment.split_once('\n').map_or("", |(_, below)| below),
                None => return self.rest.chars().next(),
            }
        }
    }

    /// Steps over `c` if it comes next.
    fn take(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.rest = &self.rest[c.len_utf8()..];
        }
        found
    }

    fn word(&mut self) -> String {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        assert!(end > 0, "a word is expected: {:.60}", self.rest);
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    fn message(&mut self) -> Message {
        let mut message = Message::default();
        while self.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            let name = self.word();
            self.take(':');
            let value = self.value();
            message.0.push((name, value));
            let _ = self.take(',') || self.take(';');
        }
        message
    }

    fn value(&mut self) -> Value {
        match self.peek() {
            Some('"' | '\'') => Value::Bytes(self.strings()),
            Some('{') => Value::Messages(vec![self.braced()]),
            Some('[') => {
                self.take('[');
                let mut messages = Vec::new();
                while !self.take(']') {
                    messages.push(self.braced());
                    self.take(',');
                }
                Value::Messages(messages)
            }
            _ => Value::Word(self.word()),
        }
    }

    fn braced(&mut self) -> Message {
        assert!(self.take('{'), "a message is expected: {:.60}", self.rest);
        let message = self.message();
        assert!(self.take('}'), "the end of a message is expected: {:.60}", self.rest);
        message
    }

    fn strings(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        while let Some(quote @ ('"' | '\'')) = self.peek() {
            self.take(quote);
            self.string(quote, &mut bytes);
        }
        bytes
    }

    fn string(&mut self, quote: char, bytes: &mut Vec<u8>) {
        loop {
            let c = self.rest.chars().next().expect("a string has an end");
            self.rest = &self.rest[c.len_utf8()..];
            match c {
                _ if c == quote => return,
                '\\' => self.escape(bytes),
                _ => bytes.extend(c.encode_utf8(&mut [0; 4]).bytes()),
            }
        }
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) {
        let c = self.rest.chars().next().expect("an escape has an end");
        self.rest = &self.rest[c.len_utf8()..];
        bytes.push(match c {
            'n' => b'\n',
            'r' => b'\r',
            't' => b'\t',
            'x' => self.hexadecimal(),
            '"' | '\'' | '\\' => c as u8,
            _ => panic!("an unknown escape: {c}"),
        });
    }

    fn hexadecimal(&mut self) -> u8 {
        let length = self.rest.chars().take(2).take_while(char::is_ascii_hexdigit).count();
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        u8::from_str_radix(digits, 16).expect("an escape has digits")
    }
}
