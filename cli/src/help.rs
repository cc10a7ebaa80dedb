//! Reads the command line, with help in Chinese for readers of Chinese.

use crate::{
    args::{Cli, LocaleName},
    config,
};
use clap::{Arg, Command, CommandFactory, FromArgMatches};
use polidex_corpus::locale::Locale;
use std::collections::BTreeMap;

/// Parses the arguments; prints help, version or a usage error and exits where that is what they ask
/// for.
pub fn parse() -> (Cli, Locale) {
    let locale = config::locale(typed_locale(std::env::args()));
    let matches = command(locale).get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    (cli, locale)
}

/// The `--locale` flag, read ahead of everything else since help depends on it.
fn typed_locale(arguments: impl Iterator<Item = String>) -> Option<LocaleName> {
    let arguments: Vec<String> = arguments.collect();
    let value = |at: usize, argument: &str| match argument.strip_prefix("--locale") {
        Some("") => arguments.get(at + 1).cloned(),
        Some(value) => value.strip_prefix('=').map(str::to_owned),
        None => None,
    };
    match arguments.iter().enumerate().find_map(|(at, argument)| value(at, argument))?.as_str() {
        "zh" => Some(LocaleName::Zh),
        "en" => Some(LocaleName::En),
        _ => None,
    }
}

/// The command line's definition, with help in the reader's language.
pub fn command(locale: Locale) -> Command {
    let command = Cli::command();
    if locale == Locale::En {
        return command;
    }
    let texts: BTreeMap<String, String> = toml::from_str(include_str!("help.zh.toml")).unwrap_or_default();
    translated(command, &texts, "polidex")
}

/// Replaces help texts by those of `texts`, whose keys are the command's words and, behind a dot, an
/// argument's name.
fn translated(command: Command, texts: &BTreeMap<String, String>, path: &str) -> Command {
    let mut command = command;
    if let Some(text) = texts.get(path) {
        command = command.about(text.clone());
    }
    if let Some(text) = texts.get(&format!("{path}.after")) {
        command = command.after_help(text.clone());
    }
    command = command.mut_args(|argument: Arg| {
        let names = [format!("{path}.{}", argument.get_id()), format!("*.{}", argument.get_id())];
        match names.iter().find_map(|name| texts.get(name)) {
            Some(text) => argument.help(text.clone()),
            None => argument,
        }
    });
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(name, |sub| translated(sub, texts, &path));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        command(Locale::En).debug_assert();
        command(Locale::Zh).debug_assert();
    }

    #[test]
    fn every_command_and_flag_has_help_in_chinese() {
        fn check(command: &Command, path: &str) {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(!about.is_ascii(), "no Chinese help for `{path}`: {about}");
            for argument in command
                .get_arguments()
                .filter(|argument| !matches!(argument.get_id().as_str(), "help" | "version"))
            {
                let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(!help.is_ascii(), "no Chinese help for `{path}` {}: {help}", argument.get_id());
            }
            for sub in command.get_subcommands() {
                check(sub, &format!("{path} {}", sub.get_name()));
            }
        }
        check(&command(Locale::Zh), "polidex");
    }
}
