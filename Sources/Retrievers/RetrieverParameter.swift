// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// A parameter that a retriever takes in its specification.
public struct RetrieverParameter: Sendable, Hashable {
  /// What a value may be.
  enum Domain: Sendable, Hashable {
    /// A decimal number in a closed range.
    case number(ClosedRange<Float>)
    /// One of a few words.
    case word([String])
  }

  /// Its key, `k1`.
  public let name: String
  /// The value it has when it is not given, written canonically.
  public let defaultValue: String
  /// What it does, in half a sentence.
  public let help: String
  let domain: Domain

  init(number name: String, _ value: Float, in range: ClosedRange<Float>, _ help: String) {
    self.name = name
    defaultValue = Self.write(value)
    self.help = help
    domain = .number(range)
  }

  init(word name: String, _ value: String, of words: [String], _ help: String) {
    self.name = name
    defaultValue = value
    self.help = help
    domain = .word(words)
  }

  /// The canonical writing of a value, so that `0.90` and `.9` are the same parameter.
  func canonical(
    _ value: String, in specification: String
  ) throws(RetrieverSpecificationError) -> String {
    switch domain {
    case .number(let range):
      guard let number = Float(value), range.contains(number) else {
        throw RetrieverSpecificationError(
          specification,
          "found \(name)=\(value), expected a number from \(Self.write(range.lowerBound)) to "
            + Self.write(range.upperBound))
      }
      return Self.write(number)
    case .word(let words):
      guard words.contains(value) else {
        let near = nearestName(to: value, among: words).map { "; did you mean \($0)?" } ?? ""
        throw RetrieverSpecificationError(
          specification,
          "found \(name)=\(value), expected one of \(words.joined(separator: ", "))\(near)")
      }
      return value
    }
  }

  /// The shortest decimal that reads back as the same float; whole numbers without a point.
  private static func write(_ value: Float) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
