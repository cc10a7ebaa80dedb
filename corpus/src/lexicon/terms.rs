//! Files of terms in two languages.
//!
//! Only the standard library is used here: the build script that compiles the shipped terms reads
//! them with this very file.

/// One term with what it is called in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermEntry {
    /// Chinese names, the preferred one first; never empty.
    pub zh: Vec<String>,
    /// English names, the preferred one first; never empty.
    pub en: Vec<String>,
    /// Remarks for programs, such as `abbr`.
    pub flags: Vec<String>,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// There are not two columns.
    Columns,
    /// The column of Chinese names has none.
    NoChinese,
    /// The column of English names has none.
    NoEnglish,
    /// An English name has a Han character: the columns are swapped, perhaps.
    Swapped,
    /// A name is longer than names may be.
    TooLong,
}

/// Characters that a name may have.
pub const MAX_NAME: usize = 200;

/// Reads lines `Chinese|variant TAB English|variant [TAB flags]`; blank lines and what follows a `#`
/// at the beginning of a line are passed over. What is wrong is returned with its line, from 1; the
/// other lines are read all the same.
pub fn parse_terms(text: &str) -> (Vec<TermEntry>, Vec<(usize, Problem)>) {
    let (mut entries, mut problems) = (Vec::new(), Vec::new());
    for (number, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match entry(line) {
            Ok(entry) => entries.push(entry),
            Err(problem) => problems.push((number + 1, problem)),
        }
    }
    (entries, problems)
}

fn entry(line: &str) -> Result<TermEntry, Problem> {
    let mut columns = line.split('\t');
    let zh = names(columns.next().unwrap_or_default());
    let en = names(columns.next().ok_or(Problem::Columns)?);
    let flags = columns.next().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    if zh.is_empty() {
        return Err(Problem::NoChinese);
    }
    if en.is_empty() {
        return Err(Problem::NoEnglish);
    }
    if en.iter().any(|name| has_han(name)) {
        return Err(Problem::Swapped);
    }
    if zh.iter().chain(&en).any(|name| name.chars().count() > MAX_NAME) {
        return Err(Problem::TooLong);
    }
    Ok(TermEntry { zh, en, flags })
}

fn names(column: &str) -> Vec<String> {
    column.split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn has_han(name: &str) -> bool {
    name.chars().any(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{3007}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_lines_are_read_and_bad_ones_named() {
        let text = "# 注释\n补贴|补助\tsubsidy | grant\tabbr\n\n补贴\n\tsubsidy\nsubsidy\t补贴\n税\t \n";
        let (entries, problems) = parse_terms(text);
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].zh, ["补贴", "补助"]);
        assert_eq!(entries[0].en, ["subsidy", "grant"]);
        assert_eq!(entries[0].flags, ["abbr"]);
        let expected =
            [(4, Problem::Columns), (5, Problem::NoChinese), (6, Problem::Swapped), (7, Problem::NoEnglish)];
        assert_eq!(problems, expected);
    }
}
