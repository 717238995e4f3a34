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

  @Test func `that is none opens`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/model.safetensors"
      try MalformedModel.safetensors(Self.header).write(to: URL(filePath: path))
      let opened = try SafetensorsFile(path: path)
      #expect(opened.tensors["a"]?.shape == [2, 3])
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
