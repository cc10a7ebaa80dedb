//! Which servers hold a policy, and which of them is asked about it.
//!
//! Placed by rendezvous hashing (Thaler and Ravishankar 1998): of all servers those hold a policy that draw
//! the highest numbers for it. A server more takes its share from all the others, and nothing else moves.

use crate::{rank::Field, stats::term_hash};
use serde::{Deserialize, Serialize};

/// How policies are spread over servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// The servers' names, in rising order.
    pub remotes: Vec<String>,
    /// On how many of them each policy stands.
    pub replicas: usize,
}

impl Placement {
    /// Spreads over servers of these names; every policy stands on one of them at least.
    pub fn new(mut remotes: Vec<String>, replicas: usize) -> Self {
        remotes.sort();
        remotes.dedup();
        let replicas = replicas.clamp(1, remotes.len().max(1));
        Self { remotes, replicas }
    }

    /// The servers of a policy, as places in [`Placement::remotes`]; the first is asked, the others stand in.
    pub fn homes(&self, policy: u32) -> Vec<usize> {
        let draw = |name: &str| mixed(term_hash(Field::BodyWords, name.as_bytes()) ^ u64::from(policy));
        let mut drawn: Vec<(u64, usize)> =
            self.remotes.iter().enumerate().map(|(place, name)| (draw(name), place)).collect();
        drawn.sort_unstable_by(|a, b| b.cmp(a));
        drawn.into_iter().take(self.replicas).map(|(_, place)| place).collect()
    }

    /// The names of a policy's servers.
    pub fn names(&self, policy: u32) -> Vec<&str> {
        self.homes(policy).into_iter().map(|place| self.remotes[place].as_str()).collect()
    }

    /// What documents of a policy carry, so that [`Placement::share`] finds them.
    pub fn labels(&self, policy: u32) -> Vec<String> {
        self.names(policy).iter().enumerate().map(|(rank, name)| label(rank, name)).collect()
    }

    /// The filter that lets through what a server answers for while those in `absent` do not answer. Every
    /// policy with a server that answers passes on exactly one of them.
    pub fn share(&self, server: usize, absent: &[usize]) -> String {
        let is = |rank: usize| format!("homes = \"{}\"", label(rank, &self.remotes[server]));
        let Some(last) = absent.len().min(self.replicas - 1).checked_sub(1) else { return is(0) };
        let away = |rank: usize| {
            let labels: Vec<String> =
                absent.iter().map(|&place| format!("\"{}\"", label(rank, &self.remotes[place]))).collect();
            format!("homes IN [{}]", labels.join(", "))
        };
        let innermost = is(last + 1);
        (0..=last)
            .rev()
            .fold(innermost, |inner, rank| format!("({} OR {} AND {inner})", is(rank), away(rank)))
    }
}

fn label(rank: usize, name: &str) -> String {
    format!("{rank}:{name}")
}

/// The key by which a policy is placed, from what orders its clauses: a hash of its id.
pub fn policy_key(tie: u64) -> u32 {
    (tie >> 32) as u32
}

/// The finisher of `SplitMix64` (Steele, Lea and Flood 2014): every bit of the number depends on all others.
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn placement(names: &[&str], replicas: usize) -> Placement {
        Placement::new(names.iter().map(|&name| name.to_owned()).collect(), replicas)
    }

    #[test]
    fn a_server_more_takes_its_share_and_nothing_else_moves() {
        for replicas in [1, 2] {
            let (three, four) =
                (placement(&["a", "b", "c"], replicas), placement(&["a", "b", "c", "d"], replicas));
            let mut moved = 0;
            for policy in (0..4000u32).map(|n| n.wrapping_mul(2_654_435_761)) {
                let (before, after) = (three.names(policy), four.names(policy));
                let new: Vec<&&str> = after.iter().filter(|name| !before.contains(name)).collect();
                assert!(new.iter().all(|name| **name == "d"));
                moved += new.len();
            }
            let share = moved as f64 / (4000 * replicas) as f64;
            assert!((0.2..0.3).contains(&share), "{share}");
        }
    }

    /// Whether what carries `labels` passes a share, by the grammar that `share` writes.
    fn passes(share: &str, labels: &[String]) -> bool {
        let share = share.trim();
        if let Some(inner) = share.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            let (first, rest) = inner.split_once(" OR ").expect("two ways");
            let (away, rest) = rest.split_once(" AND ").expect("a condition");
            return passes(first, labels) || passes(away, labels) && passes(rest, labels);
        }
        share.split('"').skip(1).step_by(2).any(|label| labels.iter().any(|held| held == label))
    }

    proptest! {
        #[test]
        fn every_policy_is_asked_of_exactly_one_server(policy: u32, servers in 1usize..6, replicas in 1usize..4, away: u8) {
            let names: Vec<String> = (0..servers).map(|n| format!("s{n}")).collect();
            let placement = Placement::new(names, replicas);
            let (absent, present): (Vec<usize>, Vec<usize>) = (0..servers).partition(|n| away >> n & 1 == 1);
            let labels = placement.labels(policy);
            let asked = present.iter().filter(|&&n| passes(&placement.share(n, &absent), &labels)).count();
            let held = placement.homes(policy).iter().any(|home| present.contains(home));
            prop_assert_eq!(asked, usize::from(held));
        }
    }
}
