// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Retrieval
import SparseRetrieval

@testable import LearnedSparse

private let scratch = ScratchFile("index.impacts")
private let bases = Base.all

/// Takes the input as changes to an index of impact vectors whose checksums are then made right again,
/// opens it, and searches what is accepted: nothing may crash, and every hit must be a document.
///
/// The first byte chooses the index, every eight further ones are a change.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzImpactIndex(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = UnsafeRawBufferPointer(start: data, count: count)
  guard let first = input.first else { return 0 }
  let base = bases[Int(first) % bases.count]
  var file = ForgedIndexFile(base.file, sections: base.sections)
  file.apply(all: UnsafeRawBufferPointer(rebasing: input.dropFirst()))
  file.bytes.withUnsafeBytes { scratch.write($0) }
  do throws(DataError) {
    let index = try base.open(scratch.path)
    for query in bases.indices { ask(index, Base.queries, query % Base.queries.count) }
  } catch {
    require(error.code == .malformed && !error.problem.contains("checksum"), "\(error)")
  }
  return 0
}

private func ask(_ index: any ImpactIndex, _ queries: ImpactRows, _ row: Int) {
  let query = ImpactQuery(queries, row)
  for k in [1, 10, 1000] {
    for (cut, factor) in [(3, Float(0.9)), (100, 0)] {
      var found = 0
      index.searched(ImpactKnobs(queryCut: cut, heapFactor: factor, neighbours: 2))
        .search(query, k: k) { document, score in
          require(Int(document) < Base.count && score > 0, "hits are documents with a score")
          found += 1
        }
      require(found <= min(k, Base.count), "no more hits than asked for")
    }
  }
  let scores = index.scores(query, of: (0..<UInt32(Base.count)).map { $0 })
  require(scores.count == Base.count, "one score a candidate")
}

/// An index of some hundred documents, whose longest lists have several parts.
private struct Base {
  static let count = 600

  let file: [UInt8]
  let sections: Int
  private let isExact: Bool

  static let all: [Base] = [
    Base(.float32, terms: 60, isExact: false), Base(.int8, terms: 70_000, isExact: false),
    Base(.float32, terms: 60, isExact: true), Base(.int8, terms: 70_000, isExact: true),
  ]

  static let queries: ImpactRows = rows(4, terms: 60)

  func open(_ path: String) throws(DataError) -> any ImpactIndex {
    guard !isExact else {
      let index = try ExactIndex(path)
      try same(index.documentCount, path)
      return ExactImpactIndex(index)
    }
    let index = try SeismicIndex(path)
    try same(index.documentCount, path)
    return SeismicImpactIndex(index, nil, SeismicOptions())
  }

  /// What the retriever knows from its identifiers.
  private func same(_ documents: Int, _ path: String) throws(DataError) {
    guard documents == Self.count else {
      throw DataError(.malformed, file: path, "holds other documents")
    }
  }

  init(_ weights: ImpactStorage.Weights, terms: Int, isExact: Bool) {
    self.isExact = isExact
    sections =
      isExact ? ExactLayout.Section.allCases.count : SeismicLayout.Section.allCases.count
    let folder = ProcessInfo.processInfo.environment["FUZZ_SCRATCH"] ?? "/tmp"
    let path = "\(folder)/base-\(getpid())"
    let finished = DispatchSemaphore(value: 0)
    Task.detached {
      do {
        var writer = ImpactTableWriter(folder: folder)
        try writer.append(Self.rows(Self.count, terms: terms))
        let documents = DocumentImpacts(
          identifiers: IdentifierTable((0..<Self.count).map { "d\($0)" }),
          table: try writer.finish(), queries: NoQueries())
        if isExact {
          try ExactIndexBuilder(documents: documents, weights: weights, rangeSize: 256)
            .write(path, folder: folder)
        } else {
          var options = SeismicOptions()
          options.blockShare = 0.9
          try await SeismicBuilder(
            documents: documents, weights: weights, options: options, threads: 1
          ).write(path, folder: folder)
        }
      } catch {
        require(false, "the base index is built: \(error)")
      }
      finished.signal()
    }
    finished.wait()
    file = [UInt8](FileManager.default.contents(atPath: path) ?? Data())
  }

  /// Vectors of which all have the first term, and fewer each further one; the last term occurs too.
  private static func rows(_ count: Int, terms: Int) -> ImpactRows {
    var rows = ImpactRows()
    for row in 0..<count {
      var own = (0..<20).filter { row * 7919 % 997 % ($0 + 1) == 0 }.map { UInt32($0 * 3) }
      if row % 50 == 0 { own.append(UInt32(terms - 1)) }
      do {
        try rows.append(
          terms: own, weights: own.map { Float((Int($0) * 31 + row * 17) % 40 + 1) / 8 })
      } catch {
        require(false, "vectors are some: \(error)")
      }
    }
    return rows
  }
}

private struct NoQueries: QueryImpacts {
  func vectors(of queries: [Query]) throws -> ImpactRows { ImpactRows() }
}
