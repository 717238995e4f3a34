// SPDX-License-Identifier: Apache-2.0

/// A retriever as it is named on the command line: `name` or `name:key=value,key=value`.
struct RetrieverSpecification: Sendable, Hashable {
  let text: String
  let name: String
  /// In the order given.
  let settings: [(key: String, value: String)]

  init(_ text: String) throws(RetrieverSpecificationError) {
    self.text = text
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    name = String(parts[0])
    guard !name.isEmpty else {
      throw RetrieverSpecificationError(
        text, "found no name, expected name or name:key=value,key=value")
    }
    guard parts.count == 2, !parts[1].isEmpty else {
      settings = []
      return
    }
    var settings: [(key: String, value: String)] = []
    for setting in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
      let pair = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, !pair[0].isEmpty, !pair[1].isEmpty else {
        throw RetrieverSpecificationError(text, "found “\(setting)”, expected key=value")
      }
      let key = String(pair[0])
      guard !settings.contains(where: { $0.key == key }) else {
        throw RetrieverSpecificationError(text, "\(key) is given twice, expected each key once")
      }
      settings.append((key, String(pair[1])))
    }
    self.settings = settings
  }

  static func == (left: Self, right: Self) -> Bool { left.text == right.text }

  func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// A retriever that does not exist, or not with these parameters.
public struct RetrieverSpecificationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was asked for.
  public let specification: String
  /// What was found and what was expected.
  public let problem: String

  init(_ specification: String, _ problem: String) {
    self.specification = specification
    self.problem = problem
  }

  /// Specification and problem.
  public var description: String { "retriever “\(specification)”: \(problem)" }
}
