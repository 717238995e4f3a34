// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The natural logarithm.
func naturalLogarithm(of value: Double) -> Double { log(value) }

/// e to the power of `value`.
func exponential(of value: Double) -> Double { exp(value) }
