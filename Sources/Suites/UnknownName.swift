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
