//! The part of Meilisearch's filter language that polidex writes, over JSON documents.

use serde_json::Value;

/// Whether `document` passes `filter`; a malformed filter is an error, as on the real server.
pub fn passes(document: &Value, filter: &str) -> Result<bool, String> {
    let mut parser = Parser { tokens: tokens(filter)?, at: 0, document };
    let passes = parser.any()?;
    if parser.at == parser.tokens.len() { Ok(passes) } else { Err(format!("left over in {filter}")) }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Quoted(String),
    Sign(char),
}

fn tokens(filter: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut chars = filter.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            ' ' => {}
            '(' | ')' | '[' | ']' | ',' | '=' => tokens.push(Token::Sign(c)),
            '"' => {
                let mut text = String::new();
                loop {
                    match chars.next() {
                        Some('\\') => text.extend(chars.next()),
                        Some('"') => break,
                        Some(c) => text.push(c),
                        None => return Err("a quotation mark is missing".into()),
                    }
                }
                tokens.push(Token::Quoted(text));
            }
            c => {
                let mut word = String::from(c);
                while let Some(c) = chars.next_if(|c| !" ()[],=\"".contains(*c)) {
                    word.push(c);
                }
                tokens.push(Token::Word(word));
            }
        }
    }
    Ok(tokens)
}

struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    document: &'a Value,
}

impl Parser<'_> {
    fn word(&mut self, word: &str) -> bool {
        let found = self.tokens.get(self.at) == Some(&Token::Word(word.into()));
        self.at += usize::from(found);
        found
    }

    fn sign(&mut self, sign: char) -> bool {
        let found = self.tokens.get(self.at) == Some(&Token::Sign(sign));
        self.at += usize::from(found);
        found
    }

    fn any(&mut self) -> Result<bool, String> {
        let mut passes = self.all()?;
        while self.word("OR") {
            passes |= self.all()?;
        }
        Ok(passes)
    }

    fn all(&mut self) -> Result<bool, String> {
        let mut passes = self.one()?;
        while self.word("AND") {
            passes &= self.one()?;
        }
        Ok(passes)
    }

    fn one(&mut self) -> Result<bool, String> {
        if self.word("NOT") {
            return Ok(!self.one()?);
        }
        if self.sign('(') {
            let passes = self.any()?;
            return if self.sign(')') { Ok(passes) } else { Err("a bracket is missing".into()) };
        }
        let attribute = self.value()?;
        if self.sign('=') {
            let wanted = self.value()?;
            return Ok(self.holds(&attribute, |value| value == wanted));
        }
        if self.word("STARTS") && self.word("WITH") {
            let wanted = self.value()?;
            return Ok(self.holds(&attribute, |value| value.starts_with(&wanted)));
        }
        if self.word("IN") && self.sign('[') {
            let mut wanted = Vec::new();
            while !self.sign(']') {
                wanted.push(self.value()?);
                self.sign(',');
            }
            return Ok(self.holds(&attribute, |value| wanted.iter().any(|wanted| value == wanted)));
        }
        Err(format!("no condition on {attribute}"))
    }

    fn value(&mut self) -> Result<String, String> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        match token {
            Some(Token::Word(text) | Token::Quoted(text)) => Ok(text),
            other => Err(format!("{other:?} is no value")),
        }
    }

    fn holds(&self, attribute: &str, is: impl Fn(&str) -> bool) -> bool {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match &self.document[attribute] {
            Value::Null => false,
            Value::Array(values) => values.iter().any(|value| is(&text(value))),
            value => is(&text(value)),
        }
    }
}
