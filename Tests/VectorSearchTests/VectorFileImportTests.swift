// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing

@testable import VectorSearch

@Suite struct `Imported vectors` {
  static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  static func expected(_ name: String) throws -> [[Float]] {
    let data = try Data(contentsOf: golden.appending(path: "expected.json"))
    return try #require(try JSONDecoder().decode([String: [[Float]]].self, from: data)[name])
  }

  @Test(arguments: [
    ("f4.npy", "f4", true), ("version2.npy", "f4", true), ("f2.npy", "f2", true),
    ("f8.npy", "f8", false), ("i1.npy", "i1", false), ("u1.npy", "u1", false),
    ("x.fvecs", "f4", true), ("x.bvecs", "u1", false), ("one.safetensors", "f4", true),
  ])
  func `are those that NumPy and others wrote`(
    file: String, numbers: String, isMapped: Bool
  ) throws {
    let opened = try VectorFile(
      Self.golden.appending(path: file).path, ids: Self.golden.appending(path: "ids.txt").path)
    #expect((0..<opened.table.count).map { opened.table[$0] } == (try Self.expected(numbers)))
    #expect(opened.ids == IdentifierTable((0..<5).map { "d\($0)" }))
    #expect(opened.table.isMapped == isMapped)
  }

  @Test func `a tensor is found by its name`() throws {
    let path = Self.golden.appending(path: "two.safetensors").path
    let half = try VectorFile(path, tensor: "b")
    #expect((0..<5).map { half.table[$0] } == (try Self.expected("f2")))
    #expect(half.table.format == .float16)
    #expect(half.ids == nil)
  }

  @Test(arguments: [("x.jsonl", ["d0", "d4"]), ("embedding.jsonl", ["0", "4"])])
  func `records in JSON lines have numbers and identifiers`(
    file: String, ids: [String]
  ) throws {
    let opened = try VectorFile(Self.golden.appending(path: file).path)
    #expect((0..<5).map { opened.table[$0] } == (try Self.expected("f4")))
    let found = try #require(opened.ids)
    #expect([found[0], found[4]] == ids)
  }

  @Test func `a table of our own is one of these files`() throws {
    try withTemporaryFolder { folder in
      let table = try VectorTable([1, 2, 3, 4], dimensions: 2, format: .int8)
      try table.write(to: folder + "/v", format: .int8)
      let opened = try VectorFile(folder + "/v")
      #expect(opened.table.format == .int8)
      #expect(opened.table[1] == table[1])
      var bytes = try Data(contentsOf: URL(filePath: folder + "/v"))
      // The first number, behind the header.
      bytes[64] ^= 1
      try bytes.write(to: URL(filePath: folder + "/v"))
      #expect(
        throws: DataError(
          .malformed, file: folder + "/v", "is damaged: the checksum of its 2 rows differs",
          fix: "remove the file and make it again")
      ) { try VectorFile(folder + "/v") }
    }
  }

  @Test(arguments: MalformedVectors.all)
  func `what is wrong is told, where, and how to mend it`(wrong: MalformedVectors) throws {
    try withTemporaryFolder { folder in
      for (name, bytes) in wrong.files {
        try Data(bytes).write(to: URL(filePath: folder + "/" + name))
      }
      if let golden = wrong.golden {
        try FileManager.default.copyItem(
          atPath: Self.golden.appending(path: golden).path, toPath: folder + "/" + wrong.file)
      }
      let error = #expect(throws: DataError.self) {
        try VectorFile(
          folder + "/" + wrong.file, ids: wrong.ids.map { folder + "/" + $0 }, tensor: wrong.tensor)
      }
      #expect((error?.description ?? "").replacing(folder + "/", with: "") == wrong.message)
    }
  }
}
