//! Chance that is the same on every machine.

/// A generator of numbers (xorshift64*): the same seed gives the same numbers.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// The generator of a seed; 0 would never move.
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit
    }

    /// One of some things.
    pub fn pick<'a, T: ?Sized>(&mut self, among: &[&'a T]) -> &'a T {
        among[self.below(among.len())]
    }

    /// Whether something that happens `times` of a hundred happens now.
    pub fn percent(&mut self, times: usize) -> bool {
        self.below(100) < times
    }
}
