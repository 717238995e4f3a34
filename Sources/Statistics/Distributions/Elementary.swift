// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// The C library's functions, under names that say what they are.

/// The natural logarithm.
func naturalLogarithm(of value: Double) -> Double { log(value) }

/// log(1 + value), exact for small values.
func naturalLogarithm(ofOnePlus value: Double) -> Double { log1p(value) }

/// e to the power of `value`.
func exponential(of value: Double) -> Double { exp(value) }

/// The logarithm of the gamma function of a positive number.
func logarithmOfGamma(_ value: Double) -> Double {
  var sign: Int32 = 0
  return lgamma_r(value, &sign)
}

/// The complement of the error function.
func complementaryErrorFunction(_ value: Double) -> Double { erfc(value) }
