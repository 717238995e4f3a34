// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import SentenceEncoders
import StaticEmbeddings
import TestSupport
import Testing

@Suite struct `A damaged static model` {
  /// What opening a changed copy of a golden model says.
  private func fault(
    _ name: String, _ options: StaticEncoder.Options = StaticEncoder.Options(),
    _ change: (_ folder: String) throws -> Void = { _ in }
  ) throws -> DataError {
    try Golden.withCopy(of: name) { copy in
      try change(copy)
      let error = #expect(throws: DataError.self) {
        try StaticEncoder(folder: copy, options: options)
      }
      return try #require(error)
    }
  }

  /// Writes a safetensors file of the given header and so many bytes of data.
  private func write(_ header: String, data: Data, to folder: String) throws {
    var bytes = Data()
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: header.utf8)
    bytes.append(data)
    try bytes.write(to: URL(filePath: folder + "/model.safetensors"))
  }

  /// The header of tensors one behind the other.
  private func header(_ tensors: [(name: String, type: String, shape: [Int], size: Int)]) -> String
  {
    var start = 0
    let entries = tensors.map { tensor in
      defer { start += tensor.size }
      return "\"\(tensor.name)\":{\"dtype\":\"\(tensor.type)\",\"shape\":\(tensor.shape),"
        + "\"data_offsets\":[\(start),\(start + tensor.size)]}"
    }
    return "{" + entries.joined(separator: ",") + "}"
  }

  /// The golden models have so many tokens.
  private let tokens = 35

  @Test func `says what is missing`() throws {
    #expect(
      try fault("f32") { try FileManager.default.removeItem(atPath: $0 + "/model.safetensors") }
        .code == .missing)
    #expect(
      try fault("f32") { try FileManager.default.removeItem(atPath: $0 + "/tokenizer.json") }
        .code == .missing)
    let error = try fault("f32") { folder in
      for name in ["config.json", "modules.json"] {
        try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
      }
    }
    #expect(
      error.problem
        == "found neither a config.json of model2vec nor a modules.json with StaticEmbedding, "
        + "expected a static model")
    #expect(
      try fault("f32") { folder in
        try write(
          header([("vectors", "F32", [tokens, 2], tokens * 8)]), data: Data(count: tokens * 8),
          to: folder)
      }.problem == "found no tensor embeddings, expected one of numbers")
    #expect(
      try fault("sentence") { folder in
        try write(header([]), data: Data(), to: folder)
      }.problem == "found no tensor embedding.weight or embeddings, expected one of numbers")
  }

  @Test(arguments: ["BOOL", "U8", "F8_E4M3"])
  func `has numbers of a type that is not known`(type: String) throws {
    #expect(
      try fault("f32") { folder in
        try write(
          header([("embeddings", type, [tokens, 2], tokens * 2)]), data: Data(count: tokens * 2),
          to: folder)
      }.problem == "found no tensor embeddings, expected one of numbers")
  }

  @Test func `has tensors of other shapes`() throws {
    for shape in [[tokens], [tokens, 0], [0, 4], [tokens, 1, 1], []] {
      let size = shape.reduce(4, *)
      let error = try fault("f32") { folder in
        try write(
          header([("embeddings", "F32", shape, size)]), data: Data(count: size), to: folder)
      }
      #expect(
        error.problem
          == "found tensor embeddings of shape \(shape), expected a row for each token")
    }
    let error = try fault("f32") { folder in
      try write(
        header([("embeddings", "I8", [tokens + 1, 2], tokens * 2 + 2)]),
        data: Data(count: tokens * 2 + 2), to: folder)
    }
    #expect(
      error.problem
        == "found 36 rows of tensor embeddings, expected one for each of the tokenizer's 35 tokens")
    #expect(
      try fault("sentence") { folder in
        try write(
          header([("embedding.weight", "F16", [tokens - 1, 1], tokens * 2 - 2)]),
          data: Data(count: tokens * 2 - 2), to: folder)
      }.problem
        == "found 34 rows of tensor embedding.weight, expected one for each of the tokenizer's "
        + "35 tokens")
  }

  @Test func `has tokens whose numbers have gaps`() throws {
    let error = try fault("f32") {
      try replace("\"tree\":21", "\"tree\":40", in: $0 + "/tokenizer.json")
    }
    #expect(
      error.problem
        == "found 35 rows of tensor embeddings, expected one for each id up to the tokenizer's "
        + "highest, 40")
  }

  /// A model of 35 tokens and two rows with a mapping to them.
  private func mapped(
    _ rows: [Int64], type: String = "I64", weights: Int? = nil
  ) throws -> DataError {
    try fault("mapped") { folder in
      var tensors = [(name: "embeddings", type: "F32", shape: [2, 1], size: 8)]
      var data = Data(count: 8)
      tensors.append((name: "mapping", type: type, shape: [rows.count], size: rows.count * 8))
      for row in rows { withUnsafeBytes(of: row.littleEndian) { data.append(contentsOf: $0) } }
      if let weights {
        tensors.append((name: "weights", type: "F32", shape: [weights], size: weights * 4))
        data.append(Data(count: weights * 4))
      }
      try write(header(tensors), data: data, to: folder)
    }
  }

  @Test func `maps tokens to rows that are not there`() throws {
    var rows = [Int64](repeating: 1, count: tokens)
    for row in [2, -1, .max, .min] as [Int64] {
      rows[7] = row
      #expect(
        try mapped(rows).problem
          == "found row \(row) of token 7 in tensor mapping, expected 0 to 1")
    }
    rows[7] = 0
    #expect(
      try mapped(Array(rows.dropLast())).problem
        == "found tensor mapping of shape [34], expected a value for each of the tokenizer's "
        + "35 tokens")
    #expect(
      try mapped(rows, type: "F64").problem
        == "found tensor mapping of floats, expected integers")
    #expect(
      try mapped(rows, weights: 3).problem
        == "found tensor weights of shape [3], expected a value for each of the tokenizer's "
        + "35 tokens")
  }

  @Test func `has settings that make no sense`() throws {
    let config = "/config.json"
    #expect(
      try fault("f32") { try replace("true", "1", in: $0 + config) }.problem
        == "found the number 1 as normalize, expected true or false")
    for value in ["0", "-3", "1.5", "\"many\"", "99999999999"] {
      #expect(
        try fault("f32") { try replace("512", value, in: $0 + config) }.problem
          .hasSuffix("as max_length, expected a count above 0 or null"))
    }
    #expect(
      try fault("sentence") { folder in
        try replace(".Normalize", ".Dense", in: folder + "/modules.json")
      }.problem.hasSuffix(
        ".Dense\", expected StaticEmbedding and then at most Normalize"))
    #expect(
      try fault("sentence") { try replace("\"path\"", "\"place\"", in: $0 + "/modules.json") }
        .problem == "found a module without \"type\" and \"path\", expected both")
    var options = StaticEncoder.Options()
    options.dimensions = 13
    #expect(
      try fault("f32", options).problem == "has vectors of 12 values, expected at least 13")
    options.dimensions = nil
    options.maximumTokens = 0
    #expect(
      try fault("f32", options).problem == "found a limit of 0 tokens, expected at least 1")
  }

  @Test func `never crashes, wherever its files are changed`() throws {
    var random = SeededGenerator(seed: 5)
    for name in ["mapped", "sentence", "unigram"] {
      try Golden.withCopy(of: name) { copy in
        for file in ["model.safetensors", "config.json", "modules.json", "tokenizer.json"] {
          let path = copy + "/" + file
          guard let whole = try? Data(contentsOf: URL(filePath: path)) else { continue }
          for _ in 0..<60 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
              // Headers and names matter more than numbers.
              let end = Bool.random(using: &random) ? min(400, bytes.count) : bytes.count
              bytes[Int.random(in: 0..<end, using: &random)] = UInt8.random(
                in: .min ... .max, using: &random)
            }
            if Int.random(in: 0..<10, using: &random) == 0 {
              bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))
            }
            try bytes.write(to: URL(filePath: path))
            guard let encoder = try? StaticEncoder(folder: copy) else { continue }
            #expect(encoder.encode(["the cat zz", ""], role: .query).count == 2)
          }
          try whole.write(to: URL(filePath: path))
        }
      }
    }
  }
}
