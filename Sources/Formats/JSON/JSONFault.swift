// SPDX-License-Identifier: Apache-2.0

/// Where and why bytes are not the JSON that was expected.
package struct JSONFault: Error, Hashable {
  package enum Reason: Error, Hashable {
    /// The grammar or the reader wants something else here.
    case expected(String)
    /// The bytes are not UTF-8.
    case invalidUTF8
    /// A control character stands unescaped in a string.
    case controlCharacter
    /// A backslash is followed by none of `"\/bfnrtu`, or `\u` not by four hexadecimal digits.
    case invalidEscape
    /// Half of a UTF-16 surrogate pair, which is no character.
    case loneSurrogate
    /// Arrays and objects are nested deeper than ``JSONScanner/maximumDepth``.
    case tooDeep
    /// The JSON is sound, but not what the reader needs; the text says what and what instead.
    case content(String)
  }

  /// Offset of the offending byte.
  package var offset: Int
  package var reason: Reason

  /// What was found at the fault and what was expected, in words.
  package func message(in bytes: UnsafeRawBufferPointer) -> String {
    let column = offset - (bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")) ?? -1)
    switch reason {
    case .expected(let wanted):
      return "found \(Self.name(offset, bytes)) at byte \(column), expected \(wanted)"
    case .invalidUTF8:
      return "found \(Self.name(offset, bytes)) at byte \(column), expected valid UTF-8"
    case .controlCharacter:
      return "found \(Self.name(offset, bytes)) in a string at byte \(column), "
        + "expected it escaped or a closing \""
    case .invalidEscape:
      return "found an invalid escape at byte \(column), expected one of "
        + #"\" \\ \/ \b \f \n \r \t or \u with four hexadecimal digits"#
    case .loneSurrogate:
      return "found half of a surrogate pair at byte \(column), "
        + #"expected both halves as in \ud83d\ude00"#
    case .tooDeep:
      return "found more than \(JSONScanner.maximumDepth) nested arrays and objects "
        + "at byte \(column), expected fewer"
    case .content(let text):
      return text
    }
  }

  private static func name(_ offset: Int, _ bytes: UnsafeRawBufferPointer) -> String {
    guard offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") else {
      return "the end of the line"
    }
    let byte = bytes[offset]
    guard (0x21..<0x7F).contains(byte) else {
      let digits = String(byte, radix: 16, uppercase: true)
      return "byte 0x" + (digits.count < 2 ? "0" : "") + digits
    }
    return String(UnicodeScalar(byte))
  }
}
