// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing

@testable import VectorSearch

@Suite struct `Files of vectors` {
  @Test(arguments: VectorFormat.allCases, [1, 3, 64, 385])
  func `hold what a table in memory holds`(format: VectorFormat, dimensions: Int) throws {
    try withTemporaryFolder { folder in
      var generator = SeededGenerator(seed: 1)
      for rows in [0, 1, 50] {
        let vectors = randomVectors(rows, dimensions, using: &generator)
        var writer = try VectorTableWriter(
          folder + "/v", dimensions: dimensions, format: format)
        try writer.append(Array(vectors[..<(rows / 2 * dimensions)]))
        try writer.append(Array(vectors[(rows / 2 * dimensions)...]))
        try writer.finish()
        let mapped = try VectorTable.open(folder + "/v")
        let held = try VectorTable(vectors, dimensions: dimensions, format: format)
        try mapped.verify()
        #expect(mapped.isMapped && !held.isMapped)
        #expect(mapped.format == format)
        #expect(mapped.dimensions == dimensions)
        #expect(mapped.norms == held.norms)
        #expect(mapped.scales == held.scales)
        #expect(mapped.residual == held.residual)
        #expect(mapped.count == rows)
        for row in 0..<rows { #expect(mapped[row] == held[row]) }
        let query = randomVectors(1, dimensions, using: &generator)
        for similarity in Similarity.allCases {
          #expect(
            try ExactSearch(mapped, similarity: similarity, memory: 0).search(query, depth: 9)
              == ExactSearch(held, similarity: similarity).search(query, depth: 9))
        }
      }
    }
  }

  @Test func `appear only when they are complete`() throws {
    try withTemporaryFolder { folder in
      do {
        var writer = try VectorTableWriter(folder + "/v", dimensions: 2, format: .float32)
        try writer.append([1, 2, 3, 4])
        #expect(writer.count == 2)
        #expect(!FileManager.default.fileExists(atPath: folder + "/v"))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  @Test func `refuse numbers that are not finite`() throws {
    try withTemporaryFolder { folder in
      var writer = try VectorTableWriter(folder + "/v", dimensions: 2, format: .float16)
      try writer.append([1, 2])
      let infinite = #expect(throws: DataError.self) { try writer.append([3, 4, .nan, 5]) }
      #expect(
        infinite?.description == """
          \(folder)/v: found nan in row 2, column 0 (from 0), expected a finite number
          fix: make the vectors again
          """)
      let large = #expect(throws: DataError.self) { try writer.append([3, 65_520]) }
      #expect(
        large?.description == """
          \(folder)/v: found 65520.0 in row 2, column 1 (from 0), expected a number that f16 can hold
          fix: store the vectors as f32
          """)
    }
  }

  @Test(arguments: VectorFormat.allCases)
  func `show every damaged byte`(format: VectorFormat) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/v"
      try VectorTable([1, -2, 3, 4, 5, 6], dimensions: 3).write(to: path, format: format)
      let whole = try Data(contentsOf: URL(filePath: path))
      for position in whole.indices {
        var bytes = whole
        bytes[position] ^= 0x10
        try bytes.write(to: URL(filePath: path))
        #expect(throws: DataError.self, "byte \(position)") {
          try VectorTable.open(path).verify()
        }
      }
      for count in 0..<whole.count {
        try whole.prefix(count).write(to: URL(filePath: path))
        #expect(throws: DataError.self, "\(count) bytes") { try VectorTable.open(path) }
      }
      try (whole + [0]).write(to: URL(filePath: path))
      #expect(throws: DataError.self) { try VectorTable.open(path) }
    }
  }

  @Test func `are told what is wrong with them`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/v"
      try VectorTable([1, 2, 3], dimensions: 3).write(to: path, format: .float32)
      let whole = try Data(contentsOf: URL(filePath: path))
      func message(_ bytes: Data) throws -> String? {
        try bytes.write(to: URL(filePath: path))
        let error = #expect(throws: DataError.self) { try VectorTable.open(path).verify() }
        return error.map { String($0.description.dropFirst(path.count + 2)) }
      }
      let fix = "\nfix: remove the file and make it again"
      #expect(try message(Data("vectors".utf8)) == "is no file of vectors" + fix)
      #expect(try message(whole.prefix(100)) == "is cut short at 100 bytes" + fix)
      #expect(try message(whole.prefix(140)) == "is cut short or has a damaged end" + fix)
      var bytes = whole
      bytes[16] = 7
      #expect(try message(bytes) == "has version 7, expected 1" + fix)
      bytes = whole
      bytes[24] = 4
      #expect(try message(bytes) == "has a damaged header" + fix)
      bytes = whole
      bytes[64] = 4
      #expect(try message(bytes) == "is damaged: the checksum of its 1 rows differs" + fix)
      bytes = whole
      bytes[80] = 4
      #expect(try message(bytes) == "has damaged lengths or scales" + fix)
      bytes = whole
      bytes.insert(contentsOf: [UInt8](repeating: 0, count: 20), at: 64)
      #expect(try message(bytes) == "has 168 bytes, which 1 rows do not take" + fix)
    }
  }

  @Test func `a number that became infinite after opening stops a search`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/v"
      try VectorTable([1, 2, 3, 4], dimensions: 2).write(to: path, format: .float32)
      let table = try VectorTable.open(path)
      let handle = try FileHandle(forWritingTo: URL(filePath: path))
      try handle.seek(toOffset: 80)
      try handle.write(contentsOf: withUnsafeBytes(of: Float.nan) { Data($0) })
      try handle.close()
      let error = #expect(throws: DataError.self) {
        try ExactSearch(table, similarity: .innerProduct).search([1, 1], depth: 1)
      }
      #expect(
        error?.description == """
          \(path): found a number in row 1 that is not finite
          fix: the file was damaged: make it again
          """)
    }
  }

  @Test(arguments: [VectorFormat.float32, .float16, .bfloat16])
  func `vectors inside other files are mapped where they lie`(format: VectorFormat) throws {
    try withTemporaryFolder { folder in
      var generator = SeededGenerator(seed: 8)
      for dimensions in [1, 3, 16] {
        let vectors = randomVectors(40, dimensions, using: &generator)
        let held = try VectorTable(vectors, dimensions: dimensions, format: format)
        let size = format.size(of: dimensions)
        var bytes = Data("12345678".utf8)
        for row in 0..<40 {
          bytes += Data(bytes: held.start(of: row), count: size) + Data([9, 9, 9, 9])
        }
        // Nothing follows the last number of the file.
        bytes.removeLast(4)
        try bytes.write(to: URL(filePath: folder + "/f"))
        let mapped = try VectorTable(
          mapping: folder + "/f", at: 8, count: 40, dimensions: dimensions, format: format,
          stride: size + 4)
        #expect(mapped.norms == held.norms)
        let queries = randomVectors(3, dimensions, using: &generator)
        for similarity in Similarity.allCases {
          for start in 0..<3 {
            let query = Array(queries[(start * dimensions)..<((start + 1) * dimensions)])
            #expect(
              try ExactSearch(mapped, similarity: similarity).search(query, depth: 9)
                == ExactSearch(held, similarity: similarity).search(query, depth: 9))
          }
        }
        let error = #expect(throws: DataError.self) {
          try VectorTable(
            mapping: folder + "/f", at: 8, count: 41, dimensions: dimensions, format: format,
            stride: size + 4)
        }
        #expect(
          error?.problem.hasSuffix("expected 41 rows of \(size) bytes from byte 8 on") == true)
      }
    }
  }
}
