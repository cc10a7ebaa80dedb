//! The secret of those who may add documents.

use crate::{args::Serve, console::Message};
use anyhow::{Context, Result, bail};
use polidex_corpus::text::sha256_hex;
use std::{env, fmt, fs};

/// Characters that a token has at least.
const TOKEN: usize = 16;

/// A secret that is known by its hash only, so that it can be in no output, and that is compared in a time
/// that tells nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The token of those who may add documents; `None` where nobody may.
    ///
    /// # Errors
    /// When the token is missing or short.
    pub fn of(args: &Serve) -> Result<Option<Self>> {
        if !args.admin {
            return Ok(None);
        }
        let secret = match &args.admin_token_file {
            Some(file) => fs::read_to_string(file).with_context(|| file.display().to_string())?,
            None => env::var("POLIDEX_ADMIN_TOKEN").unwrap_or_default(),
        };
        let secret = secret.trim();
        if secret.chars().count() < TOKEN {
            bail!(Message::new(
                format!(
                    "--admin needs a token of at least {TOKEN} characters, in --admin-token-file or POLIDEX_ADMIN_TOKEN"
                ),
                format!(
                    "--admin 需要至少 {TOKEN} 个字符的令牌，置于 --admin-token-file 或 POLIDEX_ADMIN_TOKEN"
                ),
            ));
        }
        Ok(Some(Self::new(secret)))
    }

    /// Keeps a secret.
    fn new(secret: &str) -> Self {
        Self(sha256_hex(secret.as_bytes()))
    }

    /// Whether this is the secret. What two hashes have in common says nothing of what they were made of.
    pub fn is(&self, secret: &str) -> bool {
        *self == Self::new(secret)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}
