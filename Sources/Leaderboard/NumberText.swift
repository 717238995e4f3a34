// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Numbers as the pages write them, the same on every machine: point as decimal mark, comma between
/// thousands.
enum NumberText {
  /// `value` with a fixed number of decimals, correctly rounded from its binary value as C does;
  /// never `-0`.
  static func fixed(_ value: Double, decimals: Int) -> String {
    var buffer = [CChar](repeating: 0, count: 400)
    let written = withVaList([value]) { arguments in
      vsnprintf(&buffer, buffer.count, "%.\(decimals)f", arguments)
    }
    let text = String(
      decoding: buffer.prefix(max(0, Int(written))).map(UInt8.init(bitPattern:)), as: UTF8.self)
    let isZero = text.utf8.allSatisfy { $0 == 0x2D || $0 == 0x2E || $0 == 0x30 }
    return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// A score with the field's four decimals, `0.6789`.
  static func score(_ value: Double) -> String {
    fixed(value, decimals: 4)
  }

  /// Both ends of an interval with three decimals and an en dash, `0.632–0.724`.
  static func interval(_ interval: ClosedRange<Double>) -> String {
    fixed(interval.lowerBound, decimals: 3) + "–" + fixed(interval.upperBound, decimals: 3)
  }

  /// A difference of two scores with its sign, `+0.0012`, `−0.0003`; `0.0000` when they are equal
  /// at four decimals.
  static func difference(_ value: Double) -> String {
    let text = fixed(value, decimals: 4)
    if text.hasPrefix("-") { return "−" + text.dropFirst() }
    return text.utf8.contains { (0x31...0x39).contains($0) } ? "+" + text : text
  }

  /// A share in per cent with one decimal, `3.4 %`.
  static func percent(_ share: Double) -> String {
    fixed(share * 100, decimals: 1) + " %"
  }

  /// A count with commas, `5,183`.
  static func count(_ value: Int) -> String {
    grouped(String(value))
  }

  /// A quantity with about three significant digits: `0.042`, `4.13`, `41.3`, `4,130`.
  static func quantity(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let size = abs(value)
    let decimals = size == 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3
    return grouped(fixed(value, decimals: decimals))
  }

  /// Bytes in the largest fitting decimal unit, `2.31 MB`.
  static func bytes(_ value: Int) -> String {
    let units = ["kB", "MB", "GB", "TB"]
    guard value >= 1000 else { return "\(value) B" }
    var scaled = Double(value) / 1000
    var unit = 0
    while scaled >= 999.5, unit + 1 < units.count {
      scaled /= 1000
      unit += 1
    }
    return quantity(scaled) + " " + units[unit]
  }

  /// Seconds since 1970 as a date and time in UTC, `2025-03-01 14:05 UTC`.
  static func date(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e11 else { return "–" }
    let minutes = Int((seconds / 60).rounded(.down))
    let day = Int((Double(minutes) / 1440).rounded(.down))
    let (year, month, dayOfMonth) = civilDate(daysSince1970: day)
    let minute = minutes - day * 1440
    return "\(year)-\(padded(month))-\(padded(dayOfMonth)) "
      + "\(padded(minute / 60)):\(padded(minute % 60)) UTC"
  }

  private static func grouped(_ digits: String) -> String {
    let whole = digits.prefix { $0 != "." }
    let sign = whole.hasPrefix("-") ? "-" : ""
    let body = Array(whole.dropFirst(sign.count))
    var text = ""
    for (index, digit) in body.enumerated() {
      if index > 0, (body.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return sign + text + digits.dropFirst(whole.count)
  }

  private static func padded(_ value: Int) -> String {
    value < 10 ? "0\(value)" : String(value)
  }

  /// Year, month and day of the proleptic Gregorian calendar, by eras of 400 years that begin in
  /// March, so that the leap day comes last.
  private static func civilDate(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = daysSince1970 + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
