//! What can go wrong with the store, and what to do then.

use crate::locale::{Locale, Localized};
use rusqlite::ErrorCode;
use std::{
    borrow::Cow,
    io,
    path::{Path, PathBuf},
};

/// The store's errors. Each message says what to do next; [`Localized`] gives it in both languages.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The directory holds no store.
    #[error("there is no store in {}; `polidex crawl gov-cn --max 50` brings the first policies, `polidex ingest PATH` reads your own files, `polidex demo` shows what it is like", dir.display())]
    NoStore {
        /// The data directory.
        dir: PathBuf,
    },
    /// Another process writes to the store.
    #[error("another polidex{} is writing to {}; wait until it is done, or stop it, and try again", pid.map_or(String::new(), |pid| format!(" (process {pid})")), dir.display())]
    Busy {
        /// The data directory.
        dir: PathBuf,
        /// The writer, where it could be read.
        pid: Option<u32>,
    },
    /// A lock inside the database was not released in time.
    #[error("the store is locked by another program; close what has it open and try again")]
    Locked,
    /// A newer polidex wrote the store.
    #[error(
        "the store has schema version {found}, this polidex understands up to {supported}; update polidex, or choose another directory with `--data`"
    )]
    NewerVersion {
        /// The version in the store.
        found: u32,
        /// The newest version this program understands.
        supported: u32,
    },
    /// An older polidex wrote the store, and it is open for reading only.
    #[error(
        "the store has schema version {found} and must be brought to {supported}; run `polidex doctor` once with write permission"
    )]
    OlderVersion {
        /// The version in the store.
        found: u32,
        /// The version needed.
        supported: u32,
    },
    /// The last writer was stopped, and what it left cannot be completed here.
    #[error("the last writer of the store in {} was stopped and the directory cannot be written; open it once with write permission, for instance by `polidex doctor`", dir.display())]
    Unfinished {
        /// The data directory.
        dir: PathBuf,
    },
    /// The file is a database of another program.
    #[error("{} is not a polidex store; move it away, or choose another directory with `--data`", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The database file is damaged.
    #[error(
        "the store is damaged ({detail}); run `polidex doctor`, or bring back a backup with `polidex restore DIR`"
    )]
    Damaged {
        /// What was found.
        detail: String,
    },
    /// No space is left.
    #[error("the disk is full; nothing of this step was stored. Free some space and run the command again")]
    Full,
    /// The store cannot be written to.
    #[error(
        "the store in {} can be read but not written; check the permissions of the directory, or choose another with `--data`", dir.display()
    )]
    ReadOnly {
        /// The data directory.
        dir: PathBuf,
    },
    /// Reading or writing a file failed.
    #[error("{}: {source}; check the disk and the permissions, and try again", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database's own input or output failed.
    #[error("the disk could not be read or written ({detail}); check it, then run `polidex doctor`")]
    Disk {
        /// What the database said.
        detail: String,
    },
    /// A line that claims to be an export cannot be used.
    #[error("record {number} is no polidex export: {reason}; take the line out, or export it again")]
    BadRecord {
        /// The record's number, from 1.
        number: usize,
        /// Why not.
        reason: String,
    },
    /// What was to be written could not be handed on.
    #[error("the export could not be written: {0}; check where it goes and try again")]
    Output(#[source] io::Error),
    /// The place for a backup is taken.
    #[error("{} exists and is not empty; choose a new directory for the backup", dir.display())]
    BackupExists {
        /// The directory.
        dir: PathBuf,
    },
    /// A backup does not hold what its manifest says.
    #[error("the backup in {} cannot be used: {reason}; nothing was changed. Try another backup", dir.display())]
    BackupDamaged {
        /// The backup.
        dir: PathBuf,
        /// What does not agree.
        reason: String,
    },
    /// There is a store where the backup would go.
    #[error("{} already holds a store; add `--replace` to put the backup in its place", dir.display())]
    StoreExists {
        /// The data directory.
        dir: PathBuf,
    },
    /// A state of the store was asked for that is not known.
    #[error(
        "the store cannot be asked as of watermark {asked}: it knows what came when from watermark {earliest} on, and stands at {latest}"
    )]
    PastUnknown {
        /// The watermark that was asked for.
        asked: u64,
        /// The first one that is known.
        earliest: u64,
        /// The present one.
        latest: u64,
    },
    /// Any other failure of the database.
    #[error("the store's database failed: {0}; run `polidex doctor`, and report this if it stays")]
    Database(rusqlite::Error),
}

