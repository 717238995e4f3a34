// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing
import VectorSearch

@testable import MultiVectorSearch

@Suite struct TokenTableTests {
  private static let documents: [[Float]] = [[1, 2, 3], [], [4, 5, 6, 7, 8, 9], [-1, 0, 1]]

  private func write(_ folder: String, format: VectorFormat = .float32) throws -> TokenTable {
    var writer = try TokenTableWriter(folder + "/tokens", dimensions: 3, format: format)
    for document in Self.documents { try writer.append(document) }
    #expect(writer.count == 4)
    return try writer.finish()
  }

  @Test(arguments: [VectorFormat.float32, .float16, .bfloat16])
  func rowsComeBackFromFiles(format: VectorFormat) throws {
    try withTemporaryFolder { folder in
      for table in [try write(folder, format: format), try TokenTable.open(folder + "/tokens")] {
        #expect(table.offsets == [0, 1, 1, 3, 4])
        #expect(table.documentCount == 4)
        let rows = try (0..<4).map { place in
          try table.withRows(of: place..<(place + 1)) { Array($0) }
        }
        #expect(rows == Self.documents)
        #expect(try table.withRows(of: 0..<4) { Array($0) } == Self.documents.flatMap { $0 })
        #expect(table.sizeOnDisk > 4 * 3 * format.size(of: 1))
      }
    }
  }

  @Test func filesThatAreDamagedOrNotOfEachOtherAreRefused() throws {
    try withTemporaryFolder { folder in
      _ = try write(folder)
      let path = folder + "/tokens.lengths"
      let whole = try Data(contentsOf: URL(filePath: path))
      for index in whole.indices {
        var damaged = whole
        damaged[index] ^= 1
        try damaged.write(to: URL(filePath: path))
        #expect(throws: DataError.self, "byte \(index)") {
          try TokenTable.open(folder + "/tokens")
        }
      }
      for damaged in [Data(), whole.dropLast(), whole + [0]] {
        try Data(damaged).write(to: URL(filePath: path))
        #expect(throws: DataError.self) { try TokenTable.open(folder + "/tokens") }
      }
      try whole.write(to: URL(filePath: path))
      var other = try VectorTableWriter(folder + "/tokens", dimensions: 3, format: .float32)
      try other.append([Float](repeating: 2, count: 12))
      try other.finish()
      #expect(
        throws: DataError(
          .malformed, file: path, "belongs to other rows than those of \(folder)/tokens",
          fix: "remove both files and make them again")
      ) { try TokenTable.open(folder + "/tokens") }
    }
  }

  @Test(arguments: [VectorFormat.float32, .bfloat16, .int8])
  func everyDamagedByteAndEveryCutOfRowsIsSeenWhenTheyAreOpened(format: VectorFormat) throws {
    try withTemporaryFolder { folder in
      let table = try write(folder, format: format)
      let path = folder + "/tokens"
      let whole = try Data(contentsOf: URL(filePath: path))
      for index in whole.indices {
        var damaged = whole
        damaged[index] ^= 0x10
        try damaged.write(to: URL(filePath: path))
        #expect(throws: DataError.self, "byte \(index)") { try TokenTable.open(path) }
      }
      for count in whole.indices {
        try Data(whole.prefix(count)).write(to: URL(filePath: path))
        #expect(throws: DataError.self, "\(count) bytes") { try TokenTable.open(path) }
      }
      // A byte of the first row, behind the header.
      var damaged = whole
      damaged[64] ^= 1
      try damaged.write(to: URL(filePath: path))
      #expect(
        throws: DataError(
          .malformed, file: path, "is damaged: the checksum of its 4 rows differs",
          fix: "remove the file and make it again")
      ) { try TokenTable.open(path) }
      try whole.write(to: URL(filePath: path))
      #expect(try TokenTable.open(path).offsets == table.offsets)
    }
  }

  @Test func rowsThatCannotBeComparedAreRefused() throws {
    #expect(throws: DataError.self) {
      try TokenTable([1, .nan], lengths: [1], dimensions: 2)
    }
    #expect(
      throws: DataError(
        .malformed, file: "token vectors in memory",
        "found length 1e+20 of row 1 (from 0), expected at most 1e+15",
        fix: "bring token vectors to unit length")
    ) { try TokenTable([1, 0, 1e20, 0], lengths: [2], dimensions: 2) }
    #expect(throws: DataError.self) {
      try TokenTable([1, 0, 1, 0], lengths: [1], dimensions: 2)
    }
  }
}
