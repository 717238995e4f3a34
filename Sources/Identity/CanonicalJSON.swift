// SPDX-License-Identifier: Apache-2.0

/// A JSON value with exactly one text: what identities are hashed over.
///
/// The text is that of RFC 8785 (JSON Canonicalization Scheme):
/// - no white space;
/// - members of an object ascending by their names' UTF-16 code units;
/// - numbers as ECMAScript prints them: the fewest digits that read back as the same double, plain
///   from 1e-6 to below 1e21 and with an exponent beyond, no trailing zero, `-0` as `0`;
/// - strings in UTF-8; escaped are only `"`, `\` and U+0000 … U+001F, as `\b \t \n \f \r` where
///   JSON has a letter and as `\u00xx` with lower-case digits otherwise.
///
/// Strings are not normalised: two spellings of `é` are two strings. Integers of more than 53 bits,
/// which the RFC does not know, are written with all their digits.
public enum CanonicalJSON: Sendable, Hashable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A whole number.
  case integer(Int)
  /// A finite double; infinities and NaN have no JSON and are a bug of the caller.
  case number(Double)
  /// Text.
  case string(String)
  /// Values in order.
  case array([CanonicalJSON])
  /// Named values; the order of the names is the canonical one.
  case object([String: CanonicalJSON])

  /// The canonical text.
  public var text: String {
    var output = ""
    write(to: &output)
    return output
  }

  /// The SHA-256 of the canonical text in UTF-8.
  public var digest: SHA256Digest { SHA256Hasher.digest(of: text) }

  private func write(to output: inout String) {
    switch self {
    case .null: output += "null"
    case .boolean(let value): output += value ? "true" : "false"
    case .integer(let value): output += String(value)
    case .number(let value): output += ecmaScriptNumber(value)
    case .string(let value): writeQuoted(value, to: &output)
    case .array(let values):
      output += "["
      for (position, value) in values.enumerated() {
        if position > 0 { output += "," }
        value.write(to: &output)
      }
      output += "]"
    case .object(let members):
      output += "{"
      let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
      for (position, member) in sorted.enumerated() {
        if position > 0 { output += "," }
        writeQuoted(member.key, to: &output)
        output += ":"
        member.value.write(to: &output)
      }
      output += "}"
    }
  }
}

private func writeQuoted(_ string: String, to output: inout String) {
  output += "\""
  for scalar in string.unicodeScalars {
    switch scalar {
    case "\"": output += "\\\""
    case "\\": output += "\\\\"
    case "\u{8}": output += "\\b"
    case "\t": output += "\\t"
    case "\n": output += "\\n"
    case "\u{C}": output += "\\f"
    case "\r": output += "\\r"
    case "\u{0}"..."\u{1F}":
      let digits = String(scalar.value, radix: 16)
      output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: output.unicodeScalars.append(scalar)
    }
  }
  output += "\""
}

/// A finite double as ECMAScript's Number::toString prints it (ECMA-262, 6.1.6.1.20).
///
/// Swift's own description finds the same digits, the fewest that read back as the same double; only
/// where the point goes and when an exponent is written differs.
func ecmaScriptNumber(_ value: Double) -> String {
  precondition(value.isFinite, "a number in JSON is finite")
  if value == 0 { return "0" }
  let sign = value < 0 ? "-" : ""
  let (digits, point) = shortestDigits(value.magnitude)
  let count = digits.count
  if point > 21 || point < -5 {
    let exponent = point - 1
    let fraction = count > 1 ? "." + digits.dropFirst() : ""
    return "\(sign)\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
  }
  if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
  if count <= point { return sign + digits + String(repeating: "0", count: point - count) }
  return sign + digits.prefix(point) + "." + digits.dropFirst(point)
}

/// The digits of a positive double and where the point stands: `0.digits × 10^point`.
private func shortestDigits(_ value: Double) -> (digits: String, point: Int) {
  let parts = value.description.split(separator: "e")
  let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
  let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
  let whole = mantissa[0]
  let fraction = mantissa.count > 1 ? mantissa[1] : ""
  let all = whole + fraction
  let leading = all.prefix { $0 == "0" }.count
  var digits = all.dropFirst(leading)
  while digits.last == "0" { digits.removeLast() }
  return (String(digits), whole.count - leading + exponent)
}
