//! The first and the last day in force, from what a text says of itself.

use crate::understand;
use jiff::{ToSpan, civil::Date};
use polidex_corpus::model::{CharIndex, Dates, Event, Origin, Sourced, Validity};

/// What the text says. It is read only where something is asked of it.
pub(super) fn stated(index: &CharIndex<'_>) -> Validity {
    understand::validity(index)
}

/// The first day: a printed one, or that of the publication where the text names it.
pub(super) fn effective(stated: &Validity, dates: &Dates) -> Option<Sourced<Date>> {
    let begins = stated.effective.as_ref()?;
    if let Some(date) = begins.date {
        return Some(Sourced::new(date, Origin::Text(begins.span)));
    }
    let on_publication = begins.relative == Some(Event::OnPublication);
    let date = dates.published.as_ref().or(dates.written.as_ref()).filter(|_| on_publication)?;
    Some(Sourced::new(date.value, Origin::Rule("on_publication".to_owned())))
}

/// The last day: a printed one, or the end of a term that is counted from the first.
pub(super) fn expires(stated: &Validity, dates: &Dates) -> Option<Sourced<Date>> {
    let ends = stated.expires.as_ref()?;
    let origin = Origin::Text(ends.span);
    if let Some(date) = ends.date {
        return Some(Sourced::new(date, origin));
    }
    let begins = dates.effective.as_ref().or(dates.written.as_ref()).or(dates.published.as_ref())?.value;
    let last = begins.checked_add(i64::from(ends.term_months?).months()).ok()?.yesterday().ok()?;
    Some(Sourced::new(last, origin))
}
