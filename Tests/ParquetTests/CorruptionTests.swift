// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing

@testable import Parquet

struct CorruptionTests {
  /// Reads all columns of all row groups; how many of them are rejected, each with its place.
  private func read(_ bytes: [UInt8], at path: String) throws -> (accepted: Int, rejected: Int) {
    try Data(bytes).write(to: URL(filePath: path))
    var counts = (accepted: 0, rejected: 0)
    do throws(DataError) {
      let file = try ParquetFile(path: path)
      for group in file.rowGroups {
        for column in file.columns {
          do throws(DataError) {
            let slice = try file.read(column: column.path, rowGroup: group)
            #expect(slice.rows.count == file.rowCount(ofRowGroup: group))
            #expect(slice.values.count == slice.validity.count)
            counts.accepted += 1
          } catch {
            #expect(error.code == .malformed)
            #expect(error.problem.hasPrefix("row group \(group), column "))
            counts.rejected += 1
          }
        }
      }
    } catch {
      #expect(error.code == .malformed && !error.problem.isEmpty)
      counts.rejected += 1
    }
    return counts
  }

  @Test func `no prefix of a file is accepted`() throws {
    let whole = try Golden.bytes("brotli")
    try withTemporaryFolder { folder in
      for count in 0..<whole.count {
        #expect(throws: DataError.self) {
          try Data(whole.prefix(count)).write(to: URL(filePath: folder + "/cut.parquet"))
          _ = try ParquetFile(path: folder + "/cut.parquet")
        }
      }
    }
  }

  @Test(arguments: [
    "none-v1-dictionary", "none-v2-plain", "snappy-v1-plain", "gzip-v2-dictionary",
    "zstd-v1-plain", "delta-length-v2", "delta-prefix-v1",
  ])
  func `changed bytes give values of the right shape or an error with its place`(
    name: String
  ) throws {
    let whole = try Golden.bytes(name)
    var random = SeededGenerator(seed: 20_26)
    var total = (accepted: 0, rejected: 0)
    try withTemporaryFolder { folder in
      for _ in 0..<40 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let place = Int.random(in: 4..<bytes.count - 8, using: &random)
          bytes[place] = UInt8.random(in: 0...255, using: &random)
        }
        let counts = try read(bytes, at: folder + "/changed.parquet")
        total.accepted += counts.accepted
        total.rejected += counts.rejected
      }
    }
    // The untouched columns are still read, and damage to structure is found.
    #expect(total.accepted > 0 && total.rejected > 0)
  }

  @Test(
    arguments: [
      ([], 0), ([0x05], 5), ([0x02, 0x00, 0x61, 0x05, 0x00], 2),
      ([0x05, 0x00, 0x61, 0x01, 0x02], 5),
      ([0x01, 0x04, 0x61, 0x62], 1), ([0xFF, 0xFF, 0xFF, 0x7F], 268_435_455),
      ([0x03, 0x00, 0x61], 3), ([0x01, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF], 1),
    ] as [([UInt8], Int)])
  func `a damaged snappy block is rejected`(block: [UInt8], size: Int) {
    #expect(throws: ParquetFault.self) {
      try block.withUnsafeBufferPointer { bytes throws(ParquetFault) in
        _ = try Snappy.decompress(UnsafeRawBufferPointer(bytes), size: size)
      }
    }
  }

  @Test func `snappy copies may overlap what they write`() throws {
    let block: [UInt8] = [0x0A, 0x04, 0x61, 0x62, 0x11, 0x02]
    let text = try block.withUnsafeBufferPointer { bytes throws(ParquetFault) in
      try Snappy.decompress(UnsafeRawBufferPointer(bytes), size: 10)
    }
    #expect(String(decoding: text, as: UTF8.self) == "ababababab")
  }

  @Test func `damage is told with row group, column, page and byte`() throws {
    var bytes = try Golden.bytes("none-v1-plain")
    // The first column's values are plain: a length of four bytes before "doc-0000".
    let first = try #require(bytes.firstRange(of: Array("doc-0000".utf8)))
    bytes.replaceSubrange(first.lowerBound - 4..<first.lowerBound, with: [255, 255, 255, 255])
    try withTemporaryFolder { folder in
      try Data(bytes).write(to: URL(filePath: folder + "/a.parquet"))
      let file = try ParquetFile(path: folder + "/a.parquet")
      let error = try #require(throws: DataError.self) {
        _ = try file.readStrings(column: "id", rowGroup: 0)
      }
      #expect(error.problem.hasPrefix("row group 0, column id, page 0 at byte 4: found "))
      #expect(error.problem.hasSuffix("bytes, expected 4294967295"))
    }
  }
}
