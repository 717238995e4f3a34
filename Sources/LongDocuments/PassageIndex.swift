// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// An index of passages that answers with documents.
///
/// A passage that the inner index does not return counts as one with score 0: for lexical
/// retrievers, one without any term of the query. Under this rule every ranking is exact:
///
/// - `max` and `first`: passages come best first, so that a document's place is that of its best (or
///   of its first) passage. The inner index is asked deeper until so many documents have come, or
///   all its passages.
/// - `mean` and `sum`: the inner index is asked for all passages, as any of them may count.
///
/// Documents with equal scores come in the order in which their best passages come.
struct PassageIndex: SearchIndex {
  /// How much deeper the inner index is asked than documents are wanted, and each time again.
  private static let growth = 4

  let inner: any SearchIndex
  let policy: PassagePolicy
  let documents: DocumentTable

  var sizeOnDisk: Int { inner.sizeOnDisk }

  var statistics: [String: Int] {
    var statistics = inner.statistics
    statistics["documents"] = documents.count
    statistics["passages"] = documents.passages
    return statistics
  }

  func search(_ queries: [Query], depth: Int) async throws -> [Ranking] {
    let all = documents.passages
    var asked = 1
    switch policy.aggregation {
    case .max, .first: Self.deepen(&asked, from: depth, to: all)
    case .mean, .sum: asked = all
    }
    var rankings = queries.map { Ranking(queryID: $0.id) }
    var open = Array(queries.indices)
    let asPassages = queries.map(passages(of:))
    while !open.isEmpty {
      let found = try await inner.search(open.map { asPassages[$0] }, depth: asked)
      var short: [Int] = []
      for (place, passages) in zip(open, found) {
        rankings[place] = aggregate(passages, depth: depth)
        let isWhole = passages.count < asked || asked >= all
        if rankings[place].count < depth, !isWhole { short.append(place) }
      }
      open = short
      Self.deepen(&asked, from: asked, to: all)
    }
    return rankings
  }

  private static func deepen(_ asked: inout Int, from depth: Int, to all: Int) {
    asked = depth >= all / growth ? all : max(1, depth) * growth
  }

  /// The query as the inner index is asked it: with the passages of its candidates.
  private func passages(of query: Query) -> Query {
    guard let candidates = query.candidates else { return query }
    var query = query
    query.candidates = candidates.flatMap { document in
      let count = Array(document.utf8).withUnsafeBytes { documents.passages(of: $0) }
      return (0..<count).map { number in
        var name: [UInt8] = []
        PassageIdentifier.append(document.utf8, number, to: &name)
        return String(decoding: name, as: UTF8.self)
      }
    }
    return query
  }

  private func aggregate(_ passages: Ranking, depth: Int) -> Ranking {
    switch policy.aggregation {
    case .max: best(passages, depth, firstOnly: false)
    case .first: best(passages, depth, firstOnly: true)
    case .mean, .sum: total(passages, depth)
    }
  }

  /// Documents by the first of their passages to come, or by their first passage.
  private func best(_ passages: Ranking, _ depth: Int, firstOnly: Bool) -> Ranking {
    var found = IdentifierIndex()
    var scores: [Double] = []
    for row in 0..<passages.count where found.count < depth {
      let number = passages.documents.withUTF8(row) { name -> Int? in
        let (document, isFirst) = PassageIdentifier.document(of: name)
        return firstOnly && !isFirst ? nil : found.insert(document)
      }
      if number == scores.count { scores.append(passages.scores[row]) }
    }
    return Ranking(queryID: passages.queryID, documents: found.identifiers, scores: scores)
  }

  /// Documents by the sum or mean over their best passages, which come first.
  private func total(_ passages: Ranking, _ depth: Int) -> Ranking {
    let limit = policy.top ?? .max
    var found = IdentifierIndex()
    var sums: [Double] = []
    var counts: [Int] = []
    for row in 0..<passages.count {
      let number = passages.documents.withUTF8(row) {
        found.insert(PassageIdentifier.document(of: $0).name)
      }
      if number == sums.count {
        sums.append(0)
        counts.append(0)
      }
      guard counts[number] < limit else { continue }
      counts[number] += 1
      sums[number] += passages.scores[row]
    }
    if policy.aggregation == .mean {
      for number in sums.indices {
        let all = found.identifiers.withUTF8(number) { documents.passages(of: $0) }
        sums[number] /= Double(min(limit, max(1, all)))
      }
    }
    let order = sums.indices.sorted { (sums[$0], $1) > (sums[$1], $0) }
    var ranking = Ranking(queryID: passages.queryID)
    for number in order.prefix(max(0, depth)) {
      ranking.append(document: found.identifiers[number], score: sums[number])
    }
    return ranking
  }
}
