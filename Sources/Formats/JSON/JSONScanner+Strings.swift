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
        position = source
        target += try escape(to: arena + target)
        source = position
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
    let length = UTF8Sequence.length(base + source, available: end - source)
    for index in 0..<length { arena[target + index] = base[source + index] }
    return length
  }

  /// Decodes the escape at the position to `target`; returns the number of bytes written.
  private mutating func escape(to target: UnsafeMutablePointer<UInt8>) throws(JSONFault) -> Int {
    let start = position
    position += 1
    let letter = current
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): target[0] = letter
    case UInt8(ascii: "b"): target[0] = 0x08
    case UInt8(ascii: "f"): target[0] = 0x0C
    case UInt8(ascii: "n"): target[0] = 0x0A
    case UInt8(ascii: "r"): target[0] = 0x0D
    case UInt8(ascii: "t"): target[0] = 0x09
    case UInt8(ascii: "u"): return UTF8Sequence.encode(try scalar(from: start), to: target)
    default: throw JSONFault(offset: start, reason: .invalidEscape)
    }
    return 1
  }

  /// The character of a `\u` escape, or of two that form a surrogate pair; the position is behind
  /// the first `\u`.
  private mutating func scalar(from start: Int) throws(JSONFault) -> UInt32 {
    let first = try codeUnit(from: start)
    guard first & 0xF800 == 0xD800 else { return first }
    guard first < 0xDC00, current == UInt8(ascii: "\\"), position + 1 < end,
      base[position + 1] == UInt8(ascii: "u")
    else { throw JSONFault(offset: start, reason: .loneSurrogate) }
    let next = position
    position += 2
    let second = try codeUnit(from: next)
    guard second & 0xFC00 == 0xDC00 else {
      throw JSONFault(offset: start, reason: .loneSurrogate)
    }
    return 0x1_0000 + (first & 0x3FF) << 10 + (second & 0x3FF)
  }

  /// Four hexadecimal digits.
  private mutating func codeUnit(from start: Int) throws(JSONFault) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      let digit: UInt8
      switch current {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = current - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = current - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = current - UInt8(ascii: "A") + 10
      default: throw JSONFault(offset: start, reason: .invalidEscape)
      }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }
}
