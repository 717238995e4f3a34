// SPDX-License-Identifier: Apache-2.0

/// Full width ASCII to ASCII and half width katakana to kana, voice marks combined with the kana
/// before them where there is such a kana: Lucene's CJKWidthFilter.
struct WidthFolding: Sendable {
  /// The one instance.
  static let shared = WidthFolding()

  /// What U+FF65 to U+FF9F become.
  private let kana = Array(
    """
    ・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\
    \u{3099}\u{309A}
    """.unicodeScalars.map(\.value))
  private let voiced = Self.pairs(
    "ウヴカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボワヷヰヸヱヹヲヺヽヾ")
  private let halfVoiced = Self.pairs("ハパヒピフプヘペホポ")

  private static func pairs(_ text: String) -> [UInt32: UInt32] {
    let scalars = text.unicodeScalars.map(\.value)
    return Dictionary(
      uniqueKeysWithValues: stride(from: 0, to: scalars.count, by: 2).map {
        (scalars[$0], scalars[$0 + 1])
      })
  }

  /// Folds the code points of `word` from `start` on.
  func fold(_ word: inout [UInt32], from start: Int = 0) {
    var kept = start
    for place in start..<word.count {
      let scalar = word[place]
      switch scalar {
      case 0xFF01...0xFF5E:
        word[kept] = scalar - 0xFEE0
        kept += 1
      case 0xFF65...0xFF9F:
        let combined = kept > start ? combine(word[kept - 1], with: scalar) : nil
        if let combined {
          word[kept - 1] = combined
        } else {
          word[kept] = kana[Int(scalar - 0xFF65)]
          kept += 1
        }
      default:
        word[kept] = scalar
        kept += 1
      }
    }
    word.removeLast(word.count - kept)
  }

  private func combine(_ kana: UInt32, with mark: UInt32) -> UInt32? {
    switch mark {
    case 0xFF9E: voiced[kana]
    case 0xFF9F: halfVoiced[kana]
    default: nil
    }
  }
}
