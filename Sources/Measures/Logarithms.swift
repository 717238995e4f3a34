// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// The C library's own functions, for they are what trec_eval calls: equal to the last bit.

/// The discount of a rank from 1 in discounted cumulative gain: log2(rank + 1).
func discount(_ rank: Int) -> Double {
  log2(Double(rank + 1))
}

/// The binary logarithm.
func binaryLogarithm(of value: Double) -> Double {
  log2(value)
}

/// The natural logarithm.
func naturalLogarithm(of value: Double) -> Double {
  log(value)
}

/// e to the power of `value`.
func exponential(of value: Double) -> Double {
  exp(value)
}
