// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import SentenceEncoders
import StaticEmbeddings
import Synchronization
import TensorFiles
import Tensors
import TestSupport
import Testing

@Suite struct `Distilling a transformer` {
  /// What model2vec makes of the same folder.
  private struct Expected: Decodable {
    var tokens: [String]
    var rows: [[Float]]
    var texts: [String]
    var vectors: [[Float]]
  }

  private struct Written: Decodable {
    struct Model: Decodable {
      var vocab: [String: Int]
    }
    var model: Model
  }

  private func expected(_ name: String) throws -> Expected {
    let data = try Data(contentsOf: URL(filePath: Golden.folder(name) + "/distilled.json"))
    return try JSONDecoder().decode(Expected.self, from: data)
  }

  /// Rows of the matrix that was written.
  private func rows(_ folder: String) throws -> [[Float]] {
    let file = try SafetensorsFile(path: folder + "/model.safetensors")
    let tensor = try #require(file.tensors["embeddings"])
    #expect(tensor.bytes.lowerBound % 64 == 0 && tensor.shape.count == 2)
    let start = file.start(of: tensor)
    return (0..<tensor.shape[0]).map { row in
      (0..<tensor.shape[1]).map {
        tensor.format.value(start, at: row * tensor.shape[1] + $0)
      }
    }
  }

  @Test(arguments: ["bert", "roberta"])
  func `gives the tokens and vectors of model2vec`(name: String) throws {
    let expected = try expected(name)
    try withTemporaryFolder { folder in
      let path = folder + "/below/static/"
      let summary = try Distillation.distill(
        folder: Golden.folder(name), to: path, dimensions: 8, threads: 2)
      #expect(summary.tokens == expected.tokens.count && summary.dimensions == 8)
      #expect(summary.explainedVariance > 0.4 && summary.explainedVariance < 1)
      let written = try JSONDecoder().decode(
        Written.self, from: Data(contentsOf: URL(filePath: path + "tokenizer.json")))
      #expect(
        written.model.vocab == Dictionary(uniqueKeysWithValues: zip(expected.tokens, 0...)))
      let found = try rows(path)
      #expect(found.count == expected.rows.count)
      for (left, right) in zip(found, expected.rows) { #expect(distance(left, right) < 2e-4) }
      let encoder = try StaticEncoder(folder: path)
      for (left, right) in zip(
        encoder.encode(expected.texts, role: .query), expected.vectors)
      {
        #expect(distance(left, right) < 2e-4)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/below") == ["static"])
    }
  }

  @Test func `gives the same bytes for any number of threads`() throws {
    try withTemporaryFolder { folder in
      for threads in [1, 3] {
        try Distillation.distill(
          folder: Golden.folder("roberta"), to: folder + "/\(threads)", dimensions: 5,
          threads: threads)
      }
      for name in ["model.safetensors", "tokenizer.json", "config.json", "modules.json"] {
        let files = try ["1", "3"].map {
          try Data(contentsOf: URL(filePath: "\(folder)/\($0)/\(name)"))
        }
        #expect(files[0] == files[1])
      }
    }
  }

  @Test func `halves the numbers`() throws {
    try withTemporaryFolder { folder in
      for storage in Distillation.Storage.allCases {
        try Distillation.distill(
          folder: Golden.folder("bert"), to: folder + "/" + storage.rawValue, dimensions: 8,
          storage: storage, threads: 1)
      }
      let (whole, half) = (try rows(folder + "/float32"), try rows(folder + "/float16"))
      for (left, right) in zip(whole, half) {
        for (value, rounded) in zip(left, right) {
          #expect(abs(value - rounded) <= abs(value) / 2048 + 1e-7)
        }
      }
    }
  }

  @Test func `weighs rare tokens more, or all alike`() throws {
    try withTemporaryFolder { folder in
      for (name, coefficient) in [("plain", nil), ("weighed", 1e-2)] as [(String, Double?)] {
        try Distillation.distill(
          folder: Golden.folder("bert"), to: folder + "/" + name, dimensions: 3,
          coefficient: coefficient, threads: 1)
      }
      let (plain, weighed) = (try rows(folder + "/plain"), try rows(folder + "/weighed"))
      let sum = (0..<plain.count).reduce(0.0) { $0 + 1 / Double($1 + 2) }
      for (rank, (left, right)) in zip(plain, weighed).enumerated() {
        let weight = 1e-2 / (1e-2 + 1 / Double(rank + 2) / sum)
        #expect(distance(left.map { Float(Double($0) * weight) }, right) < 1e-6)
      }
    }
  }

  @Test func `keeps all directions where more are asked for than there are`() throws {
    try withTemporaryFolder { folder in
      let wide = try Distillation.distill(
        folder: Golden.folder("bert"), to: folder + "/wide", dimensions: 1000, threads: 1)
      #expect(wide.dimensions == 24 && abs(wide.explainedVariance - 1) < 1e-9)
    }
  }

  @Test func `says how far it is`() throws {
    let seen = Mutex<[Int]>([])
    try withTemporaryFolder { folder in
      let summary = try Distillation.distill(
        folder: Golden.folder("bert"), to: folder + "/static", dimensions: 4, threads: 2
      ) { done, total in
        seen.withLock { $0.append(done <= total ? done : -1) }
      }
      #expect(seen.withLock { $0.max() } == summary.tokens)
      #expect(seen.withLock { $0.min() ?? -1 } > 0)
    }
  }

  /// What distilling a changed copy says; nothing is left behind.
  private func fault(
    _ name: String = "bert", dimensions: Int = 4, coefficient: Double? = 1e-4,
    _ change: (_ folder: String) throws -> Void = { _ in }
  ) throws -> DataError {
    try Golden.withCopy(of: name) { copy in
      try change(copy)
      let path = copy + "-static"
      let error = #expect(throws: DataError.self) {
        try Distillation.distill(
          folder: copy, to: path, dimensions: dimensions, coefficient: coefficient, threads: 1)
      }
      let left = try FileManager.default.contentsOfDirectory(
        atPath: URL(filePath: copy).deletingLastPathComponent().path)
      #expect(left == ["model"])
      return try #require(error)
    }
  }

