// SPDX-License-Identifier: Apache-2.0

/// What of a long document a retriever is given, and how a document's score is made.
///
/// Tokens are the words of UAX #29, as the `unicode` analyzer finds them, in the text alone: a
/// document's title is kept with each of its passages and not counted.
public enum DocumentPolicy: Sendable, Hashable {
  /// All of it.
  case whole
  /// The text up to its first so many tokens, at least 1.
  case firstTokens(Int)
  /// Passages, scored each by itself.
  case passages(PassagePolicy)

  /// The parameters of a retriever's card that say this.
  public var parameters: [String: String] {
    switch self {
    case .whole: ["documents": "whole"]
    case .firstTokens(let count): ["documents": "first-tokens", "first-tokens": String(count)]
    case .passages(let policy):
      policy.parameters.merging(["documents": "passages"]) { first, _ in first }
    }
  }

  /// Those of ``parameters`` that are not by default, in canonical order.
  public var changedParameters: [String] {
    switch self {
    case .whole: []
    case .firstTokens: ["first-tokens"]
    case .passages(let policy): policy.changedParameters
    }
  }
}

/// How documents are cut into passages, and how their scores become the document's.
///
/// MaxP, FirstP and SumP of Z. Dai and J. Callan, Deeper text understanding for IR with contextual
/// neural language modeling, SIGIR 2019; AvgP beside them.
public struct PassagePolicy: Sendable, Hashable {
  /// What a document's score is.
  public enum Aggregation: String, Sendable, Hashable, CaseIterable {
    /// That of its best passage.
    case max
    /// That of its first passage.
    case first
    /// The sum over its best passages, divided by their number; see ``PassagePolicy/top``.
    case mean
    /// The sum over its best passages.
    case sum
  }

  /// Tokens in a passage, at least 1; the last of a document may have fewer.
  public let length: Int
  /// Tokens from the beginning of a passage to that of the next, from 1 to ``length``.
  public let stride: Int
  /// How scores become one.
  public let aggregation: Aggregation
  /// How many of a document's best passages `mean` and `sum` count; nil for all. A document with
  /// fewer counts those it has.
  public let top: Int?

  /// A policy.
  ///
  /// - Parameter stride: By default half of `length`, rounded up.
  /// - Precondition: What the properties say.
  public init(
    length: Int, stride: Int? = nil, aggregation: Aggregation = .max, top: Int? = nil
  ) {
    self.length = length
    self.stride = stride ?? Self.defaultStride(length)
    self.aggregation = aggregation
    self.top = top
    precondition(1...length ~= self.stride && top ?? 1 >= 1, "a stride lies within a passage")
  }

  private static func defaultStride(_ length: Int) -> Int { length / 2 + length % 2 }

  private var countsTop: Bool { aggregation == .mean || aggregation == .sum }

  var parameters: [String: String] {
    var parameters = [
      "passages": String(length), "stride": String(stride), "aggregate": aggregation.rawValue,
    ]
    if countsTop { parameters["top"] = top.map(String.init) ?? "all" }
    return parameters
  }

  var changedParameters: [String] {
    var changed = ["passages"]
    if stride != Self.defaultStride(length) { changed.append("stride") }
    if aggregation != .max { changed.append("aggregate") }
    if countsTop, top != nil { changed.append("top") }
    return changed
  }
}
