// SPDX-License-Identifier: Apache-2.0

import Formats
import Identity
import Retrieval
import SentenceEncoders

/// The vectors of some texts, as they are computed and as the cache keeps them.
struct EncodedChunk: Sendable, Hashable {
  /// How many tokens each text has.
  var counts: [TokenCount]
  /// A row of `dimensions` values for each text.
  var vectors: [Float]
  let dimensions: Int

  /// Room for the vectors of `count` texts.
  init(count: Int, dimensions: Int) {
    counts = Array(repeating: TokenCount(total: 0, kept: 0), count: count)
    vectors = [Float](repeating: 0, count: count * dimensions)
    self.dimensions = dimensions
  }
}

extension EncodedChunk {
  private static let magic = Array("bnchvec1".utf8)
  private static let headerSize = 16
  private static let digestSize = 32

  /// Reads a chunk; nil when what is there is not a whole and undamaged chunk of this shape.
  init?(path: String, count: Int, dimensions: Int) {
    guard let file = try? MappedFile(path: path) else { return nil }
    let bytes = file.bytes
    let body = Self.headerSize + count * 8 + count * dimensions * 4
    guard bytes.count == body + Self.digestSize, bytes.prefix(8).elementsEqual(Self.magic),
      bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self) == UInt32(dimensions),
      bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self) == UInt32(count)
    else { return nil }
    var hasher = SHA256Hasher()
    hasher.update(UnsafeRawBufferPointer(rebasing: bytes[..<body]))
    let isWhole = hasher.digest().withBytes { $0.elementsEqual(bytes[body...]) }
    guard isWhole else { return nil }
    self.init(count: count, dimensions: dimensions)
    for row in 0..<count {
      let start = Self.headerSize + row * 8
      counts[row] = TokenCount(
        total: Int(bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)),
        kept: Int(bytes.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self)))
    }
    vectors.withUnsafeMutableBytes {
      $0.copyBytes(from: bytes[(Self.headerSize + count * 8)..<body])
    }
  }

  /// Writes the chunk, which appears whole or not at all.
  func write(to path: String) throws {
    var bytes = Self.magic
    bytes.reserveCapacity(Self.headerSize + counts.count * 8 + vectors.count * 4)
    func add(_ number: Int) {
      withUnsafeBytes(of: UInt32(clamping: number)) { bytes.append(contentsOf: $0) }
    }
    add(dimensions)
    add(counts.count)
    for count in counts {
      add(count.total)
      add(count.kept)
    }
    vectors.withUnsafeBytes { bytes.append(contentsOf: $0) }
    var hasher = SHA256Hasher()
    bytes.withUnsafeBytes { hasher.update($0) }
    hasher.digest().withBytes { bytes.append(contentsOf: $0) }
    try writeFile(path) { try $0.write(bytes) }
  }
}