impl StoreError {
    /// An input or output error at `path`. A full disk and missing permissions get their own words.
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io { path: path.to_owned(), source },
        }
    }

    /// The same for use in `map_err`.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::io(path, source)
    }

    /// A database error where the data directory is known.
    pub(crate) fn in_dir(dir: &Path, error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { dir: dir.to_owned() },
            _ => Self::from(error),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { detail: error.to_string() }
            }
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
                Self::Disk { detail: error.to_string() }
            }
            _ => Self::Database(error),
        }
    }
}

impl Localized for StoreError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        match locale {
            Locale::En => self.to_string().into(),
            Locale::Zh => self.chinese().into(),
        }
    }
}

impl StoreError {
    fn chinese(&self) -> String {
        match self {
            Self::NoStore { dir } => format!(
                "{} 中没有文档库；`polidex crawl gov-cn --max 50` 可取得首批政策，`polidex ingest 路径` 可读入您自己的文件，`polidex demo` 可先看演示",
                dir.display()
            ),
            Self::Busy { dir, pid } => format!(
                "另一个 polidex{}正在写入 {}；请等待其结束或将其停止后重试",
                pid.map_or(String::new(), |pid| format!("（进程 {pid}）")),
                dir.display()
            ),
            Self::Locked => "文档库被其他程序锁定；请关闭占用它的程序后重试".to_owned(),
            Self::NewerVersion { found, supported } => format!(
                "文档库的结构版本为 {found}，本程序最高支持 {supported}；请升级 polidex，或用 `--data` 另选目录"
            ),
            Self::OlderVersion { found, supported } => {
                format!(
                    "文档库的结构版本为 {found}，需升级到 {supported}；请以可写权限运行一次 `polidex doctor`"
                )
            }
            Self::Unfinished { dir } => format!(
                "{} 中的文档库上次写入被中断，且目录不可写；请以可写权限打开一次，例如运行 `polidex doctor`",
                dir.display()
            ),
            Self::Foreign { path } => {
                format!("{} 不是 polidex 的文档库；请将其移走，或用 `--data` 另选目录", path.display())
            }
            Self::Damaged { detail } => {
                format!(
                    "文档库已损坏（{detail}）；请运行 `polidex doctor`，或用 `polidex restore 目录` 恢复备份"
                )
            }
            Self::Full => "磁盘已满，本步骤未存入任何内容；请腾出空间后重新运行".to_owned(),
            Self::ReadOnly { dir } => format!(
                "{} 中的文档库只能读取，不能写入；请检查目录权限，或用 `--data` 另选目录",
                dir.display()
            ),
            Self::Io { path, source } => {
                format!("{}：{source}；请检查磁盘和权限后重试", path.display())
            }
            Self::Disk { detail } => {
                format!("磁盘读写失败（{detail}）；请检查磁盘，然后运行 `polidex doctor`")
            }
            Self::BadRecord { number, reason } => {
                format!("第 {number} 条记录不是 polidex 的导出内容：{reason}；请删除该行或重新导出")
            }
            Self::Output(source) => format!("导出内容无法写出：{source}；请检查输出位置后重试"),
            Self::BackupExists { dir } => {
                format!("{} 已存在且不为空；请为备份另选新目录", dir.display())
            }
            Self::BackupDamaged { dir, reason } => {
                format!("{} 中的备份无法使用：{reason}；未作任何改动，请换用其他备份", dir.display())
            }
            Self::StoreExists { dir } => {
                format!("{} 中已有文档库；如需以备份替换，请加 `--replace`", dir.display())
            }
            Self::PastUnknown { asked, earliest, latest } => format!(
                "无法查询水位 {asked} 时的文档库：自水位 {earliest} 起才有到达记录，目前水位为 {latest}"
            ),
            Self::Database(error) => {
                format!("文档库的数据库出错：{error}；请运行 `polidex doctor`，若仍出现请报告此问题")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_in_both_languages_and_say_what_to_do() {
        let error = StoreError::Busy { dir: "/data".into(), pid: Some(42) };
        assert_eq!(
            error.localized(Locale::En),
            "another polidex (process 42) is writing to /data; wait until it is done, or stop it, and try again"
        );
        assert_eq!(
            error.localized(Locale::Zh),
            "另一个 polidex（进程 42）正在写入 /data；请等待其结束或将其停止后重试"
        );
    }
}
