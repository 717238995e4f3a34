// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// The error for a name that is not among `names`: lists them and points at the nearest.
func unknownName(
  _ name: String, of kind: String, among names: [String], in place: String
) -> DataError {
  let known = names.isEmpty ? "there is none" : "there are " + names.joined(separator: ", ")
  let fix = nearestName(to: name, among: names).map { "did you mean \"\($0)\"?" } ?? ""
  return DataError(.missing, file: place, "unknown \(kind) \"\(name)\"; \(known)", fix: fix)
}

/// The name that is fewest edits away, if that is few enough to be a slip of the keyboard.
func nearestName(to name: String, among names: [String]) -> String? {
  let distances = names.map { ($0, editDistance(Array(name.utf8), Array($0.utf8))) }
  guard let best = distances.min(by: { $0.1 < $1.1 }) else { return nil }
  return best.1 <= max(1, name.utf8.count / 3) ? best.0 : nil
}

/// Levenshtein distance: insertions, deletions and replacements of bytes.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var row = Array(0...right.count)
  for (i, a) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, b) in right.enumerated() {
      let replaced = diagonal + (a == b ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[right.count]
}
