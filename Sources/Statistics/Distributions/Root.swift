// SPDX-License-Identifier: Apache-2.0

/// Where a rising function crosses zero, halving the interval until no number lies between its ends.
///
/// Returns an end of the interval where the function has one sign in all of it.
func root(in interval: ClosedRange<Double>, _ function: (Double) -> Double) -> Double {
  var (low, high) = (interval.lowerBound, interval.upperBound)
  while true {
    let middle = low + (high - low) / 2
    guard middle > low && middle < high else { return high }
    if function(middle) < 0 { low = middle } else { high = middle }
  }
}
