// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import SparseRetrieval
import TestSupport
import Testing

@testable import LearnedSparse

/// A file whose checksums are right and whose content is not.
@Suite struct `A Seismic index that was forged` {
  private typealias Section = SeismicLayout.Section

  /// A list of many blocks, so that it has several parts.
  private static let random = RandomImpacts(
    seed: 31, documents: 700, queries: 1, terms: 40, length: 30)

  private static var options: SeismicOptions {
    var options = SeismicOptions()
    options.blockShare = 1
    return options
  }

  private func build(in folder: String) async throws -> String {
    let path = folder + "/seismic"
    try await SeismicBuilder(
      documents: try Self.random.impacts(in: folder), weights: .float32, options: Self.options,
      threads: 1
    ).write(path, folder: folder)
    return path
  }

  /// Copies an index with one section changed.
  private func forge<Element: BitwiseCopyable>(
    _ path: String, to other: String, _ changed: Section, as _: Element.Type,
    _ change: (inout [Element]) -> Void
  ) throws {
    let file = try IndexFile(path: path, kind: SeismicLayout.kind)
    var writer = try IndexFileWriter(path: other, kind: SeismicLayout.kind)
    for section in Section.allCases {
      try writer.begin(section)
      if section == changed {
        let elements: UnsafeBufferPointer<Element> = try file.elements(section)
        var copy = Array(elements)
        change(&copy)
        try writer.append(copy)
      } else {
        try writer.append(Array(file.section(section.rawValue)))
      }
    }
    try writer.finish()
  }

  private func refusal(_ path: String) -> DataError? {
    do throws(DataError) {
      _ = try SeismicIndex(path)
      return nil
    } catch {
      return error
    }
  }

  @Test func `is refused with what is wrong`() async throws {
    try await withTemporaryFolder { folder in
      let path = try await build(in: folder)
      let forged = folder + "/forged"
      func check<Element: BitwiseCopyable>(
        _ section: Section, as type: Element.Type, _ problem: String,
        _ change: (inout [Element]) -> Void
      ) throws {
        try forge(path, to: forged, section, as: type, change)
        let error = refusal(forged)
        #expect(error?.code == .malformed)
        #expect(error?.problem == "holds \(problem)", "\(section)")
      }
      let index = try SeismicIndex(path)
      #expect((0..<index.termCount).contains { index.lists[$0 + 1] > index.lists[$0] + 1 })

      try check(.header, as: UInt64.self, "no header of an index") { $0[0] = 0 }
      let together = "sections that do not fit together"
      try check(.header, as: UInt64.self, together) { $0[2] += 1 }
      try check(.lists, as: UInt32.self, together) { $0.removeLast() }
      try check(.entries, as: UInt8.self, together) { $0.removeLast() }
      let vector = "a vector that is outside of the file, or of terms that are not there"
      try check(.places, as: UInt64.self, vector) { $0[5] |= 1 << 60 }
      try check(.vectors, as: UInt8.self, vector) { $0.removeLast(400) }
      try check(.vectors, as: UInt8.self, vector) { bytes in
        for place in bytes.indices { bytes[place] = 255 }
      }
      try check(.vectors, as: Float.self, "a weight below 0 or above the largest") {
        $0[Int(index.places[0].offset / 4)] = -1
      }
      let lists = "lists of parts that are not there"
      try check(.lists, as: UInt32.self, lists) { $0[0] = 1 }
      try check(.lists, as: UInt32.self, lists) { $0[$0.count - 1] += 1 }
      try check(.lists, as: UInt32.self, lists) { $0[3] = $0[4] + 1 }
      let blocks = "blocks of documents that are not in the collection"
      try check(.blocks, as: UInt32.self, blocks) { $0[1] = .max }
      try check(.scales, as: Float.self, blocks) { $0[2] = .nan }
      try check(.documents, as: UInt32.self, blocks) { $0[9] = 700 }
      let parts = "a list whose parts are outside of the file"
      typealias Part = SeismicLayout.PartRecord
      try check(.parts, as: Part.self, parts) { $0[0].blockCount = 257 }
      try check(.parts, as: Part.self, parts) { $0[0].groupCount = .max }
      try check(.parts, as: Part.self, parts) { $0[0].shift = 9 }
      try check(.parts, as: Part.self, parts) { $0[1].firstBlock += 1 }
      try check(.parts, as: Part.self, parts) { $0[1].firstGroup += 1 }
      try check(.parts, as: Part.self, parts) { $0[1].firstEntry = 1 << 60 }
      typealias Group = SeismicLayout.GroupRecord
      try check(.groups, as: Group.self, parts) { $0[0].end = .max }
      try check(.groups, as: Group.self, parts) { $0[1].end = 0 }
      try check(.groups, as: Group.self, parts) { $0[1].number = $0[0].number }
      // The entries of a group: terms that ascend, then blocks that are there.
      let all = 0..<Int(index.lists[index.termCount])
      let small = all.first { index.parts[$0].blockCount < 200 && index.parts[$0].groupCount > 0 }
      let part = index.parts[try #require(small)]
      let start = Int(part.firstEntry) * SeismicLayout.entrySize
      let count = Int(index.groups[Int(part.firstGroup)].end)
      try check(.entries, as: UInt8.self, parts) { $0[start] = 255 }
      try check(.entries, as: UInt8.self, parts) { $0[start + count] = UInt8(part.blockCount) }
    }
  }

  @Test func `but not changed where it says the same opens and finds the same`() async throws {
    try await withTemporaryFolder { folder in
      let path = try await build(in: folder)
      try forge(path, to: folder + "/copy", .entries, as: UInt8.self) { _ in }
      #expect(
        try Data(contentsOf: URL(filePath: path)).count
          == Data(contentsOf: URL(filePath: folder + "/copy")).count)
      let query = ImpactQuery(try RandomImpacts.rows(Self.random.queries), 0)
      var found: [[Found]] = []
      for name in ["/seismic", "/copy"] {
        let index = try SeismicIndex(folder + name)
        let scratch = SeismicScratch(index)
        SeismicSearch(index: index, k: 20, queryCut: .max, heapFactor: 0).run(query, scratch)
        found.append([])
        scratch.top.drain { found[found.count - 1].append(Found(document: Int($0), score: $1)) }
      }
      #expect(found[0] == found[1])
      #expect(found[0] == Self.random.bruteForce(0, k: 20))
    }
  }
}
