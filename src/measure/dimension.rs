//! Dimensions: products of powers of bases, where a substance, a currency and a counted thing are bases too.

use iso_currency::Currency as Iso4217;
use smallvec::SmallVec;

/// Where the currencies' bases begin: their ISO 4217 number (below 1000) is added to it.
const CURRENCIES: u16 = 50_000;

/// How many different bases a dimension can hold.
const SLOTS: usize = 6;

/// Something that is measured by itself: mass, length, CO2e, CH4, USD, head. Its name is held by [`super::Units`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base(u16);

impl Base {
    /// The base with this place among those the vocabulary defines; none where there are too many.
    pub(super) fn defined(place: usize) -> Option<Base> {
        u16::try_from(place).ok().filter(|place| *place < CURRENCIES).map(Base)
    }

    /// Its place among those the vocabulary defines; none for a currency.
    pub(super) fn place(self) -> Option<usize> {
        (self.0 < CURRENCIES).then_some(usize::from(self.0))
    }

    /// The base of a currency: no two currencies share one, for nobody wrote down the day's rate.
    pub fn of_currency(currency: Iso4217) -> Base {
        Base(CURRENCIES + currency.numeric())
    }

    /// The currency that this base stands for.
    pub fn currency(self) -> Option<Iso4217> {
        Iso4217::from_numeric(self.0.checked_sub(CURRENCIES)?)
    }
}

/// The factors of a product before they are put in order.
type Factors = SmallVec<[(Base, i8); 2 * SLOTS]>;

/// A product of powers of at most six bases: `tCO2e/MWh` is mass · CO2e / (mass · length² / time²), so CO2e · time² / length².
///
/// Always normalised: sorted by base, no power of zero before the unused slots; so equality is equality of meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dimension([(Base, i8); SLOTS]);

impl Dimension {
    /// The dimension of a pure number.
    pub const RATIO: Dimension = Dimension([(Base(0), 0); SLOTS]);

    /// The dimension of one base.
    pub fn of(base: Base) -> Dimension {
        let mut factors = Dimension::RATIO.0;
        factors[0] = (base, 1);
        Dimension(factors)
    }

    /// Its bases with their powers, none of them zero.
    pub fn factors(&self) -> impl Iterator<Item = (Base, i8)> {
        self.0.into_iter().filter(|(_, power)| *power != 0)
    }

    /// Whether it is a pure number: a share, a count without a thing, a percentage.
    pub fn is_ratio(&self) -> bool {
        *self == Dimension::RATIO
    }

    /// The currency, where it is money and nothing else.
    pub fn currency(&self) -> Option<Iso4217> {
        let mut factors = self.factors();
        match (factors.next(), factors.next()) {
            (Some((base, 1)), None) => base.currency(),
            _ => None,
        }
    }

    /// The product; none where it needs more than six bases or a power beyond 127.
    pub fn times(self, other: Dimension) -> Option<Dimension> {
        let mut all = Factors::new();
        for (base, power) in self.factors().chain(other.factors()) {
            match all.iter_mut().find(|(known, _)| *known == base) {
                None => all.push((base, power)),
                Some((_, sum)) => *sum = i8::checked_add(*sum, power)?,
            }
        }
        Dimension::normal(all)
    }

    /// The quotient; none as in [`Dimension::times`].
    pub fn over(self, other: Dimension) -> Option<Dimension> {
        self.times(other.power(-1)?)
    }

    /// The power; none where one of its powers leaves `-127..=127`.
    pub fn power(self, power: i8) -> Option<Dimension> {
        let raised = self.factors().map(|(base, each)| Some((base, each.checked_mul(power)?)));
        Dimension::normal(raised.collect::<Option<_>>()?)
    }

    fn normal(mut factors: Factors) -> Option<Dimension> {
        factors.retain(|(_, power)| *power != 0);
        factors.sort_unstable();
        let mut slots = Dimension::RATIO.0;
        slots.get_mut(..factors.len())?.copy_from_slice(&factors);
        // Powers stay symmetric, so that turning a fraction over never fails.
        slots.iter().all(|(_, power)| *power != i8::MIN).then_some(Dimension(slots))
    }
}
