// SPDX-License-Identifier: Apache-2.0

/// How identifiers with white space and other awkward bytes are written in a line of columns.
enum IdentifierEscaping {
  /// `%20` for a space: TREC files whose first line announces it.
  case percent
  /// `\t`, `\n`, `\r`, `\\`: tab-separated tables, where spaces need nothing.
  case backslash

  /// The first line of a TREC run whose identifiers are percent-encoded.
  ///
  /// A comment for those who know comments (trec_eval 10, this program), and for all others a
  /// well-formed line for the query `#`, which nobody judged.
  static let runHeader = "# Q0 identifiers-are-percent-encoded 1 0 bench"
  /// What marks such a line, in runs and qrels.
  static let mark = "identifiers-are-percent-encoded"

  /// Whether `id` cannot be a column of a TREC file as it is.
  static func needsPercent(_ id: some Sequence<UInt8>) -> Bool {
    var isFirst = true
    for byte in id {
      if mustEncode(byte) || (isFirst && byte == UInt8(ascii: "#")) { return true }
      isFirst = false
    }
    return false
  }

  /// Appends `id` to `line` in escaped form.
  func append(_ id: some Sequence<UInt8>, to line: inout [UInt8]) {
    var isFirst = true
    for byte in id {
      switch self {
      case .percent where Self.mustEncode(byte) || (isFirst && byte == UInt8(ascii: "#")):
        line += [UInt8(ascii: "%"), Self.hexDigit(byte >> 4), Self.hexDigit(byte & 15)]
      case .backslash where Self.letter(for: byte) != nil:
        line += [UInt8(ascii: "\\"), Self.letter(for: byte) ?? byte]
      default: line.append(byte)
      }
      isFirst = false
    }
  }

  /// The identifier behind escaped bytes, or nil where an escape is malformed.
  func decode(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    var id: [UInt8] = []
    id.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch (self, byte) {
      case (.percent, UInt8(ascii: "%")):
        guard place + 1 < bytes.count, let high = Self.hexValue(bytes[place]),
          let low = Self.hexValue(bytes[place + 1])
        else { return nil }
        id.append(high << 4 | low)
        place += 2
      case (.backslash, UInt8(ascii: "\\")):
        guard place < bytes.count, let byte = Self.byte(forLetter: bytes[place]) else {
          return nil
        }
        id.append(byte)
        place += 1
      default: id.append(byte)
      }
    }
    return id
  }

  private static func mustEncode(_ byte: UInt8) -> Bool {
    byte <= FieldText.space || byte == UInt8(ascii: "%") || byte == 0x7F
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }

  private static func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  private static func letter(for byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\t"): UInt8(ascii: "t")
    case UInt8(ascii: "\n"): UInt8(ascii: "n")
    case UInt8(ascii: "\r"): UInt8(ascii: "r")
    case UInt8(ascii: "\\"): UInt8(ascii: "\\")
    default: nil
    }
  }

  private static func byte(forLetter letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "t"): UInt8(ascii: "\t")
    case UInt8(ascii: "n"): UInt8(ascii: "\n")
    case UInt8(ascii: "r"): UInt8(ascii: "\r")
    case UInt8(ascii: "\\"): UInt8(ascii: "\\")
    default: nil
    }
  }
}
