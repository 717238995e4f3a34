// SPDX-License-Identifier: Apache-2.0

import Compression
import Retrieval
import Testing

@testable import Formats

struct LineChunksTests {
  @Test func `chunks are whole lines, and together all lines that are not blank`() throws {
    let content = Array("one\ntwo\n\nthree and more\nfour".utf8)
    for bytes in [content, try packed(content, .gzip)] {
      for size in 1...30 {
        try withFile("lines", bytes) { path in
          let chunks = try all(LineChunks(MappedFile(path: path), size: size))
          let lines = chunks.joined().split(separator: UInt8(ascii: "\n"))
          #expect(
            lines.map(Array.init) == content.split(separator: UInt8(ascii: "\n")).map(Array.init))
          for chunk in chunks.dropLast() { #expect(chunk.last == UInt8(ascii: "\n")) }
        }
      }
    }
  }

  @Test func `a compressed file without line ends does not fill the memory`() throws {
    let content = try packed(Array("short\n".utf8) + Array(repeating: 0x41, count: 100_000), .zstd)
    try withFile("lines.zst", content) { path in
      let chunks = try LineChunks(MappedFile(path: path), size: 1000, maximumLine: 50_000)
      let error = try dataError { _ = try all(chunks) }
      #expect(
        "\(error)"
          == "lines.zst:2: found a line of more than 50000 bytes, expected shorter ones")
    }
  }
}

private func all(_ chunks: LineChunks) throws -> [[UInt8]] {
  var found: [[UInt8]] = []
  while let chunk = try chunks.next() { found.append(chunk.withBytes { Array($0) }) }
  return found
}
