// SPDX-License-Identifier: Apache-2.0

import Compression
import TestSupport
import Testing

struct StreamTests {
  @Test(arguments: CompressionFormat.allCases)
  func `a stream comes back however it is cut`(format: CompressionFormat) throws {
    let content = sample(70_000)
    let packed = try pack(content, format)
    for (input, output) in [(1, 7), (13, 100_000), (1000, 1), (100_000, 100_000)] {
      #expect(try unpack(packed, format, inputStep: input, outputStep: output) == content)
    }
  }

  @Test(arguments: CompressionFormat.allCases)
  func `content given in pieces is one stream`(format: CompressionFormat) throws {
    let content = sample(300_000)
    var compressor = try StreamCompressor(format)
    var packed: [UInt8] = []
    for start in stride(from: 0, to: content.count, by: 40_000) {
      let piece = Array(content[start..<min(start + 40_000, content.count)])
      try compressor.compress(piece, isLast: false, to: &packed)
    }
    try compressor.compress([], isLast: true, to: &packed)
    #expect(try unpack(packed, format) == content)
  }

  @Test(arguments: CompressionFormat.allCases)
  func `members one after the other are one stream`(format: CompressionFormat) throws {
    let parts = [sample(5000), [], sample(17)]
    let packed = try parts.map { try pack($0, format) }
    #expect(try unpack(Array(packed.joined()), format, inputStep: 11) == Array(parts.joined()))
  }

  @Test(arguments: CompressionFormat.allCases)
  func `a stream that is cut anywhere is truncated`(format: CompressionFormat) throws {
    let packed = try pack(sample(200), format)
    for count in 1..<packed.count {
      #expect(throws: CompressionError.truncated) {
        try unpack(Array(packed[..<count]), format)
      }
    }
  }

  @Test(arguments: CompressionFormat.allCases)
  func `a damaged checksum is noticed`(format: CompressionFormat) throws {
    var packed = try pack(sample(200), format)
    // gzip ends in a checksum and the length, zstd in a checksum.
    packed[packed.count - (format == .gzip ? 8 : 1)] ^= 1
    #expect {
      try unpack(packed, format)
    } throws: { error in
      if case CompressionError.corrupt = error { true } else { false }
    }
  }

  @Test func `zero bytes after gzip data are padding, others are not`() throws {
    let packed = try pack(sample(10), .gzip)
    #expect(try unpack(packed + [0, 0, 0], .gzip, inputStep: 1) == sample(10))
    #expect(throws: CompressionError.corrupt("other bytes follow the last gzip member")) {
      try unpack(packed + [0, 0, 7], .gzip)
    }
    #expect(throws: CompressionError.corrupt("other bytes follow the last gzip member")) {
      try unpack(packed + Array("tail".utf8), .gzip)
    }
  }

  @Test func `equal content gives equal bytes`() throws {
    for format in CompressionFormat.allCases {
      #expect(try pack(sample(999), format) == pack(sample(999), format))
    }
  }

  @Test func `what gzip and zstd write is read`() throws {
    // `printf 'hello\n' | gzip -n` and `printf 'hello\n' | zstd`.
    let gzip: [UInt8] = [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9,
      0xe7, 0x02, 0x00, 0x20, 0x30, 0x3a, 0x36, 0x06, 0x00, 0x00, 0x00,
    ]
    let zstd: [UInt8] = [
      0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x31, 0x00, 0x00, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x0a,
      0x53, 0x88, 0xbd, 0x91,
    ]
    #expect(try unpack(gzip, .gzip) == Array("hello\n".utf8))
    #expect(try unpack(zstd, .zstd) == Array("hello\n".utf8))
  }

  @Test func `a format is recognised by its first bytes`() throws {
    func format(_ bytes: [UInt8]) -> CompressionFormat? {
      bytes.withUnsafeBytes { CompressionFormat(magicOf: $0) }
    }
    #expect(format([0x1F, 0x8B, 8]) == .gzip)
    #expect(format([0x28, 0xB5, 0x2F, 0xFD]) == .zstd)
    #expect(format([0x5A, 0x2A, 0x4D, 0x18]) == .zstd)
    #expect(format([]) == nil)
    #expect(format([0x1F]) == nil)
    #expect(format(Array("{\"_id\"".utf8)) == nil)
  }
}

private func pack(_ content: [UInt8], _ format: CompressionFormat) throws -> [UInt8] {
  var compressor = try StreamCompressor(format)
  var packed: [UInt8] = []
  try compressor.compress(content, isLast: true, to: &packed)
  return packed
}

private func unpack(
  _ packed: [UInt8], _ format: CompressionFormat, inputStep: Int = .max, outputStep: Int = 1 << 16
) throws -> [UInt8] {
  var decompressor = try StreamDecompressor(format)
  var content: [UInt8] = []
  var position = 0
  let room = UnsafeMutableRawBufferPointer.allocate(byteCount: outputStep, alignment: 1)
  defer { room.deallocate() }
  while true {
    let end = inputStep > packed.count - position ? packed.count : position + inputStep
    let step = try packed.withUnsafeBytes {
      try decompressor.decompress(UnsafeRawBufferPointer(rebasing: $0[position..<end]), into: room)
    }
    position += step.consumed
    content += room[..<step.produced]
    if step.consumed == 0 && step.produced == 0 {
      guard position == packed.count && decompressor.isComplete else {
        throw CompressionError.truncated
      }
      return content
    }
  }
}
