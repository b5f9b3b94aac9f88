//! What can be measured: decimal quantities with units and dimensions, dates as intervals, versions; country and currency codes.
