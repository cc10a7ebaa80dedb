//! What was worked out for terms that stand together, kept: units that hold the same terms are many.

/// Places for results: few enough to stay in a processor's nearest memory.
const PLACES: usize = 1024;

/// Results by the terms that a unit holds, itself and above it. A result whose place another one takes is worked
/// out again.
pub struct Known<T>(Vec<Option<(u64, u64, T)>>);

impl<T: Copy> Default for Known<T> {
    fn default() -> Self {
        Self(vec![None; PLACES])
    }
}

impl<T: Copy> Known<T> {
    /// The result for two sets of terms, as bits.
    pub fn of(&mut self, own: u64, above: u64, work_out: impl FnOnce() -> T) -> T {
        // Fibonacci hashing: the high bits of the product depend on all bits of the sets.
        let mixed = (own ^ above.rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let place = &mut self.0[(mixed >> 54) as usize % PLACES];
        match place {
            Some((known_own, known_above, result)) if (*known_own, *known_above) == (own, above) => *result,
            _ => place.insert((own, above, work_out())).2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_that_of_its_own_terms() {
        let mut known = Known::default();
        for round in 0..2 {
            for own in 0..5_000_u64 {
                let above = own.rotate_left(17) ^ 3;
                assert_eq!(known.of(own, above, || own * 7 + above), own * 7 + above, "round {round}");
            }
        }
    }
}
