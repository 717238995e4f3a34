// SPDX-License-Identifier: Apache-2.0

/// File names for pages, from names that may hold anything.
enum PageName {
  /// The longest plain name; with an ending it stays far below the 255 bytes of a file name.
  private static let longest = 120

  /// A file name (without ending) of `a–z 0–9 - _ . ~` only, so that it needs no escaping in an
  /// address and differs from others also where the file system ignores case.
  ///
  /// Every other byte of the name is written as `~` and two hex digits, which keeps different names
  /// apart; a name that grows too long is cut and ends in `~~` and a 64-bit FNV-1a hash of all of it.
  static func file(_ name: String) -> String {
    var text = ""
    for (index, byte) in name.utf8.enumerated() {
      let isPlain =
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"): true
        case UInt8(ascii: "."): index > 0
        default: false
        }
      text += isPlain ? String(UnicodeScalar(byte)) : "~" + hex(UInt64(byte), digits: 2)
    }
    if text.isEmpty { return "~" }
    guard text.utf8.count > longest else { return text }
    return text.prefix(longest - 18) + "~~" + hex(fingerprint(Array(name.utf8)), digits: 16)
  }

  /// FNV-1a, 64 bits, of some bytes.
  static func fingerprint(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Lower-case hexadecimal with leading zeros.
  static func hex(_ value: UInt64, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
