// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// The retrievers that can be named on a command line.
public struct RetrieverRegistry: Sendable {
  /// One kind of retriever.
  public struct Entry: Sendable {
    /// What stands before the colon, `bm25`.
    public let name: String
    /// `sparse`, `dense` and so on.
    public let family: String
    /// One sentence for people.
    public let summary: String
    /// Its parameters, in the order in which they are shown.
    public let parameters: [RetrieverParameter]
    /// Makes one from a card and its values; a card's values are valid one by one.
    let make: @Sendable (RetrieverCard) throws(RetrieverSpecificationError) -> any Retriever
  }

  /// What is built into the program.
  public static let builtIn = RetrieverRegistry(entries: [.bm25, .queryLikelihood])

  /// The kinds of retrievers, in the order in which they are shown.
  public let entries: [Entry]

  /// The retriever that a specification names, `name` or `name:key=value,key=value`.
  ///
  /// Parameters that are not given have their defaults; two specifications of the same values give
  /// the same card, whatever they look like.
  ///
  /// - Throws: ``RetrieverSpecificationError`` with what there is instead.
  public func retriever(
    _ specification: String
  ) throws(RetrieverSpecificationError) -> any Retriever {
    let specification = try RetrieverSpecification(specification)
    guard let entry = entries.first(where: { $0.name == specification.name }) else {
      let names = entries.map(\.name)
      let near = nearestName(to: specification.name, among: names)
      throw RetrieverSpecificationError(
        specification.text,
        "there is no “\(specification.name)”, expected one of \(names.joined(separator: ", "))"
          + (near.map { "; did you mean \($0)?" } ?? ""))
    }
    return try entry.make(try card(of: entry, specification))
  }

  private func card(
    of entry: Entry, _ specification: RetrieverSpecification
  ) throws(RetrieverSpecificationError) -> RetrieverCard {
    var values: [String: String] = [:]
    for parameter in entry.parameters { values[parameter.name] = parameter.defaultValue }
    for (key, value) in specification.settings {
      guard let parameter = entry.parameters.first(where: { $0.name == key }) else {
        let names = entry.parameters.map(\.name)
        let near = nearestName(to: key, among: names).map { "; did you mean \($0)?" } ?? ""
        throw RetrieverSpecificationError(
          specification.text,
          "there is no parameter “\(key)”, expected one of \(names.joined(separator: ", "))\(near)")
      }
      values[key] = try parameter.canonical(value, in: specification.text)
    }
    return RetrieverCard(
      family: entry.family, name: entry.name, parameters: values,
      changedParameters: entry.parameters.filter { values[$0.name] != $0.defaultValue }
        .map(\.name),
      summary: entry.summary)
  }
}
