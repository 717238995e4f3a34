// SPDX-License-Identifier: Apache-2.0

extension JSONScanner {
  /// Decodes the string that opens at the position to the end of the arena.
  ///
  /// Whole blocks are copied while they hold nothing but plain ASCII; the first byte that is a
  /// quote, a backslash, a control character or part of a longer UTF-8 sequence is looked at.
  ///
  /// - Returns: Where it lies in the arena: from ``used`` on, to be overwritten by the next string.
  mutating func string() throws(JSONFault) -> Range<Int> {
    guard current == UInt8(ascii: "\"") else { throw fault(.expected("a string in quotes")) }
    var source = position + 1
    var target = used
    while true {
      let plain = copyPlain(from: source, to: target)
      source += plain
      target += plain
      guard source < end else { break }
      let byte = base[source]
      if byte == UInt8(ascii: "\"") {
        position = source + 1
        return used..<target
      }
      if byte == UInt8(ascii: "\\") {
        repeat {
          let (read, written) = try escape(at: source, to: arena + target)
          source += read
          target += written
        } while source < end && base[source] == UInt8(ascii: "\\")
      } else if byte >= 0x80 {
        repeat {
          let length = copySequence(from: source, to: target)
          guard length > 0 else { throw JSONFault(offset: source, reason: .invalidUTF8) }
          source += length
          target += length
        } while source < end && base[source] >= 0x80
      } else {
        break
      }
    }
    position = source
    let isCut = current == UInt8(ascii: "\n")
    throw fault(isCut ? .expected("a closing \"") : .controlCharacter)
  }

  /// Copies bytes up to the first that needs to be looked at; returns how many.
  @inline(__always)
  private func copyPlain(from source: Int, to target: Int) -> Int {
    var count = 0
    // Short stretches are the rule between accents and escapes: one word alone comes first.
    if end - source >= MemoryLayout<UInt64>.size {
      let word = UnsafeRawPointer(base + source).loadUnaligned(as: UInt64.self)
      UnsafeMutableRawPointer(arena + target).storeBytes(of: word, as: UInt64.self)
      let special = Self.special(word)
      if special != 0 { return special.trailingZeroBitCount >> 3 }
      count = MemoryLayout<UInt64>.size
    }
    while end - source - count >= MemoryLayout<Block>.size {
      let block = UnsafeRawPointer(base + source + count).loadUnaligned(as: Block.self)
      UnsafeMutableRawPointer(arena + target + count).storeBytes(of: block, as: Block.self)
      let first = Self.special(block.0)
      let second = Self.special(block.1)
      let third = Self.special(block.2)
      let fourth = Self.special(block.3)
      guard first | second | third | fourth != 0 else {
        count += MemoryLayout<Block>.size
        continue
      }
      if first != 0 { return count + first.trailingZeroBitCount >> 3 }
      if second != 0 { return count + 8 + second.trailingZeroBitCount >> 3 }
      if third != 0 { return count + 16 + third.trailingZeroBitCount >> 3 }
      return count + 24 + fourth.trailingZeroBitCount >> 3
    }
    while source + count < end {
      let byte = base[source + count]
      if byte < 0x20 || byte > 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        break
      }
      arena[target + count] = byte
      count += 1
    }
    return count
  }

  /// Sets the top bit of every byte that is a quote, a backslash, below 0x20 or above 0x7F.
  ///
  /// Bytes are compared eight at a time by subtraction: a difference borrows from the top bit
  /// exactly where a byte is too small. A borrow may run on into the bytes after a true hit, so
  /// only the first (lowest) hit counts; bytes above 0x7F are hits by themselves.
  @inline(__always)
  private static func special(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let word = UInt64(littleEndian: word)
    let quote = (word ^ ones &* 0x22) &- ones
    let backslash = (word ^ ones &* 0x5C) &- ones
    let control = word &- ones &* 0x20
    return (quote | backslash | control | word) & (ones &* 0x80)
  }

  /// Copies one character above U+007F; returns its length, 0 when it is not well-formed.
  @inline(__always)
  private func copySequence(from source: Int, to target: Int) -> Int {
    let word = UTF8Sequence.word(base + source, available: end - source)
    UnsafeMutableRawPointer(arena + target).storeBytes(of: word.littleEndian, as: UInt32.self)
    return UTF8Sequence.length(word)
  }

  /// Decodes the escape at `source` to `target`.
  ///
  /// - Returns: The number of bytes read and written; never more written than read.
  @inline(__always)
  private func escape(
    at source: Int, to target: UnsafeMutablePointer<UInt8>
  ) throws(JSONFault) -> (read: Int, written: Int) {
    let letter = source + 1 < end ? base[source + 1] : 0
    if letter == UInt8(ascii: "u") {
      let (scalar, read) = try scalar(at: source)
      return (read, UTF8Sequence.encode(scalar, to: target))
    }
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): target[0] = letter
    case UInt8(ascii: "b"): target[0] = 0x08
    case UInt8(ascii: "f"): target[0] = 0x0C
    case UInt8(ascii: "n"): target[0] = 0x0A
    case UInt8(ascii: "r"): target[0] = 0x0D
    case UInt8(ascii: "t"): target[0] = 0x09
    default: throw JSONFault(offset: source, reason: .invalidEscape)
    }
    return (2, 1)
  }

  /// The character of the `\u` escape at `source`, or of two that form a surrogate pair.
  @inline(__always)
  private func scalar(at source: Int) throws(JSONFault) -> (scalar: UInt32, read: Int) {
    let first = try codeUnit(at: source)
    guard first & 0xF800 == 0xD800 else { return (first, 6) }
    guard first < 0xDC00, source + 7 < end, base[source + 6] == UInt8(ascii: "\\"),
      base[source + 7] == UInt8(ascii: "u")
    else { throw JSONFault(offset: source, reason: .loneSurrogate) }
    let second = try codeUnit(at: source + 6)
    guard second & 0xFC00 == 0xDC00 else {
      throw JSONFault(offset: source, reason: .loneSurrogate)
    }
    return (0x1_0000 + (first & 0x3FF) << 10 + (second & 0x3FF), 12)
  }

  /// The four hexadecimal digits of the `\u` escape at `source`.
  @inline(__always)
  private func codeUnit(at source: Int) throws(JSONFault) -> UInt32 {
    guard source + 6 <= end else { throw JSONFault(offset: source, reason: .invalidEscape) }
    let digits = base + source + 2
    let unit =
      Self.digit(digits[0]) << 12 | Self.digit(digits[1]) << 8 | Self.digit(digits[2]) << 4
      | Self.digit(digits[3])
    guard unit <= 0xFFFF else { throw JSONFault(offset: source, reason: .invalidEscape) }
    return unit
  }

  /// The value of a hexadecimal digit, or one too large for four of them.
  @inline(__always)
  private static func digit(_ byte: UInt8) -> UInt32 {
    let decimal = UInt32(byte) &- 0x30
    let letter = UInt32(byte | 0x20) &- 0x61
    return decimal < 10 ? decimal : letter < 6 ? letter + 10 : 0x1_0000
  }
}
