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
        let (first, second) = (self.0, other.0);
        let cell =
            |row: usize, column: usize| first[row] * second[column] + first[row + 1] * second[column + 2];
        Self([cell(0, 0), cell(0, 1), cell(2, 0), cell(2, 1), cell(4, 0) + second[4], cell(4, 1) + second[5]])
    }

    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let cells = self.0;
        (cells[0] * x + cells[2] * y + cells[4], cells[1] * x + cells[3] * y + cells[5])
    }

    /// How tall something of height 1 becomes.
    pub fn height(&self) -> f64 {
        self.0[2].hypot(self.0[3])
    }
}
