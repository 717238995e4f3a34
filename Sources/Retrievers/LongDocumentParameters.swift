// SPDX-License-Identifier: Apache-2.0

import LongDocuments

/// The parameters that every retriever has, which say what of a long document it is given.
enum LongDocumentParameters {
  private static let counts = 1...1_000_000_000

  static let all = [
    RetrieverParameter(
      name: "first-tokens", domain: .count(counts), defaultValue: "all",
      help: "cut documents after so many words of text"),
    RetrieverParameter(
      name: "passages", domain: .count(counts), defaultValue: "none",
      help: "cut documents into passages of so many words, each with the title"),
    RetrieverParameter(
      name: "stride", domain: .count(counts), defaultValue: "half of passages",
      help: "words from the beginning of a passage to the next; passages only"),
    RetrieverParameter(
      name: "aggregate",
      domain: .name(PassagePolicy.Aggregation.allCases.map(\.rawValue)), defaultValue: "max",
      help: "how passages' scores become the document's; passages only"),
    RetrieverParameter(
      name: "top", domain: .count(counts), defaultValue: "all",
      help: "how many best passages count; aggregate=mean or sum only"),
  ]

  static let names = Set(all.map(\.name))
}

extension ParameterValues {
  /// The policy that the specification asks for.
  func documentPolicy() throws(RetrieverSpecificationError) -> DocumentPolicy {
    guard isGiven("passages") else {
      for name in ["stride", "aggregate", "top"] { try reject(name, unless: "passages=256") }
      return isGiven("first-tokens") ? .firstTokens(count("first-tokens")) : .whole
    }
    if isGiven("first-tokens") { try reject("first-tokens", unless: "no passages") }
    let aggregation = PassagePolicy.Aggregation(rawValue: self["aggregate"]) ?? .max
    if aggregation != .mean && aggregation != .sum {
      try reject("top", unless: "aggregate=mean or aggregate=sum")
    }
    let length = count("passages")
    let stride = isGiven("stride") ? count("stride") : nil
    if let stride, stride > length {
      throw RetrieverSpecificationError(
        .invalidValue, specification.text,
        "found stride=\(stride), expected a whole number from 1 to \(length), the passages' length",
        fix: "leave stride out for its default, half of passages; a longer one would lose words")
    }
    return .passages(
      PassagePolicy(
        length: length, stride: stride, aggregation: aggregation,
        top: isGiven("top") ? count("top") : nil))
  }
}
