//! Transformations of the plane.

use super::object::Object;

/// `[a b c d e f]` as PDF writes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix([f64; 6]);

impl Matrix {
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// The matrix of six operands; missing ones are 0.
    pub fn of(operands: &[Object]) -> Self {
        let mut matrix = [0.0; 6];
        for (value, operand) in matrix.iter_mut().zip(operands) {
            *value = operand.number().unwrap_or(0.0);
        }
        Self(matrix)
    }

    pub fn moved(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This transformation, then the other.
    pub fn then(&self, other: &Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, other.0);
        Self([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }

    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// How tall something of height 1 becomes.
    pub fn height(&self) -> f64 {
        self.0[2].hypot(self.0[3])
    }
}
