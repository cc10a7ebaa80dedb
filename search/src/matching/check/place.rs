//! Places.

use super::{Case, Have, Outcome};
use crate::matching::fact::Fact;
use polidex_corpus::{
    model::{PlaceName, PlaceRole},
    region::Region,
};

impl Case<'_> {
    /// Whether the company is registered, pays taxes or works at a place.
    pub(super) fn place(&self, role: PlaceRole, place: &PlaceName) -> Outcome {
        let region = match place {
            PlaceName::Own(level) => self.own_region(*level),
            PlaceName::Country => Some(Region::country()),
            PlaceName::Named(name) => Region::parse(name),
        };
        // A place that the tables do not know can only be asked about in its own words.
        let Some(region) = region else { return Outcome::unknown(None) };
        match role {
            PlaceRole::Registered => one(&region, self.profile.registered.as_ref(), Fact::Registered),
            PlaceRole::Tax => one(&region, self.profile.tax_place.as_ref(), Fact::TaxPlace),
            PlaceRole::Active => self.active(&region),
        }
    }

    fn active(&self, wanted: &Region) -> Outcome {
        let profile = self.profile;
        let projects = profile.projects.iter().filter_map(|project| project.place.as_ref());
        let known = profile.registered.iter().chain(profile.active_in.iter().flatten()).chain(projects);
        let mut unsure = false;
        for place in known {
            match wanted.holds(place) {
                Some(true) => return Outcome::known(true, Have::Place { region: place.clone() }),
                Some(false) => {}
                None => unsure = true,
            }
        }
        // Only a list says that there is no other place.
        match &profile.active_in {
            Some(_) if !unsure => Outcome::known(false, None),
            _ => Outcome::unknown(Fact::ActiveIn),
        }
    }

    /// Whether the document is made for the company's place at all.
    pub fn applies(&self) -> Outcome {
        let Some(region) = self.region else { return Outcome::unknown(None) };
        let have = self.profile.registered.as_ref();
        if region.code == "CN" {
            return Outcome::known(true, have.map(|region| Have::Place { region: region.clone() }));
        }
        one(region, have, Fact::Registered)
    }
}

/// Whether one place lies in another.
fn one(wanted: &Region, have: Option<&Region>, fact: Fact) -> Outcome {
    let Some(have) = have else { return Outcome::unknown(fact) };
    let shown = Have::Place { region: have.clone() };
    match wanted.holds(have) {
        Some(holds) => Outcome::known(holds, shown),
        None => Outcome::unknown(fact).with_have(shown),
    }
}
