// SPDX-License-Identifier: Apache-2.0

import Foundation
import SentenceEncoders
import TestSupport
import Testing

@testable import DenseRetrieval

@Suite struct `A chunk of vectors in a file` {
  private var chunk: EncodedChunk {
    var chunk = EncodedChunk(count: 3, dimensions: 5)
    for row in 0..<3 { chunk.counts[row] = TokenCount(total: 7 + row, kept: 7) }
    for index in chunk.vectors.indices { chunk.vectors[index] = Float(index) / 7 - 1 }
    return chunk
  }

  @Test func `reads back as it was written`() throws {
    try withTemporaryFolder { folder in
      try chunk.write(to: folder + "/chunk")
      #expect(EncodedChunk(path: folder + "/chunk", count: 3, dimensions: 5) == chunk)
    }
  }

  @Test func `is nothing when it is of another shape, or not there`() throws {
    try withTemporaryFolder { folder in
      try chunk.write(to: folder + "/chunk")
      #expect(EncodedChunk(path: folder + "/chunk", count: 5, dimensions: 3) == nil)
      #expect(EncodedChunk(path: folder + "/chunk", count: 3, dimensions: 4) == nil)
      #expect(EncodedChunk(path: folder + "/other", count: 3, dimensions: 5) == nil)
    }
  }

  @Test func `is nothing when any byte of it is another, or it is cut or longer`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/chunk"
      try chunk.write(to: path)
      let whole = try Data(contentsOf: URL(filePath: path))
      for index in whole.indices {
        var damaged = whole
        damaged[index] ^= 16
        try damaged.write(to: URL(filePath: path))
        #expect(EncodedChunk(path: path, count: 3, dimensions: 5) == nil, "byte \(index)")
      }
      for damaged in [Data(), whole.dropLast(), whole + [0]] {
        try Data(damaged).write(to: URL(filePath: path))
        #expect(EncodedChunk(path: path, count: 3, dimensions: 5) == nil)
      }
    }
  }
}
