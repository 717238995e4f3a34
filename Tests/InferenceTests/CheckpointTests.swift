// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inference
import Retrieval
import Tensors
import TestSupport
import Testing

@Suite struct `A broken checkpoint` {
  private static let header =
    #"{"a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}"#

  private func file(
    _ header: String, length: UInt64? = nil, data: Int = 24, cutTo size: Int? = nil
  ) -> Data {
    var bytes = Data()
    withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) {
      bytes.append(contentsOf: $0)
    }
    bytes.append(contentsOf: header.utf8)
    bytes.append(Data(repeating: 0, count: data))
    return size.map { bytes.prefix($0) } ?? bytes
  }

  private func fault(_ data: Data) throws -> String {
    try withTemporaryFolder { folder in
      let path = folder + "/model.safetensors"
      try data.write(to: URL(filePath: path))
      let error = #expect(throws: DataError.self) { try SafetensorsFile(path: path) }
      #expect(error?.code == .malformed && error?.file == path)
      return error?.problem ?? ""
    }
  }

  @Test func `that is none opens`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/model.safetensors"
      try file(Self.header).write(to: URL(filePath: path))
      let opened = try SafetensorsFile(path: path)
      #expect(opened.tensors["a"]?.shape == [2, 3])
    }
  }

  @Test func `has tables of other numbers`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/model.safetensors"
      let header =
        #"{"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"#
        + #""l":{"dtype":"I64","shape":[1],"data_offsets":[8,16]},"#
        + #""i":{"dtype":"I32","shape":[1],"data_offsets":[16,20]},"#
        + #""b":{"dtype":"I8","shape":[2,2],"data_offsets":[20,24]},"#
        + #""x":{"dtype":"BOOL","shape":[1],"data_offsets":[24,25]}}"#
      try file(header, data: 25).write(to: URL(filePath: path))
      let opened = try SafetensorsFile(path: path)
      #expect(opened.tensors.isEmpty)
      #expect(
        opened.others.mapValues(\.type)
          == ["d": .float64, "l": .int64, "i": .int32, "b": .int8])
      #expect(opened.others["b"]?.shape == [2, 2])
      #expect(
        opened.others.values.allSatisfy { $0.bytes.count == $0.shape.reduce($0.type.size, *) })
    }
    let short = #"{"l": {"dtype": "I64", "shape": [2], "data_offsets": [0, 8]}}"#
    #expect(
      try fault(file(short)).hasPrefix("found 8 bytes of tensor l, expected 16 for I64"))
  }

  @Test func `says what is wrong with its file`() throws {
    #expect(try fault(Data([1, 2, 3])).hasPrefix("found 3 bytes"))
    #expect(
      try fault(file(Self.header, length: .max)).hasPrefix(
        "found a header of 18446744073709551615 bytes in a file of 97"))
    #expect(try fault(file(Self.header, length: 90)).hasPrefix("found a header of 90 bytes"))
    #expect(try fault(file("{\"a\"")).hasPrefix("found a header that is no JSON"))
    #expect(
      try fault(file(#"{"a": {"dtype": "F32"}}"#)).hasPrefix(
        "found no dtype, shape and data_offsets of tensor a"))
    #expect(
      try fault(file(Self.header, cutTo: 80)).hasPrefix("found tensor a at bytes 0 to 24 of 7"))
    let shape = #"{"a": {"dtype": "F32", "shape": [2, 4], "data_offsets": [0, 24]}}"#
    #expect(
      try fault(file(shape)).hasPrefix("found 24 bytes of tensor a, expected 32 for F32"))
    let huge =
      #"{"a": {"dtype": "F32", "shape": [4611686018427387904, 4], "data_offsets": [0, 24]}}"#
    #expect(try fault(file(huge)).hasPrefix("found the shape [4611686018427387904, 4]"))
    let negative = #"{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 24]}}"#
    #expect(try fault(file(negative)).hasPrefix("found the shape [-1]"))
    let backwards = #"{"a": {"dtype": "F32", "shape": [0], "data_offsets": [8, 4]}}"#
    #expect(try fault(file(backwards)).hasPrefix("found tensor a at bytes 8 to 4"))
  }

  @Test func `never crashes, wherever its bytes are changed`() throws {
    var random = SeededGenerator(seed: 3)
    let whole = file(Self.header)
    try withTemporaryFolder { folder in
      let path = folder + "/model.safetensors"
      for _ in 0..<400 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
            in: .min ... .max, using: &random)
        }
        try bytes.write(to: URL(filePath: path))
        guard let opened = try? SafetensorsFile(path: path) else { continue }
        for tensor in opened.tensors.values {
          #expect(tensor.bytes.upperBound <= bytes.count)
          #expect(tensor.bytes.count == tensor.count * tensor.format.size)
        }
      }
    }
  }

  /// What opening a copy of the BERT golden says after `change`.
  private func fault(_ change: (_ folder: String) throws -> Void) throws -> String {
    try withTemporaryFolder { folder in
      let source = TestData.repository.appending(path: "Tests/InferenceTests/Golden/bert")
      for name in ["config.json", "model.safetensors"] {
        try Data(contentsOf: source.appending(path: name))
          .write(to: URL(filePath: "\(folder)/\(name)"))
      }
      try change(folder)
      let error = #expect(throws: DataError.self) { try EncoderModel.open(folder) }
      return error?.problem ?? ""
    }
  }

  private func replace(_ old: String, _ new: String, in path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(old))
    try Data(text.replacing(old, with: new).utf8).write(to: URL(filePath: path))
  }

  @Test func `does not go with its configuration`() throws {
    #expect(
      try fault { try replace(#""bert""#, #""t5""#, in: $0 + "/config.json") }
        == "found the architecture \"t5\", expected one of bert, distilbert, roberta, xlm-roberta, "
        + "camembert")
    #expect(
      try fault { try replace("\"gelu\"", "\"mish\"", in: $0 + "/config.json") }
        == "found the activation \"mish\", expected gelu, silu or relu")
    #expect(
      try fault {
        try replace(
          "\"num_attention_heads\": 4", "\"num_attention_heads\": 5", in: $0 + "/config.json")
      } == "found 5 heads, expected a divisor of 32")
    #expect(
      try fault {
        try replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", in: $0 + "/config.json")
      }.hasPrefix("found no tensor encoder.layer.2.attention.self.query.weight"))
    #expect(
      try fault {
        try replace("\"vocab_size\": 50", "\"vocab_size\": 51", in: $0 + "/config.json")
      }.hasPrefix("found tensor embeddings.word_embeddings.weight of shape [50, 32]"))
    #expect(
      try fault { try FileManager.default.removeItem(atPath: $0 + "/model.safetensors") }
        == "found no weights in safetensors format")
  }
}
