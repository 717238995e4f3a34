// SPDX-License-Identifier: Apache-2.0

/// A measure name that means nothing.
public struct MeasureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name as it was given.
  public let name: String
  /// What was found and what was expected.
  public let problem: String

  /// A fault in `name`.
  public init(_ name: String, _ problem: String) {
    self.name = name
    self.problem = problem
  }

  /// Name and problem, in words.
  public var description: String { "measure “\(name)”: \(problem)" }
}
