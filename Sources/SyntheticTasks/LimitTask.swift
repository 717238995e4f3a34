// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// A task after the LIMIT construction: documents list what a person likes, queries ask who likes
/// something, and the relevant documents of the queries are different pairs out of a few documents.
///
/// Nothing about it is hard to understand, but the number of pairs exceeds what single vectors of a
/// small dimension can separate. Every document can be made on its own, so a million distractors
/// need no memory. The same parameters give the same bytes on every platform, and the relevant
/// documents, queries and judgements do not depend on how many distractors there are.
///
/// > Weller, Boratko, Naim and Lee. "On the Theoretical Limitations of Embedding-Based Retrieval."
/// > arXiv:2508.21038, 2025. The words and names are this project's own.
public struct LimitTask: Sendable {
  /// What to generate.
  public struct Parameters: Sendable, Hashable {
    /// Documents that are relevant to some query; every pair of them belongs to one query.
    public var relevantDocuments: Int
    /// Queries; nil for one a pair, but at most 1000 as in the original.
    public var queries: Int?
    /// Documents in all; those beyond the relevant ones like nothing that is asked for.
    public var documents: Int
    /// How many things a person likes.
    public var likes: ClosedRange<Int>
    /// Decides everything that is left open.
    public var seed: UInt64

    /// Parameters; the defaults are those of the original's full version.
    public init(
      relevantDocuments: Int = 46, queries: Int? = nil, documents: Int = 50_000,
      likes: ClosedRange<Int> = 45...50, seed: UInt64 = 1
    ) {
      self.relevantDocuments = relevantDocuments
      self.queries = queries
      self.documents = documents
      self.likes = likes
      self.seed = seed
    }

    /// The number of pairs of relevant documents.
    public var pairs: Int { relevantDocuments * (relevantDocuments - 1) / 2 }
  }

  /// Parameters that no task can have.
  public struct ParameterError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was asked for and what is possible.
    public let description: String
  }

  /// What was asked for.
  public let parameters: Parameters
  /// The number of queries.
  public let queryCount: Int
  private let pairs: [(first: Int, second: Int)]
  private let fillers: [String]
  private let asked: [String]
  private let relevant: [Document]
  private let positions: [Int]
  private let names: PeopleNames.Sequence

  /// Plans a task; only the relevant documents are made now.
  ///
  /// - Throws: ``ParameterError`` when the numbers do not go together.
  public init(_ parameters: Parameters) throws(ParameterError) {
    self.parameters = parameters
    queryCount = try Self.checkedQueryCount(parameters)
    names = PeopleNames.Sequence(seed: Stream.names.seed(parameters.seed))
    pairs = Self.pairs(parameters, count: queryCount)
    (asked, fillers) = Self.likes(parameters, asked: queryCount)
    positions = Self.positions(parameters)
    relevant = Self.relevantDocuments(parameters, pairs, asked, fillers, names)
  }

  /// The document at a place of the corpus, `0 ..< parameters.documents`.
  public func document(at index: Int) -> Document {
    precondition(index >= 0 && index < parameters.documents, "no such document")
    let (row, isRelevant) = rank(of: index)
    if isRelevant { return relevant[row] }
    let distractor = index - row
    var random = SeededRandom(
      seed: Stream.distractors.seed(parameters.seed), stream: UInt64(distractor))
    let count = parameters.likes.lowerBound + random.below(parameters.likes.count)
    return Self.document(
      names[parameters.relevantDocuments + distractor],
      Self.choice(of: count, from: fillers, &random))
  }

  /// The query with that number, `0 ..< queryCount`; its id is `query_<number>`.
  public func query(at index: Int) -> Query {
    Query(id: "query_\(index)", text: "Who likes \(asked[index])?")
  }

  /// All queries.
  public var queries: [Query] { (0..<queryCount).map(query(at:)) }

  /// The ids of the two documents that are relevant to a query, both with grade 1.
  public func relevantDocuments(of index: Int) -> [String] {
    [relevant[pairs[index].first].id, relevant[pairs[index].second].id]
  }

  /// All judgements.
  public var qrels: Qrels {
    var builder = Qrels.Builder()
    for index in 0..<queryCount {
      for document in relevantDocuments(of: index) {
        builder.add(query: "query_\(index)", document: document, grade: 1)
      }
    }
    do {
      return try builder.build()
    } catch {
      preconditionFailure("a pair has two different documents, but \(error)")
    }
  }

  /// Relevant documents before `index`, and whether the one at `index` is relevant too.
  private func rank(of index: Int) -> (row: Int, isRelevant: Bool) {
    var low = 0
    var high = positions.count
    while low < high {
      let middle = (low + high) / 2
      if positions[middle] < index { low = middle + 1 } else { high = middle }
    }
    return (low, low < positions.count && positions[low] == index)
  }
}

