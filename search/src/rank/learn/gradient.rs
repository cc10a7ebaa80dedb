//! Which way, and how strongly, each candidate of each question should move.

/// The forces on one candidate.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Gradient {
    /// Upwards if positive.
    pub force: f64,
    /// How fast the force fades when the candidate moves.
    pub curvature: f64,
}

/// Pairs count when one of them stands at least so high.
const TRUNCATION: usize = 30;

/// Forces on all candidates, question by question. `scores` are those of all candidates in a row.
pub fn gradients(relevant: &[Vec<bool>], scores: &[f32]) -> Vec<Gradient> {
    let mut gradients = vec![Gradient::default(); scores.len()];
    let mut from = 0;
    for relevant in relevant {
        let to = from + relevant.len();
        question(relevant, &scores[from..to], &mut gradients[from..to]);
        from = to;
    }
    gradients
}

/// Adds the forces between the right and the wrong candidates of one question: what nDCG would win if
/// the two changed places, times how wrong their order is. As in `LightGBM`, close scores count more and
/// the sum over a question is dampened, so that long lists do not drown short ones.
fn question(relevant: &[bool], scores: &[f32], gradients: &mut [Gradient]) {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let discount = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let right = relevant.iter().filter(|&&right| right).count();
    let ideal: f64 = (0..right).map(discount).sum();
    let flat = order.first().map(|&best| scores[best]) == order.last().map(|&worst| scores[worst]);
    let mut sum = 0.0;
    for (high, &a) in order.iter().enumerate().take(TRUNCATION) {
        for (low, &b) in order.iter().enumerate().skip(high + 1) {
            if relevant[a] == relevant[b] {
                continue;
            }
            let (up, down) = if relevant[a] { (a, b) } else { (b, a) };
            let ahead = f64::from(scores[up] - scores[down]);
            let mut worth = (discount(high) - discount(low)) / ideal;
            if !flat {
                worth /= 0.01 + ahead.abs();
            }
            let wrong = 1.0 / (1.0 + ahead.exp());
            for (number, sign) in [(up, 1.0), (down, -1.0)] {
                gradients[number].force += sign * worth * wrong;
                gradients[number].curvature += worth * wrong * (1.0 - wrong);
            }
            sum += 2.0 * worth * wrong;
        }
    }
    if sum > 0.0 {
        let dampened = (1.0 + sum).log2() / sum;
        for gradient in gradients {
            gradient.force *= dampened;
            gradient.curvature *= dampened;
        }
    }
}
