// SPDX-License-Identifier: Apache-2.0

/// Writes JSON strings.
public enum JSONText {
  /// Appends `text` in quotes, escaping only what RFC 8259 demands; UTF-8 stays as it is.
  public static func appendString(_ text: some Sequence<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        output.append(UInt8(ascii: "\\"))
        output.append(byte)
      case 0x0A: output += #"\n"#.utf8
      case 0x0D: output += #"\r"#.utf8
      case 0x09: output += #"\t"#.utf8
      case ..<0x20:
        output += #"\u00"#.utf8
        output.append(digit(byte >> 4))
        output.append(digit(byte & 0xF))
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
