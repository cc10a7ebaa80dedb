//! One feature of all candidates, cut into bins, and the curve that grows on it.

use super::{Curve, Feature, Features, Gradient};

/// A feature's values, by bin.
pub struct Binned {
    feature: Feature,
    /// Lower bounds of all bins but the first.
    at: Vec<f32>,
    /// The bin of each candidate; [`UNKNOWN`] where the value is not known.
    bins: Vec<u16>,
    /// What each bin adds so far.
    adds: Vec<f32>,
    /// Candidates in each bin.
    counts: Vec<u32>,
}

/// The bin of candidates that no step touches.
const UNKNOWN: u16 = u16::MAX;

/// A step that can be taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// How much it improves the order.
    pub gain: f64,
    /// The bins that it lowers or raises: those from this one on, or this one alone if the feature is a
    /// category.
    bin: usize,
    /// What it adds to the other bins, and to these.
    adds: [f64; 2],
}

/// Cuts the values of `feature` into at most `most` bins that hold about equally many of them.
pub fn bin(feature: Feature, rows: &[&Features], most: usize) -> Binned {
    let values: Vec<f32> = rows.iter().map(|row| row.of(feature)).collect();
    let mut sorted: Vec<f32> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f32::total_cmp);
    let mut at: Vec<f32> = if feature.is_category() {
        sorted.iter().map(|value| value - 0.5).collect()
    } else {
        (1..most)
            .filter_map(|bin| sorted.get(bin * sorted.len() / most))
            .map(|&value| rounded(value))
            .collect()
    };
    at.dedup();
    // Nothing lies below a bound that is no higher than the lowest value.
    at.retain(|&bound| sorted.first().is_some_and(|&lowest| bound > lowest));
    let place = |value: &f32| at.partition_point(|bound| bound <= value) as u16;
    let bins: Vec<u16> =
        values.iter().map(|value| if value.is_nan() { UNKNOWN } else { place(value) }).collect();
    let mut counts = vec![0; at.len() + 1];
    for &bin in bins.iter().filter(|&&bin| bin != UNKNOWN) {
        counts[bin as usize] += 1;
    }
    Binned { feature, adds: vec![0.0; at.len() + 1], at, bins, counts }
}

/// Three digits behind the point, which is what the weights file shows.
fn rounded(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

impl Binned {
    /// The step that improves the order most; `None` if there is none with `least` candidates on either
    /// side of it.
    pub fn best_step(&self, gradients: &[Gradient], least: u32) -> Option<Step> {
        let mut bins = vec![Gradient::default(); self.adds.len()];
        for (&bin, gradient) in self.bins.iter().zip(gradients) {
            let Some(sum) = bins.get_mut(bin as usize) else { continue };
            sum.force += gradient.force;
            sum.curvature += gradient.curvature;
        }
        let all = sum(&bins);
        let total: u32 = self.counts.iter().sum();
        let (mut inside, mut count) = (Gradient::default(), 0);
        let mut best: Option<Step> = None;
        // Without order each bin is tried alone; with order all from one bin on, from the highest down.
        for bin in (usize::from(!self.feature.is_category())..bins.len()).rev() {
            if self.feature.is_category() {
                (inside, count) = (bins[bin], self.counts[bin]);
            } else {
                inside = sum(&[inside, bins[bin]]);
                count += self.counts[bin];
            }
            if count < least || total - count < least {
                continue;
            }
            let outside =
                Gradient { force: all.force - inside.force, curvature: all.curvature - inside.curvature };
            let step = Step {
                gain: gain(&inside) + gain(&outside) - gain(&all),
                bin,
                adds: [worth(&outside), worth(&inside)],
            };
            let falls = self.feature.rises() && step.adds[1] < step.adds[0];
            if !falls && step.gain > best.as_ref().map_or(1e-9, |best| best.gain) {
                best = Some(step);
            }
        }
        best
    }

    /// Takes `rate` of a step.
    pub fn take(&mut self, step: &Step, rate: f32, scores: &mut [f32]) {
        let category = self.feature.is_category();
        let inside = |bin: usize| if category { bin == step.bin } else { bin >= step.bin };
        let add = |bin: usize| rate * step.adds[usize::from(inside(bin))] as f32;
        for (bin, sum) in self.adds.iter_mut().enumerate() {
            *sum += add(bin);
        }
        for (score, &bin) in scores.iter_mut().zip(&self.bins).filter(|(_, bin)| **bin != UNKNOWN) {
            *score += add(bin as usize);
        }
    }

    /// The curve that has grown, if it has a step: bins that add the same are one, and what is added to
    /// the right candidates together is zero. So a candidate of which the value is not known is treated
    /// like a right one in this respect, and its other features decide.
    pub fn curve(&self, right: &[bool]) -> Option<Curve> {
        let adds = || {
            let right = self.bins.iter().zip(right).filter(|(_, right)| **right);
            right.filter_map(|(&bin, _)| self.adds.get(bin as usize))
        };
        let mean = adds().sum::<f32>() / (adds().count() as f32).max(1.0);
        let mut curve = Curve { feature: self.feature, at: Vec::new(), adds: Vec::new() };
        for (bin, add) in self.adds.iter().map(|add| rounded(add - mean)).enumerate() {
            if curve.adds.last() == Some(&add) {
                continue;
            }
            curve.adds.push(add);
            curve.at.extend(bin.checked_sub(1).map(|below| self.at[below]));
        }
        (!curve.at.is_empty()).then_some(curve)
    }
}

fn sum(bins: &[Gradient]) -> Gradient {
    bins.iter().fold(Gradient::default(), |sum, bin| Gradient {
        force: sum.force + bin.force,
        curvature: sum.curvature + bin.curvature,
    })
}

/// Keeps steps small where little is known.
const RIDGE: f64 = 1e-2;

fn gain(side: &Gradient) -> f64 {
    side.force * side.force / (side.curvature + RIDGE)
}

fn worth(side: &Gradient) -> f64 {
    side.force / (side.curvature + RIDGE)
}
