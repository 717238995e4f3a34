// SPDX-License-Identifier: Apache-2.0

/// A Python list of strings as its `repr` writes it: `['one', "it's two"]`.
///
/// Read as `ast.literal_eval` does: both kinds of quotes, and the escapes of Python's string
/// literals; a backslash before any other character is text. What only programs would write is
/// refused: strings side by side without a comma, triple quotes, prefixes, names of characters.
package struct PythonStringList: Sendable, Hashable {
  /// What is wrong with a literal.
  package struct Fault: Error, Sendable, Hashable {
    /// The byte of the literal, from 1.
    package var place: Int
    /// `found …, expected …`.
    package var problem: String

    /// A fault at a byte.
    package init(place: Int, problem: String) {
      self.place = place
      self.problem = problem
    }
  }

  /// The strings, in their order.
  package let strings: [String]

  /// The list that `literal` writes.
  package init(_ literal: some StringProtocol) throws(Fault) {
    var scanner = PythonScanner(Array(literal.utf8))
    strings = try scanner.list()
  }
}

private struct PythonScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func list() throws(PythonStringList.Fault) -> [String] {
    var strings: [String] = []
    skipBlanks()
    guard take("[") else { throw unexpected("a list in square brackets") }
    skipBlanks()
    while !take("]") {
      guard let quote = peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
        throw unexpected(strings.isEmpty ? "a string in quotes or ]" : "a string in quotes")
      }
      strings.append(try string(quote))
      skipBlanks()
      if take(",") {
        skipBlanks()
      } else if peek != UInt8(ascii: "]") {
        throw unexpected("a comma or ]")
      }
    }
    skipBlanks()
    guard position == bytes.count else { throw unexpected("the end of the list") }
    return strings
  }

  private mutating func string(_ quote: UInt8) throws(PythonStringList.Fault) -> String {
    let start = position
    position += 1
    var text: [UInt8] = []
    while let byte = peek {
      switch byte {
      case quote:
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &text)
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0:
        throw fault(position, "byte \(byte) in a string", "it escaped or a closing quote")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw fault(start, "a string without an end", "a closing quote")
  }

  private mutating func escape(into text: inout [UInt8]) throws(PythonStringList.Fault) {
    let start = position
    guard position + 1 < bytes.count else {
      throw fault(start, "a backslash at the end", "an escape")
    }
    let letter = bytes[position + 1]
    position += 2
    switch letter {
    case UInt8(ascii: "\n"): return
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): text.append(letter)
    case UInt8(ascii: "a"): text.append(0x07)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "v"): text.append(0x0B)
    case UInt8(ascii: "x"): try append(hexadecimal(2, start), start, to: &text)
    case UInt8(ascii: "u"): try append(hexadecimal(4, start), start, to: &text)
    case UInt8(ascii: "U"): try append(hexadecimal(8, start), start, to: &text)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      position -= 1
      try append(octal(), start, to: &text)
    case UInt8(ascii: "N"):
      throw fault(start, #"a character by its name (\N)"#, #"it by its number (\u…)"#)
    case UInt8(ascii: "\r"), 0:
      throw fault(start, "byte \(letter) behind a backslash", "an escape")
    default:
      text.append(UInt8(ascii: "\\"))
      position -= 1
    }
  }

  private mutating func hexadecimal(
    _ count: Int, _ start: Int
  ) throws(PythonStringList.Fault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = peek.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw fault(start, "an escape that is cut", "\(count) hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  private mutating func octal() -> UInt32 {
    var value: UInt32 = 0
    var count = 0
    while count < 3, let digit = peek, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) {
      value = value << 3 | UInt32(digit - UInt8(ascii: "0"))
      position += 1
      count += 1
    }
    return value
  }

  private func append(
    _ value: UInt32, _ start: Int, to text: inout [UInt8]
  ) throws(PythonStringList.Fault) {
    guard let scalar = Unicode.Scalar(value) else {
      throw fault(start, "an escape for no character", "a Unicode character")
    }
    text += String(scalar).utf8
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  private func unexpected(_ expected: String) -> PythonStringList.Fault {
    guard position < bytes.count else { return fault(position, "the end", expected) }
    let character = String(decoding: bytes[position...].prefix(4), as: UTF8.self).prefix(1)
    return fault(position, String(character), expected)
  }

  private func fault(_ place: Int, _ found: String, _ expected: String) -> PythonStringList.Fault {
    PythonStringList.Fault(place: place + 1, problem: "found \(found), expected \(expected)")
  }
}
