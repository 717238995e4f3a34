// SPDX-License-Identifier: Apache-2.0

/// Finds what somebody who mistyped a name may have meant.
enum NearestName {
  /// The name with the fewest edits to `typed`, if those are at most a third of it, or two.
  static func suggestion(for typed: String, among names: [String]) -> String? {
    let ranked = names.map { ($0, distance(typed.lowercased(), $0.lowercased())) }
    guard let best = ranked.min(by: { $0.1 < $1.1 }) else { return nil }
    return best.1 <= max(2, typed.count / 3) && best.1 < typed.count ? best.0 : nil
  }

  /// Advice about a name that is unknown: the nearest one, if any, and all there are.
  static func advice(for typed: String, among names: [String], kind: String) -> String {
    let all = "\(kind): " + names.joined(separator: ", ")
    return suggestion(for: typed, among: names).map { "did you mean \($0)? \(all)" } ?? all
  }

  /// Insertions, deletions and replacements between two words (Levenshtein).
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.unicodeScalars)
    var row = Array(0...right.count)
    for (index, scalar) in left.unicodeScalars.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let replaced = diagonal + (scalar == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}
