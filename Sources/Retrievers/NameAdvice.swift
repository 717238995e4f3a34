// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Advice about a name that is unknown: the nearest one, if any, and all there are.
func nameAdvice(for typed: String, among names: [String], kind: String) -> String {
  let all = "\(kind): " + names.joined(separator: ", ")
  return nearestName(to: typed, among: names).map { "did you mean \($0)? \(all)" } ?? all
}
