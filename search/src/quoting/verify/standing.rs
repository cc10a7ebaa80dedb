//! What a quoted text is worth on a day.

use super::verdict::Standing;
use crate::query::plan::Status;
use jiff::civil::Date;
use polidex_corpus::{
    model::Policy,
    store::{Store, StoreError},
};

/// What the edition that `policy` describes is worth on a day, and its status, which knows the repeals by
/// other documents.
pub fn standing(store: &Store, policy: &Policy, as_of: Date) -> Result<(Standing, Status), StoreError> {
    let validity = crate::standing::status(store, policy, as_of)?;
    Ok((decided(policy.edition.superseded, validity), validity))
}

/// The one decision about what an edition is worth.
fn decided(superseded: bool, validity: Status) -> Standing {
    match validity {
        Status::Repealed | Status::ExpiredByTerm => Standing::Repealed,
        _ if superseded => Standing::Superseded,
        Status::InForce | Status::PartlyInvalid => Standing::Current,
        // Without a date nobody can say that it has come into effect.
        Status::NotYetEffective | Status::Unknown => Standing::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeals_go_before_editions() {
        assert_eq!(decided(false, Status::InForce), Standing::Current);
        assert_eq!(decided(true, Status::InForce), Standing::Superseded);
        assert_eq!(decided(true, Status::Repealed), Standing::Repealed);
        assert_eq!(decided(false, Status::ExpiredByTerm), Standing::Repealed);
        assert_eq!(decided(false, Status::NotYetEffective), Standing::Unknown);
    }
}
