// SPDX-License-Identifier: Apache-2.0

public import Retrieval

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Something that a retriever may do wrong.
public enum Fault: String, Sendable, CaseIterable {
  /// Nothing: the answers of ``WordOverlap``, with prints on standard output.
  case chatty
  /// A trap while indexing.
  case trap
  /// SIGKILL while indexing, as from a kernel that is out of memory.
  case killed
  /// `exit(3)` while searching.
  case exits
  /// Never comes back from the first search.
  case hangs
  /// Throws while indexing.
  case throwing = "throws"
  /// A score that is no number.
  case notANumber = "nan"
  /// The same document twice.
  case duplicate
  /// A document that the corpus has not.
  case unknown
  /// Worst first.
  case unsorted
  /// More documents than were asked for.
  case tooMany = "too-many"
  /// An answer to another query.
  case otherQuery = "other-query"
  /// No ranking at all.
  case silent
}

/// A retriever that does one thing wrong: `faulty:fault=nan`.
public struct FaultyRetriever: Retriever {
  private let fault: Fault

  /// A retriever with this fault.
  public init(_ fault: Fault) {
    self.fault = fault
  }

  /// Who this is.
  public var card: RetrieverCard {
    RetrieverCard(
      family: "sparse", name: "faulty", parameters: ["fault": fault.rawValue],
      changedParameters: ["fault"], summary: "Does one thing wrong")
  }

  /// Indexes as ``WordOverlap`` does, unless that is where the fault is.
  public func index(
    _ corpus: any Corpus, in workspace: Workspace, progress: IndexingProgress
  ) async throws -> any SearchIndex {
    switch fault {
    case .trap: preconditionFailure("the index is upside down")
    case .killed: kill(getpid(), SIGKILL)
    case .throwing: throw FaultyIndex.Complaint()
    case .chatty: print("{\"result\":\"this is no message\"}")
    default: break
    }
    let index = try await WordOverlap().index(corpus, in: workspace, progress: progress)
    return FaultyIndex(fault: fault, index: index)
  }
}

private struct FaultyIndex: SearchIndex {
  struct Complaint: Error, CustomStringConvertible {
    var description: String { "no index today" }
  }

  let fault: Fault
  let index: any SearchIndex

  var sizeOnDisk: Int { index.sizeOnDisk }
  var statistics: [String: Int] { index.statistics }

  func search(_ queries: [Query], depth: Int) async throws -> [Ranking] {
    switch fault {
    case .exits: exit(3)
    case .hangs: while true { pause() }
    case .silent: return []
    default: break
    }
    return try await index.search(queries, depth: depth).map { spoil($0, depth) }
  }

  private func spoil(_ ranking: Ranking, _ depth: Int) -> Ranking {
    var entries = (0..<ranking.count).map { (ranking.documents[$0], ranking.scores[$0]) }
    var queryID = ranking.queryID
    guard let first = entries.first, let last = entries.last else { return ranking }
    switch fault {
    case .notANumber: entries[0].1 = .nan
    case .duplicate: entries.append((first.0, last.1))
    case .unknown: entries.append(("not-in-the-corpus", last.1))
    case .unsorted: entries.append(("late", first.1 + 1))
    case .tooMany: while entries.count <= depth { entries.append(("\(entries.count)", last.1)) }
    case .otherQuery: queryID += "x"
    default: break
    }
    var spoilt = Ranking(queryID: queryID)
    for (document, score) in entries { spoilt.append(document: document, score: score) }
    return spoilt
  }
}

/// No retriever has this specification.
public struct UnknownSpecification: Error {
  /// What was asked for.
  public var specification: String
}

/// The retriever of a specification: `overlap`, `overlap:weight=2.0` or `faulty:fault=nan`.
public func testRetriever(_ specification: String) throws -> any Retriever {
  let parts = specification.split(separator: "=")
  if specification == "overlap" { return WordOverlap() }
  if parts.count == 2, parts[0] == "overlap:weight", let weight = Double(parts[1]) {
    return WordOverlap(weight: weight)
  }
  if parts.count == 2, parts[0] == "faulty:fault", let fault = Fault(rawValue: String(parts[1])) {
    return FaultyRetriever(fault)
  }
  throw UnknownSpecification(specification: specification)
}
