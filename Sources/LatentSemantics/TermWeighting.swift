// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Weights of terms in a text: (1 + ln tf) × ln((N + 1) / (df + ½)), to unit length (`ltc` of SMART; Salton and
/// Buckley 1988).
struct TermWeighting: Sendable {
  /// Rows of terms in the model, by fingerprint.
  let rows: [UInt64: Int32]
  /// ln((N + 1) / (df + ½)) by row.
  let inverseDocumentFrequencies: [Float]

  /// The number of terms.
  var count: Int { inverseDocumentFrequencies.count }

  /// A term's row and its weight in a text.
  struct Entry {
    var row: Int32
    var weight: Float
  }

  /// Multiplies weights by those of df and brings them to unit length; in the order of rows, so that
  /// a text has the same vector however its terms were found.
  func finish(_ entries: inout [Entry]) {
    entries.sort { $0.row < $1.row }
    var squares: Float = 0
    for index in entries.indices {
      entries[index].weight *= inverseDocumentFrequencies[Int(entries[index].row)]
      squares += entries[index].weight * entries[index].weight
    }
    guard squares > 0 else {
      entries.removeAll(keepingCapacity: true)
      return
    }
    let factor = 1 / squares.squareRoot()
    for index in entries.indices { entries[index].weight *= factor }
  }

  /// ln((N + 1) / (df + ½)), a little above 0 for a term that is in all documents.
  static func rarity(documents: Float, with frequency: Float) -> Float {
    log((documents + 1) / (frequency + 0.5))
  }

  /// 1 + ln tf.
  static func frequency(_ count: Int) -> Float { 1 + log(Float(count)) }
}
