// SPDX-License-Identifier: Apache-2.0

import Compression
import TestSupport
import Testing

struct ZstdTests {
  @Test(arguments: [0, 1, 100, 1 << 20])
  func `a blob comes back as it was`(count: Int) throws {
    let bytes = sample(count)
    let frame = try Zstd.compress(bytes)
    #expect(try Zstd.decompress(frame, limit: count) == bytes)
  }

  @Test func `text becomes smaller`() throws {
    let bytes = Array(String(repeating: "a ranking of documents ", count: 1000).utf8)
    #expect(try Zstd.compress(bytes).count < bytes.count / 20)
  }

  @Test func `a blob above the limit is refused before it is unpacked`() throws {
    let frame = try Zstd.compress(sample(1001))
    #expect(throws: CompressionError.tooLarge(limit: 1000)) {
      try Zstd.decompress(frame, limit: 1000)
    }
  }

  @Test func `a size that lies is not believed`() throws {
    // A frame header that declares 2^62 bytes of content.
    let header: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x40]
    #expect(throws: CompressionError.tooLarge(limit: 1 << 30)) {
      try Zstd.decompress(header, limit: 1 << 30)
    }
  }

  @Test func `every flipped byte of a small blob is noticed`() throws {
    let bytes = Array("the quick brown fox jumps over the lazy dog".utf8)
    let frame = try Zstd.compress(bytes)
    for position in frame.indices {
      var damaged = frame
      damaged[position] ^= 0x55
      if let restored = try? Zstd.decompress(damaged, limit: 1 << 20) {
        Issue.record("byte \(position) changed and \(restored.count) bytes came back")
      }
    }
  }

  @Test func `every cut of a blob is noticed`() throws {
    let frame = try Zstd.compress(sample(300))
    for count in frame.indices {
      #expect(throws: CompressionError.self) {
        try Zstd.decompress(Array(frame[..<count]), limit: 1 << 20)
      }
    }
  }
}

/// Bytes that compress somewhat, the same every time.
func sample(_ count: Int) -> [UInt8] {
  var generator = SeededGenerator(seed: UInt64(count))
  return (0..<count).map { _ in UInt8.random(in: 0..<32, using: &generator) }
}
