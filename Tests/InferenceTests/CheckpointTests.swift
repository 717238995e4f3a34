// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inference
import Retrieval
import TensorFiles
import Tensors
import TestSupport
import Testing

@Suite struct `A broken checkpoint` {
  private static let header =
    #"{"a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}"#

  @Test func `that is none opens`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/model.safetensors"
      try MalformedModel.safetensors(Self.header).write(to: URL(filePath: path))
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
      try MalformedModel.safetensors(header, data: 25).write(to: URL(filePath: path))
      let opened = try SafetensorsFile(path: path)
      #expect(opened.tensors.isEmpty)
      #expect(
        opened.others.mapValues(\.type)
          == ["d": .float64, "l": .int64, "i": .int32, "b": .int8])
      #expect(opened.others["b"]?.shape == [2, 2])
      #expect(
        opened.others.values.allSatisfy { $0.bytes.count == $0.shape.reduce($0.type.size, *) })
    }
  }

  @Test func `never crashes, wherever its bytes are changed`() throws {
    var random = SeededGenerator(seed: 3)
    let whole = MalformedModel.safetensors(Self.header)
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
}
