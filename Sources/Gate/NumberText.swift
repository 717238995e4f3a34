// SPDX-License-Identifier: Apache-2.0

import Measures

/// A value for people: four decimals, whole numbers without, thousands and more rounded.
func number(_ value: Double) -> String {
  if value == value.rounded(), abs(value) >= 10, abs(value) < 1e15 { return "\(Int(value))" }
  return fixedPoint(value, decimals: abs(value) >= 1000 ? 0 : abs(value) >= 10 ? 2 : 4)
}

/// A difference with its sign.
func signed(_ value: Double) -> String { (value >= 0 ? "+" : "") + number(value) }

/// A p value: four decimals, or that it is less.
func probability(_ value: Double) -> String {
  value < 0.0001 ? "less than 0.0001" : fixedPoint(value, decimals: 4)
}
