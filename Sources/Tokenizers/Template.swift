// SPDX-License-Identifier: Apache-2.0

/// Where the tokens of one or two texts stand among special ones.
struct Template: Sendable {
  enum Piece: Sendable {
    /// The tokens of the first text (0) or the second (1).
    case text(Int, typeID: Int32)
    case special([Int32], typeID: Int32)
  }

  var single: [Piece]
  var pair: [Piece]

  /// Nothing but the texts.
  static let plain = Template(
    single: [.text(0, typeID: 0)], pair: [.text(0, typeID: 0), .text(1, typeID: 1)])

  /// How many special tokens the template adds.
  static func specialCount(_ pieces: [Piece]) -> Int {
    pieces.reduce(0) { count, piece in
      guard case .special(let ids, _) = piece else { return count }
      return count + ids.count
    }
  }
}
