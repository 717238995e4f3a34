// SPDX-License-Identifier: Apache-2.0

/// A retriever as it is written on a command line: `name` or `name:key=value,key=value`.
struct RetrieverSpecification {
  let text: String
  let name: String
  /// In the order given, each key once.
  private(set) var parameters: [(key: String, value: String)] = []

  init(_ text: String) throws(RetrieverSpecificationError) {
    self.text = text
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    name = Self.trimmed(parts[0])
    guard !name.isEmpty else {
      throw RetrieverSpecificationError(
        .malformed, text, "has no name, expected name or name:key=value,key=value",
        fix: "write for example bm25 or bm25:k1=0.9,b=0.4")
    }
    guard parts.count == 2 else { return }
    for pair in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = Self.trimmed(sides[0])
      guard sides.count == 2, !key.isEmpty, !Self.trimmed(sides[1]).isEmpty else {
        throw RetrieverSpecificationError(
          .malformed, text, "found \"\(pair)\" where key=value is expected",
          fix: "separate parameters by commas, as in bm25:k1=0.9,b=0.4")
      }
      guard !parameters.contains(where: { $0.key == key }) else {
        throw RetrieverSpecificationError(
          .repeatedParameter, text, "gives \(key) twice, expected once", fix: "remove one of them")
      }
      parameters.append((key, Self.trimmed(sides[1])))
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
