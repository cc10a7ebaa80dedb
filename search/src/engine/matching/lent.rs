//! Long lists of numbers, one for each unit, lent from question to question.
//!
//! A question needs a few of them, as long as the index. Asking the system for so much memory, which it hands
//! out page by page and cleared, takes longer than clearing what the last question left.

use std::{
    cell::RefCell,
    ops::{Deref, DerefMut},
};

/// Lists that a thread keeps at most.
const KEPT: usize = 64;

/// A number that lists hold.
pub trait Number: Copy + Default + 'static {
    /// Gives the lists that this thread keeps to `take`.
    fn kept<R>(take: impl FnOnce(&mut Vec<Vec<Self>>) -> R) -> R;
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Number for $number {
            fn kept<R>(take: impl FnOnce(&mut Vec<Vec<Self>>) -> R) -> R {
                thread_local! {
                    static KEPT: RefCell<Vec<Vec<$number>>> = const { RefCell::new(Vec::new()) };
                }
                KEPT.with(|kept| take(&mut kept.borrow_mut()))
            }
        }
    )*};
}
numbers!(f32, u64);

/// A list that goes back to its thread when it is dropped.
pub struct Lent<T: Number>(Vec<T>);

impl<T: Number> Lent<T> {
    /// So many zeros.
    pub fn zeroed(len: usize) -> Self {
        // The shortest that is long enough: segments are of very different lengths.
        let mut list = T::kept(|kept| {
            let fit = kept.iter().enumerate().filter(|(_, list)| list.capacity() >= len);
            let best = fit.min_by_key(|(_, list)| list.capacity()).map(|(place, _)| place);
            best.map(|place| kept.swap_remove(place)).unwrap_or_default()
        });
        list.clear();
        list.resize(len, T::default());
        Self(list)
    }
}

impl<T: Number> Drop for Lent<T> {
    fn drop(&mut self) {
        let list = std::mem::take(&mut self.0);
        if list.capacity() == 0 {
            return;
        }
        T::kept(|kept| {
            if kept.len() < KEPT {
                kept.push(list);
            } else if let Some(shortest) = kept.iter_mut().min_by_key(|list| list.capacity()) {
                // Lists of an index that has been replaced may be too short for ever.
                *shortest = list;
            }
        });
    }
}

impl<T: Number> Deref for Lent<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Number> DerefMut for Lent<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lent_is_zero_whoever_had_it_before() {
        for len in [100, 10, 1000, 0, 100] {
            let mut list = Lent::<u64>::zeroed(len);
            assert_eq!(list.len(), len);
            assert!(list.iter().all(|&number| number == 0));
            list.fill(7);
        }
    }
}
