// SPDX-License-Identifier: Apache-2.0

/// A relevance grade in a text file.
package enum Grade {
  /// The integer that `text` writes, or nil; `1.0`, as data frames write grades, is 1.
  package static func parse(_ text: some Collection<UInt8>) -> Int32? {
    guard let point = text.firstIndex(of: UInt8(ascii: ".")) else { return integer(text) }
    let fraction = text[point...].dropFirst()
    guard !fraction.isEmpty, fraction.allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
    return integer(text[..<point])
  }

  /// Whether `text` begins as a number does; a header's field does not.
  package static func looksNumeric(_ text: some Collection<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    return first &- UInt8(ascii: "0") <= 9 || first == UInt8(ascii: "-")
      || first == UInt8(ascii: "+") || first == UInt8(ascii: ".")
  }

  private static func integer(_ text: some Collection<UInt8>) -> Int32? {
    // Longer ones cannot be a grade, and the check keeps the error text short.
    guard text.count <= 11 else { return nil }
    return Int32(String(decoding: text, as: UTF8.self))
  }
}
