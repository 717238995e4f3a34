// SPDX-License-Identifier: Apache-2.0

import Mustache

/// Escaping of text for HTML, as content and in quoted attributes.
///
/// Works on Unicode scalars. Mustache's own escaping goes by `Character` and lets `"` or `<` pass
/// when a combining mark follows, although a browser reads them as markup.
struct MarkupText: MustacheContentType {
  /// The name under which templates ask for it.
  static let name = "BENCH"

  func escapeText(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\t", "\n": escaped.unicodeScalars.append(scalar)
      case "\r": escaped += " "
      default: escaped.unicodeScalars.append(Self.isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return escaped
  }

  /// HTML allows no control characters and no noncharacters.
  private static func isAllowed(_ scalar: UnicodeScalar) -> Bool {
    let value = scalar.value
    return value >= 0x20 && !(0x7F...0x9F).contains(value)
      && !(0xFDD0...0xFDEF).contains(value) && value & 0xFFFE != 0xFFFE
  }
}