  @Test func `refuses what it cannot do`() throws {
    #expect(try fault(dimensions: 0).problem == "found 0 dimensions, expected at least 1")
    #expect(
      try fault(coefficient: 1).problem
        == "found the coefficient 1.0, expected one between 0 and 1")
    #expect(try fault(coefficient: .nan).problem.hasPrefix("found the coefficient nan"))
    #expect(
      try fault { try FileManager.default.removeItem(atPath: $0 + "/tokenizer.json") }.code
        == .missing)
    #expect(
      try fault { try replace("\"WordPiece\"", "\"Unknown\"", in: $0 + "/tokenizer.json") }
        .problem.hasPrefix("found \"Unknown\" as \"type\""))
    #expect(
      try fault { folder in
        try replace("\"tree\": 30", "\"tree\": 9000", in: folder + "/tokenizer.json")
      }.problem.hasPrefix("found a token with number 9000, expected numbers below the model's"))
    #expect(
      try fault { folder in
        try replace("\"tree\": 30", "\"tree\": -1", in: folder + "/tokenizer.json")
      }.problem.hasPrefix("found the number -1 as"))
    #expect(
      try fault { folder in
        try replace(
          "\"max_position_embeddings\": 16", "\"max_position_embeddings\": 2",
          in: folder + "/config.json")
      }.problem.hasPrefix("found tensor embeddings.position_embeddings.weight of shape"))
  }

  @Test func `refuses weights that are no numbers`() throws {
    let error = try fault { folder in
      let path = folder + "/model.safetensors"
      var bytes = try Data(contentsOf: URL(filePath: path))
      for index in bytes.count - 4000..<bytes.count { bytes[index] = 0xFF }
      try bytes.write(to: URL(filePath: path))
    }
    #expect(error.problem.hasPrefix("found no finite vector of token "))
  }

  @Test func `writes over nothing`() throws {
    try withTemporaryFolder { folder in
      try Data().write(to: URL(filePath: folder + "/mine"))
      let error = #expect(throws: DataError.self) {
        try Distillation.distill(
          folder: Golden.folder("bert"), to: folder, dimensions: 4, threads: 1)
      }
      #expect(error?.problem == "found mine in this folder, expected it empty")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["mine"])
    }
  }
}
