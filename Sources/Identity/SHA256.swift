// SPDX-License-Identifier: Apache-2.0

import Crypto

/// Incremental SHA-256 (FIPS 180-4) over bytes and over length-prefixed fields.
public struct SHA256Hasher {
  private var state = SHA256()

  /// A hasher that has seen nothing.
  public init() {}

  /// Adds raw bytes; how they are cut into calls does not matter.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    state.update(bufferPointer: bytes)
  }

  /// Adds the UTF-8 bytes of `text`, without length or terminator.
  public mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { state.update(bufferPointer: UnsafeRawBufferPointer($0)) }
  }

  /// Adds an integer as eight bytes, least significant first.
  public mutating func update(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { state.update(bufferPointer: $0) }
  }

  /// Adds the 32 bytes of a digest.
  public mutating func update(_ digest: SHA256Digest) {
    digest.withBytes { state.update(bufferPointer: $0) }
  }

  /// Adds a field: its length in bytes as an integer, then the bytes.
  ///
  /// With the length in front, no two sequences of fields have the same encoding.
  public mutating func updateField(_ bytes: UnsafeRawBufferPointer) {
    update(UInt64(bytes.count))
    update(bytes)
  }

  /// Adds the UTF-8 bytes of `text` as a field.
  public mutating func updateField(_ text: String) {
    update(UInt64(text.utf8.count))
    update(text)
  }

  /// The digest of everything added so far; the hasher can go on.
  public func digest() -> SHA256Digest {
    state.finalize().withUnsafeBytes { SHA256Digest($0) }
  }

  /// The digest of one string.
  public static func digest(of text: String) -> SHA256Digest {
    var hasher = SHA256Hasher()
    hasher.update(text)
    return hasher.digest()
  }
}

/// The 32 bytes of a SHA-256, ordered as bytes are.
public struct SHA256Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The bytes as four big-endian words: comparing words is comparing bytes.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// A digest from exactly 32 bytes.
  init(_ bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count == 32, "a SHA-256 has 32 bytes")
    func word(_ index: Int) -> UInt64 {
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }
    words = (word(0), word(1), word(2), word(3))
  }

  /// The first of the bytes, from 0 to 255.
  public var firstByte: Int { Int(words.0 >> 56) }

  /// 64 lower-case hexadecimal digits.
  public var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return withBytes { bytes in
      String(unsafeUninitializedCapacity: 64) { text in
        for (position, byte) in bytes.enumerated() {
          text[2 * position] = digits[Int(byte >> 4)]
          text[2 * position + 1] = digits[Int(byte & 15)]
        }
        return 64
      }
    }
  }

  /// The same as ``hex``.
  public var description: String { hex }

  /// Calls `body` with the 32 bytes, valid only during the call.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let bytes = (
      words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
    )
    return withUnsafeBytes(of: bytes, body)
  }

  /// Whether both have the same 32 bytes.
  public static func == (left: Self, right: Self) -> Bool { left.words == right.words }

  /// Whether `left` comes first in the order of bytes.
  public static func < (left: Self, right: Self) -> Bool { left.words < right.words }

  /// Hashes the first word, which is as random as all four.
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
