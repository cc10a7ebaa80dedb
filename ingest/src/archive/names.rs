//! Names of the fields of records, and the profiles of revisits.

pub const TARGET: &str = "WARC-Target-URI";
pub const IP: &str = "WARC-IP-Address";
pub const PAYLOAD_DIGEST: &str = "WARC-Payload-Digest";
pub const BLOCK_DIGEST: &str = "WARC-Block-Digest";
pub const PROFILE: &str = "WARC-Profile";
pub const NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";
pub const SAME_PAYLOAD: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
/// Where the response stands that a revisit refers to; extensions that Heritrix introduced.
pub const REFERS_TO_FILE: &str = "WARC-Refers-To-Filename";
pub const REFERS_TO_OFFSET: &str = "WARC-Refers-To-File-Offset";
/// On a tombstone: the id of the document that it takes away.
pub const REMOVAL: &str = "Polidex-Removal";
/// On what stands in the place of a record that was taken away.
pub const REMOVED: &str = "Polidex-Removed";
