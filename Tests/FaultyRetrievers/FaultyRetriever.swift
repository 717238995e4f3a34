// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Retrieval
import Synchronization

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
  /// Another score each time it is asked.
  case wavering
  /// Takes a gigabyte.
  case hungry
  /// Nothing: counts the CPUs that any of its threads may run on, and says so as a statistic.
  case census
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
    case .hungry: devour()
    default: break
    }
    let index = try await WordOverlap().index(corpus, in: workspace, progress: progress)
    let cpus = fault == .census ? await census() : 0
    return FaultyIndex(fault: fault, index: index, cpus: cpus)
  }
}

private final class FaultyIndex: SearchIndex {
  struct Complaint: Error, CustomStringConvertible {
    var description: String { "no index today" }
  }

  let fault: Fault
  let index: any SearchIndex
  let cpus: Int
  let asked = Atomic(0)

  init(fault: Fault, index: any SearchIndex, cpus: Int) {
    self.fault = fault
    self.index = index
    self.cpus = cpus
  }

  var sizeOnDisk: Int { index.sizeOnDisk }
  var statistics: [String: Int] {
    fault == .census ? ["cpus": cpus] : index.statistics
  }

  func search(_ queries: [Query], depth: Int) async throws -> [Ranking] {
    switch fault {
    case .exits: exit(3)
    case .hangs: while true { pause() }
    case .silent: return []
    default: break
    }
    asked.add(1, ordering: .relaxed)
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
    case .wavering: entries[0].1 += Double(asked.load(ordering: .relaxed))
    default: break
    }
    var spoilt = Ranking(queryID: queryID)
    for (document, score) in entries { spoilt.append(document: document, score: score) }
    return spoilt
  }
}

/// Takes a gigabyte, 16 MB at a time, and touches all of it.
private func devour() {
  var blocks: [[UInt8]] = []
  for number in 0..<64 { blocks.append([UInt8](repeating: UInt8(number), count: 16 << 20)) }
  precondition(blocks.reduce(0) { $0 + Int($1[$1.count / 2]) } > 0)
}

/// The CPUs that any thread of this process may run on, while many tasks are running.
private func census() async -> Int {
  await withTaskGroup(of: Set<Int>.self) { group in
    for _ in 0..<8 {
      group.addTask {
        usleep(20_000)
        return allowedCPUs()
      }
    }
    return await group.reduce(into: Set<Int>()) { $0.formUnion($1) }.count
  }
}

private func allowedCPUs() -> Set<Int> {
  var cpus: Set<Int> = []
  let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
  for task in tasks {
    let status = try? String(contentsOfFile: "/proc/self/task/\(task)/status", encoding: .utf8)
    for line in (status ?? "").split(separator: "\n") where line.hasPrefix("Cpus_allowed_list:") {
      for range in line.dropFirst(18).split(whereSeparator: { ", \t".contains($0) }) {
        let ends = range.split(separator: "-").compactMap { Int($0) }
        if let first = ends.first, let last = ends.last { cpus.formUnion(first...last) }
      }
    }
  }
  return cpus
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
