//! What a quoted text is worth on a day.

use super::verdict::Standing;
use crate::query::plan::{Status, day_number};
use jiff::civil::Date;
use polidex_corpus::model::Edition;

/// The one decision about what an edition is worth: by what is stored of it and, where they say more,
/// by its own dates.
pub fn standing(edition: &Edition, as_of: Date) -> (Standing, Status) {
    let day = |date: &Option<polidex_corpus::model::Sourced<Date>>| {
        date.as_ref().map(|date| day_number(date.value))
    };
    let (effective, expires) = (day(&edition.dates.effective), day(&edition.dates.expires));
    let validity = Status::on(day_number(as_of), effective, expires);
    let standing = match validity {
        Status::ExpiredByTerm => Standing::Repealed,
        _ if edition.superseded => Standing::Superseded,
        Status::NotYetEffective => Standing::Unknown,
        // Without any date nobody can say that it has come into effect.
        Status::Unknown if effective.is_none() && edition.dates.sort_date().is_none() => Standing::Unknown,
        Status::Unknown => Standing::Current,
    };
    (standing, validity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use polidex_corpus::model::{Dates, Origin, Sourced};

    #[test]
    fn dates_and_editions_decide() {
        let sourced = |date| Some(Sourced::new(date, Origin::FileName));
        let check = |superseded, effective, expires, expected| {
            let dates = Dates { effective, expires, ..Dates::default() };
            let edition = Edition { key: String::new(), dates, superseded };
            assert_eq!(standing(&edition, date(2026, 1, 1)).0, expected);
        };
        check(false, None, None, Standing::Unknown);
        check(false, sourced(date(2020, 1, 1)), None, Standing::Current);
        check(true, sourced(date(2020, 1, 1)), None, Standing::Superseded);
        check(false, sourced(date(2027, 1, 1)), None, Standing::Unknown);
        check(false, sourced(date(2020, 1, 1)), sourced(date(2025, 12, 31)), Standing::Repealed);
    }
}
