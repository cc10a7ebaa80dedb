//! Lists of words in a file: `[section]`, then words parted by `|`, with `value: ` in front where they have one.

use std::collections::HashMap;

/// Why a file of lists cannot be read, with the line, counted from one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A section is not closed, or has no name.
    #[error("line {0}: `[name]` is expected")]
    Section(usize),
    /// A section that is there already.
    #[error("line {line}: the section `{name}` is there already")]
    Again {
        /// The line.
        line: usize,
        /// Its name.
        name: String,
    },
    /// Words in front of the first section.
    #[error("line {0}: words stand in front of the first section")]
    Homeless(usize),
    /// Nothing stands between two bars.
    #[error("line {0}: a word is empty")]
    Empty(usize),
    /// A word that its section has already.
    #[error("line {line}: `{word}` is in the section already")]
    Twice {
        /// The line.
        line: usize,
        /// The word.
        word: String,
    },
    /// A value is missing, unknown, or stands where none is known.
    #[error("line {0}: the value in front of `: ` is not known")]
    Value(usize),
    /// A section that the program needs.
    #[error("the section `{0}` is missing")]
    Missing(String),
}

/// A line of words.
struct Line {
    number: usize,
    value: Option<&'static str>,
    words: Vec<&'static str>,
}

/// The lists of a file.
pub struct Lists(HashMap<&'static str, Vec<Line>>);

impl Lists {
    /// Reads a file.
    ///
    /// # Errors
    /// The first line that is not well formed.
    pub fn read(text: &'static str) -> Result<Self, Problem> {
        let mut lists: HashMap<&'static str, Vec<Line>> = HashMap::new();
        let mut section: Option<&'static str> = None;
        for (at, line) in text.lines().enumerate() {
            let (number, line) = (at + 1, line.trim());
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(rest) = line.strip_prefix('[') {
                let name = rest.strip_suffix(']').filter(|name| !name.trim().is_empty());
                let name = name.ok_or(Problem::Section(number))?;
                if lists.insert(name, Vec::new()).is_some() {
                    return Err(Problem::Again { line: number, name: name.to_owned() });
                }
                section = Some(name);
                continue;
            }
            let own = section.and_then(|name| lists.get_mut(name)).ok_or(Problem::Homeless(number))?;
            let line = line_of(number, line)?;
            let known = |word: &&&str| own.iter().any(|other| other.words.contains(word));
            let own_twice = |(at, word): (usize, &&'static str)| line.words[..at].contains(word);
            let twice = line.words.iter().find(known).or_else(|| {
                line.words.iter().enumerate().find(|&(at, word)| own_twice((at, word))).map(|(_, word)| word)
            });
            if let Some(word) = twice {
                return Err(Problem::Twice { line: number, word: (*word).to_owned() });
            }
            own.push(line);
        }
        Ok(Self(lists))
    }

    /// The words of a section without values, in order.
    ///
    /// # Errors
    /// When it is missing, or a line of it has a value.
    pub fn words(&self, section: &str) -> Result<Vec<&'static str>, Problem> {
        let lines = self.lines(section)?;
        match lines.iter().find(|line| line.value.is_some()) {
            Some(line) => Err(Problem::Value(line.number)),
            None => Ok(lines.iter().flat_map(|line| line.words.iter().copied()).collect()),
        }
    }

    /// The words of a section with their values, in order.
    ///
    /// # Errors
    /// When it is missing, or `read` does not know a value.
    pub fn valued<T: Copy>(
        &self,
        section: &str,
        read: fn(&str) -> Option<T>,
    ) -> Result<Vec<(&'static str, T)>, Problem> {
        let mut found = Vec::new();
        for line in self.lines(section)? {
            let value = line.value.and_then(read).ok_or(Problem::Value(line.number))?;
            found.extend(line.words.iter().map(|word| (*word, value)));
        }
        Ok(found)
    }

    fn lines(&self, section: &str) -> Result<&[Line], Problem> {
        self.0.get(section).map(Vec::as_slice).ok_or_else(|| Problem::Missing(section.to_owned()))
    }
}

/// A line of words, with its value.
fn line_of(number: usize, line: &'static str) -> Result<Line, Problem> {
    let (value, words) = match line.split_once(": ") {
        Some((value, words)) => (Some(value), words),
        None => (None, line),
    };
    // White space is part of no word: an English one that needs it has it inside.
    let words: Vec<&'static str> = words.split('|').map(str::trim).collect();
    if words.iter().any(|word| word.is_empty()) {
        return Err(Problem::Empty(number));
    }
    Ok(Line { number, value, words })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &'static str) -> Problem {
        match Lists::read(text) {
            Err(problem) => problem,
            Ok(_) => panic!("{text} was read"),
        }
    }

    #[test]
    fn lists_keep_their_order_and_their_values() {
        let text = "# remark\n[a]\nx | y\nz\n\n[b]\n1: up to | p\n2: q\n";
        let lists = Lists::read(text).unwrap();
        assert_eq!(lists.words("a").unwrap(), ["x", "y", "z"]);
        let read = |value: &str| value.parse::<u8>().ok();
        assert_eq!(lists.valued("b", read).unwrap(), [("up to", 1), ("p", 1), ("q", 2)]);
        assert_eq!(lists.words("b"), Err(Problem::Value(7)));
        assert_eq!(lists.valued("a", read), Err(Problem::Value(3)));
        assert_eq!(lists.words("c"), Err(Problem::Missing("c".to_owned())));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        assert_eq!(problem("x\n"), Problem::Homeless(1));
        assert_eq!(problem("[a\n"), Problem::Section(1));
        assert_eq!(problem("[ ]\n"), Problem::Section(1));
        assert_eq!(problem("[a]\nx\n[a]\n"), Problem::Again { line: 3, name: "a".to_owned() });
        assert_eq!(problem("[a]\nx | | y\n"), Problem::Empty(2));
        assert_eq!(problem("[a]\nx\ny | x\n"), Problem::Twice { line: 3, word: "x".to_owned() });
        assert_eq!(problem("[a]\nx | x\n").to_string(), "line 2: `x` is in the section already");
    }
}
