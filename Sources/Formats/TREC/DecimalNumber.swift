// SPDX-License-Identifier: Apache-2.0

/// Decimal numbers read to the nearest `Double`, without a string for all usual ones.
///
/// Up to 19 digits with at most 19 behind the point are scaled exactly: by one floating-point
/// operation where mantissa and power of ten are both exact (Clinger, "How to read floating point
/// numbers accurately", PLDI 1990), else by a 128-bit product or quotient whose lost bits are kept
/// as a sticky bit. Longer numbers go to the standard library. The result is always the same as
/// the standard library's.
struct DecimalNumber {
  /// The nearest double; infinite where the number is too large.
  let value: Double
  /// Where the number ends.
  let end: Int

  /// Reads the number at `start`: sign, digits with at most one point, exponent.
  ///
  /// - Returns: nil where there is no number; what follows it is the caller's concern.
  @inline(__always)
  init?(in text: FieldText, at start: Int) {
    var place = start
    let sign = text[place]
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { place += 1 }
    let first = place
    var mantissa: UInt64 = 0
    Self.readDigits(in: text, at: &place, into: &mantissa)
    var digits = place - first
    var exponent = 0
    if text[place] == UInt8(ascii: ".") {
      place += 1
      let point = place
      Self.readDigits(in: text, at: &place, into: &mantissa)
      exponent = point - place
      digits += place - point
    }
    guard digits > 0 else { return nil }
    if text[place] | 0x20 == UInt8(ascii: "e") {
      exponent += Self.readExponent(in: text, at: &place)
    }
    end = place
    let magnitude =
      digits > 19
      ? Self.parseSlowly(text, first..<place) : Self.scale(mantissa, exponent)
    guard let magnitude = magnitude ?? Self.parseSlowly(text, first..<place) else { return nil }
    value = sign == UInt8(ascii: "-") ? -magnitude : magnitude
  }

  @inline(__always)
  private static func readDigits(in text: FieldText, at place: inout Int, into value: inout UInt64)
  {
    while true {
      let digit = text[place] &- UInt8(ascii: "0")
      if digit > 9 { return }
      value = value &* 10 &+ UInt64(digit)
      place += 1
    }
  }

  /// Reads `e`, a sign and digits; leaves `place` alone where no digit follows.
  @inline(never)
  private static func readExponent(in text: FieldText, at place: inout Int) -> Int {
    var next = place + 1
    let isNegative = text[next] == UInt8(ascii: "-")
    if isNegative || text[next] == UInt8(ascii: "+") { next += 1 }
    var exponent = 0
    let first = next
    while case let digit = text[next] &- UInt8(ascii: "0"), digit <= 9 {
      // Beyond this every number is zero or infinite.
      exponent = min(exponent * 10 + Int(digit), 1 << 20)
      next += 1
    }
    guard next > first else { return 0 }
    place = next
    return isNegative ? -exponent : exponent
  }

  /// `mantissa · 10^exponent`, nil where that takes more than 128 bits.
  @inline(__always)
  private static func scale(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    if mantissa <= 1 << 53 && exponent <= 0 && exponent >= -22 {
      return Double(mantissa) / powersOfTen[-exponent]
    }
    return scaleWidely(mantissa, exponent)
  }

  @inline(never)
  private static func scaleWidely(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    guard mantissa > 0 else { return 0 }
    guard abs(exponent) <= 19 else { return nil }
    let power = (0..<abs(exponent)).reduce(1 as UInt64) { product, _ in product &* 10 }
    if exponent >= 0 {
      let (high, low) = mantissa.multipliedFullWidth(by: power)
      guard high > 0 else { return Double(low) }
      let shift = high.leadingZeroBitCount
      let top = high << UInt64(shift) | low >> UInt64(64 - shift)
      let sticky: UInt64 = low << UInt64(shift) == 0 ? 0 : 1
      return Double(sign: .plus, exponent: 64 - shift, significand: Double(top | sticky))
    }
    // Both operands with their top bit set, the first halved so that the quotient fits 64 bits:
    // it has at least 62, nine more than a double keeps.
    let shifts = (mantissa.leadingZeroBitCount, power.leadingZeroBitCount)
    let dividend = mantissa << UInt64(shifts.0)
    let divisor = power << UInt64(shifts.1)
    let (quotient, remainder) = divisor.dividingFullWidth((dividend >> 1, dividend << 63))
    let sticky: UInt64 = remainder == 0 ? 0 : 1
    return Double(
      sign: .plus, exponent: shifts.1 - shifts.0 - 63, significand: Double(quotient | sticky))
  }

  @inline(never)
  private static func parseSlowly(_ text: FieldText, _ range: Range<Int>) -> Double? {
    Double(text.string(range))
  }

  /// 10^0 … 10^22, all exact.
  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