/// Parts of a task that draw random numbers independently of each other.
private enum Stream: UInt64 {
  case names = 1, pairs, likes, positions, relevant, distractors

  func seed(_ seed: UInt64) -> UInt64 {
    var random = SeededRandom(seed: seed, stream: rawValue)
    return random.next()
  }

  func random(_ seed: UInt64) -> SeededRandom { SeededRandom(seed: self.seed(seed)) }
}

extension LimitTask {
  private static func checkedQueryCount(
    _ parameters: Parameters
  ) throws(ParameterError) -> Int {
    func check(_ condition: Bool, _ text: @autoclosure () -> String) throws(ParameterError) {
      if !condition { throw ParameterError(description: text()) }
    }
    let relevant = parameters.relevantDocuments
    try check(
      (2...10_000).contains(relevant), "\(relevant) relevant documents, expected 2 to 10000")
    let count = parameters.queries ?? min(1000, parameters.pairs)
    try check(
      (1...parameters.pairs).contains(count),
      "\(count) queries, but \(relevant) documents have \(parameters.pairs) pairs")
    try check(
      parameters.documents >= relevant,
      "\(parameters.documents) documents, but \(relevant) of them are to be relevant")
    try check(
      parameters.documents <= PeopleNames.count,
      "\(parameters.documents) documents, but there are only \(PeopleNames.count) names")
    try check(
      parameters.likes.lowerBound >= relevant - 1,
      "people like at least \(parameters.likes.lowerBound) things, but a document of \(relevant) "
        + "can be in \(relevant - 1) pairs")
    try check(
      parameters.likes.upperBound <= 10_000,
      "people like up to \(parameters.likes.upperBound) things, expected at most 10000")
    return count
  }

  /// A random choice of pairs, in random order.
  private static func pairs(
    _ parameters: Parameters, count: Int
  ) -> [(first: Int, second: Int)] {
    var pairs: [(first: Int, second: Int)] = []
    pairs.reserveCapacity(parameters.pairs)
    for first in 0..<parameters.relevantDocuments {
      for second in first + 1..<parameters.relevantDocuments { pairs.append((first, second)) }
    }
    var random = Stream.pairs.random(parameters.seed)
    random.shuffle(&pairs, first: count)
    return Array(pairs.prefix(count))
  }

  /// The things that queries ask for, one each, and those that nobody asks for.
  private static func likes(
    _ parameters: Parameters, asked count: Int
  ) -> (asked: [String], fillers: [String]) {
    let needed = count + 4 * parameters.likes.upperBound
    var likes = (0..<max(needed, Likes.listed.count)).map(Likes.like(at:))
    var random = Stream.likes.random(parameters.seed)
    random.shuffle(&likes)
    return (Array(likes.prefix(count)), Array(likes.dropFirst(count)))
  }

  /// The places of the relevant documents in the corpus, ascending.
  private static func positions(_ parameters: Parameters) -> [Int] {
    var random = Stream.positions.random(parameters.seed)
    var chosen: Set<Int> = []
    // Floyd's algorithm: a sample without a list of all places.
    for bound in parameters.documents - parameters.relevantDocuments..<parameters.documents {
      let place = random.below(bound + 1)
      chosen.insert(chosen.contains(place) ? bound : place)
    }
    return chosen.sorted()
  }

  private static func relevantDocuments(
    _ parameters: Parameters, _ pairs: [(first: Int, second: Int)], _ asked: [String],
    _ fillers: [String], _ names: PeopleNames.Sequence
  ) -> [Document] {
    var likes = [[String]](repeating: [], count: parameters.relevantDocuments)
    for (pair, like) in zip(pairs, asked) {
      likes[pair.first].append(like)
      likes[pair.second].append(like)
    }
    var random = Stream.relevant.random(parameters.seed)
    return likes.enumerated().map { row, wanted in
      let count = parameters.likes.lowerBound + random.below(parameters.likes.count)
      var likes = wanted + choice(of: count - wanted.count, from: fillers, &random)
      random.shuffle(&likes)
      return document(names[row], likes)
    }
  }

  /// `count` different things out of `likes`, in random order.
  private static func choice(
    of count: Int, from likes: [String], _ random: inout SeededRandom
  ) -> [String] {
    var rows = Array(likes.indices)
    random.shuffle(&rows, first: count)
    return rows.prefix(count).map { likes[$0] }
  }

  private static func document(_ name: String, _ likes: [String]) -> Document {
    let last = likes.last ?? "nothing"
    let others = likes.dropLast().joined(separator: ", ")
    return Document(
      id: name, text: "\(name) likes \(others.isEmpty ? last : "\(others) and \(last)").")
  }
}
