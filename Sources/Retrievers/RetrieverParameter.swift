// SPDX-License-Identifier: Apache-2.0

/// A parameter of a retriever: its name, what it accepts and what it is when not given.
public struct RetrieverParameter: Sendable, Hashable {
  /// What values a parameter accepts.
  public enum Domain: Sendable, Hashable {
    /// A number in a closed range; its upper end may be infinite.
    case number(ClosedRange<Float>)
    /// A number above the lower end of a range and not above its upper end.
    case positiveNumber(upTo: Float)
    /// A whole number in a range.
    case count(ClosedRange<Int>)
    /// One of some names.
    case name([String])
    /// Any text; what it stands for is looked at when the retriever is made.
    case text
  }

  /// The key in a specification.
  public let name: String
  /// What it accepts.
  public let domain: Domain
  /// The value when it is not given, written canonically, or in words where no value means that.
  public let defaultValue: String
  /// One sentence for people.
  public let help: String

  /// The value in canonical writing (`0.90` becomes `0.9`), or nil when it is not accepted.
  func canonical(_ value: String) -> String? {
    switch domain {
    case .number(let range):
      Float(value).flatMap { $0.isFinite && range.contains($0) ? Self.text($0) : nil }
    case .positiveNumber(let limit):
      Float(value).flatMap { $0.isFinite && $0 > 0 && $0 <= limit ? Self.text($0) : nil }
    case .count(let range):
      Int(value).flatMap { range.contains($0) ? String($0) : nil }
    case .name(let names): names.contains(value) ? value : nil
    case .text: value
    }
  }

  /// What is accepted, in words.
  var expectation: String {
    switch domain {
    case .number(let range):
      "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
    case .positiveNumber(let limit):
      "a number above 0 and at most \(Self.text(limit))"
    case .count(let range):
      "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .name(let names): "one of " + names.joined(separator: ", ")
    case .text: "a text"
    }
  }

  /// The shortest writing that reads back as the same number, without a fraction of zero.
  static func text(_ number: Float) -> String {
    let text = "\(number == 0 ? 0 : number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
