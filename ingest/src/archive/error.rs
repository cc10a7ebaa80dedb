//! Why the archive could not be read or written.

use polidex_corpus::locale::{Locale, Localized};
use std::{
    borrow::Cow,
    io,
    path::{Path, PathBuf},
};

/// Why the archive could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A file could not be read or written. What was written in part has been taken back.
    #[error("{}: {source}; nothing of it counts as received. Check free space and permissions of the disk and run the same command again", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another process writes to the archive.
    #[error("another process writes to the archive {}; wait for it to end", dir.display())]
    Locked {
        /// The archive's directory.
        dir: PathBuf,
    },
    /// What stands at a place is not what was written there.
    #[error(
        "{file} is damaged at byte {offset}: {reason}; `polidex archive verify` lists all damage, a backup may hold a sound copy"
    )]
    Damaged {
        /// The file's name.
        file: String,
        /// First byte of the record.
        offset: u64,
        /// What is wrong, in English.
        reason: String,
    },
    /// What stood at a place was removed with its document.
    #[error(
        "what was received at byte {offset} of {file} was removed with its document; the chain holds its tombstone"
    )]
    Removed {
        /// The file's name.
        file: String,
        /// First byte of the record.
        offset: u64,
    },
}

impl ArchiveError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}

impl Localized for ArchiveError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        if locale == Locale::En {
            return self.to_string().into();
        }
        match self {
            Self::Io { path, source } => {
                format!("{}：{source}；未写完的内容不计入已收到。请检查磁盘空间和权限，然后再次运行同一命令", path.display())
            }
            Self::Locked { dir } => format!("另一进程正在写入存档 {}，请等待其结束", dir.display()),
            Self::Removed { file, offset } => {
                format!("{file} 第 {offset} 字节处收到的内容已随文件移除；存档链中留有移除记录")
            }
            Self::Damaged { file, offset, reason } => {
                format!("{file} 在第 {offset} 字节处损坏（{reason}）；`polidex archive verify` 可列出全部损坏，备份中可能有完好的副本")
            }
        }
        .into()
    }
}
