// SPDX-License-Identifier: Apache-2.0

/// Numbers of JSON documents as the Rust crate `serde_json` reads them without its
/// `float_roundtrip` feature: fast, and now and then one unit in the last place beside the nearest
/// value. Scores of tokenizer models are compared with each other, so they must be the same ones.
enum JSONNumber {
  /// The value of a well-formed number; nil when it is out of range.
  static func double(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Double? {
    var significand: UInt64 = 0
    var exponent = 0
    var isNegative = false
    var isFraction = false
    var isFull = false
    var position = digits.startIndex
    while position < digits.endIndex {
      let byte = digits[position]
      position += 1
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."):
        isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard let written = Int(String(decoding: digits[position...], as: UTF8.self)) else {
          return significand == 0 ? 0 : nil
        }
        exponent = exponent.addingReportingOverflow(max(-99_999, min(99_999, written))).partialValue
        position = digits.endIndex
      default:
        // Digits beyond 64 bits are dropped, not rounded.
        let (tens, overflow) = significand.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tens.addingReportingOverflow(UInt64(byte & 0xF))
        isFull = isFull || overflow || carry
        if isFull {
          exponent += isFraction ? 0 : 1
        } else {
          significand = sum
          exponent -= isFraction ? 1 : 0
        }
      }
    }
    var value = Double(significand)
    while value != 0, exponent < -308 {
      value /= 1e308
      exponent += 308
    }
    if value != 0 {
      guard exponent <= 308 else { return nil }
      value = exponent < 0 ? value / powers[-exponent] : value * powers[exponent]
    }
    guard value.isFinite else { return nil }
    return isNegative ? -value : value
  }

  private static let powers: [Double] = (0...308).map { Double("1e\($0)") ?? .infinity }
}
