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

/// The name that is fewest slips of the keyboard away, if they are few for its length.
func nearestName(to name: String, among names: [String]) -> String? {
  let distances = names.map { ($0, slips(from: Array(name.utf8), to: Array($0.utf8))) }
  guard let best = distances.min(by: { $0.1 < $1.1 }) else { return nil }
  return best.1 <= max(1, name.utf8.count / 3) ? best.0 : nil
}

/// Insertions, deletions, replacements and swaps of neighbours that make `left` into `right`
/// (optimal string alignment).
private func slips(from left: [UInt8], to right: [UInt8]) -> Int {
  var before: [Int] = []
  var last = Array(0...right.count)
  for i in left.indices {
    var row = [i + 1]
    for j in right.indices {
      var best = min(last[j] + (left[i] == right[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        best = min(best, before[j - 1] + 1)
      }
      row.append(best)
    }
    (before, last) = (last, row)
  }
  return last[right.count]
}
