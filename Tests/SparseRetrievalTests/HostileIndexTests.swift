// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing
import TextAnalysis

@testable import SparseRetrieval

@Suite struct `An index file with right checksums and wrong content` {
  private static let headerStart = 24
  private static let recordSize = 24

  private func number(_ bytes: [UInt8], at offset: Int) -> Int {
    Int(bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) })
  }

  private func store(_ number: UInt64, at offset: Int, in bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: number, toByteOffset: offset, as: UInt64.self)
    }
  }

  private func range(_ section: Int, of bytes: [UInt8]) -> Range<Int> {
    let record = Self.headerStart + section * Self.recordSize
    let start = number(bytes, at: record)
    return start..<(start + number(bytes, at: record + 8))
  }

  /// Makes the checksums of a section and of the header right again.
  private func seal(_ section: Int, _ bytes: inout [UInt8]) {
    let sum = bytes[range(section, of: bytes)].withUnsafeBytes { Checksum.of($0) }
    store(sum, at: Self.headerStart + section * Self.recordSize + 16, in: &bytes)
    let end = Self.headerStart + IndexLayout.sectionCount(fields: 1) * Self.recordSize
    store(bytes[..<end].withUnsafeBytes { Checksum.of($0) }, at: end, in: &bytes)
  }

  @Test(arguments: [
    IndexLayout.FieldSection.counts, .lengths, .terms, .names, .slots, .longTerms, .blocks,
    .postings, .dense,
  ])
  func `is refused, or opened and searched without a crash`(
    section: IndexLayout.FieldSection
  ) async throws {
    let collection = RandomCollection(
      seed: 3, documents: 900, words: 200, lengths: 1...40, queries: 4)
    var generator = SeededGenerator(seed: UInt64(section.rawValue))
    try await withFolder { folder in
      let path = folder + "/" + SparseIndex.fileName
      var builder = IndexBuilder(
        configuration: .words(.lucene), analyzer: try Analyzer(named: "whitespace"), threads: 1)
      builder.longThreshold = 150
      _ = try await SparseIndex.build(
        InMemoryCorpus(collection.documents), builder, in: Workspace(folder: folder, threads: 1))
      let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
      let row = IndexLayout.row(section, of: 0)
      var refused = 0
      for _ in 0..<150 {
        var bytes = whole
        let range = range(row, of: bytes)
        bytes[Int.random(in: range, using: &generator)] = .random(in: 0...255, using: &generator)
        seal(row, &bytes)
        try Data(bytes).write(to: URL(filePath: path))
        do {
          let index = try SparseIndex.open(path, .words(.lucene))
          #expect(index.documentCount == 900)
          for query in collection.queries {
            for strategy in SparseIndex.Strategy.allCases {
              for depth in [10, 900] {
                #expect(index.search(query, depth: depth, strategy: strategy).count <= depth)
              }
            }
          }
        } catch let error as DataError {
          #expect(error.file == path && !error.problem.contains("checksum"))
          refused += 1
        }
      }
      // Lengths, names and frequencies may be anything; elsewhere some bytes are positions.
      #expect((refused > 0) == (section != .lengths && section != .names && section != .dense))
    }
  }
}
