// SPDX-License-Identifier: Apache-2.0

/// A strict RFC 8259 scanner over one line at a time of a JSON-lines buffer.
///
/// It walks the bytes once. Strings are validated and decoded in the same pass, always to the end
/// of the arena: whoever wants one keeps it by moving ``used``, and a skipped one is simply
/// overwritten by the next. A newline, or the end of the buffer, is the end of everything open.
///
/// It accepts what Foundation's `JSONSerialization` accepts (half a surrogate pair is an error for
/// both), with two differences: a comma before a closing bracket is an error, as in the RFC, and a
/// number that nobody asked for may be of any size.
struct JSONScanner {
  /// The deepest nesting of arrays and objects, the same as Foundation's.
  static let maximumDepth = 512
  /// How much longer than the input the arena must be: one block is stored beyond the end.
  static let arenaSlack = MemoryLayout<Block>.size

  /// What a string is scanned in.
  typealias Block = (UInt64, UInt64, UInt64, UInt64)

  let base: UnsafePointer<UInt8>
  let end: Int
  var position = 0
  let arena: UnsafeMutablePointer<UInt8>
  /// The end of what is kept in the arena.
  var used = 0

  /// A scanner at the start of `bytes`.
  ///
  /// - Parameter arena: Room for decoded strings: the length of `bytes` and ``arenaSlack`` more,
  ///   because no decoded string is longer than it was in the input.
  init(_ bytes: UnsafeRawBufferPointer, arena: UnsafeMutableBufferPointer<UInt8>) {
    precondition(arena.count >= bytes.count + Self.arenaSlack, "the arena is too small")
    guard let arena = arena.baseAddress else { preconditionFailure("an arena is never empty") }
    self.arena = arena
    // An empty buffer may have no address; its bytes are never read.
    base = bytes.bindMemory(to: UInt8.self).baseAddress ?? UnsafePointer(arena)
    end = bytes.count
  }

  /// The byte at the position; a newline at the end of the buffer.
  @inline(__always)
  var current: UInt8 { position < end ? base[position] : UInt8(ascii: "\n") }

  /// Steps over blanks inside a line (space, tab, carriage return).
  @inline(__always)
  mutating func skipBlanks() {
    while true {
      let byte = current
      guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
      else { return }
      position += 1
    }
  }

  /// Steps over a byte-order mark at the start of the buffer.
  mutating func skipByteOrderMark() {
    if position == 0 && end >= 3 && base[0] == 0xEF && base[1] == 0xBB && base[2] == 0xBF {
      position = 3
    }
  }

  /// Steps to the first line that is not blank; false when there is none.
  mutating func skipBlankLines() -> Bool {
    while true {
      skipBlanks()
      guard position < end else { return false }
      guard base[position] == UInt8(ascii: "\n") else { return true }
      position += 1
    }
  }

  /// Steps over `byte` and the blanks around it.
  @inline(__always)
  mutating func expect(_ byte: UInt8, _ wanted: @autoclosure () -> String) throws(JSONFault) {
    skipBlanks()
    guard current == byte else { throw fault(.expected(wanted())) }
    position += 1
    skipBlanks()
  }

  /// After a member or element: true at a comma, false at `close`, both stepped over.
  @inline(__always)
  mutating func hasMore(before close: UInt8) throws(JSONFault) -> Bool {
    skipBlanks()
    let byte = current
    guard byte == UInt8(ascii: ",") || byte == close else {
      throw fault(.expected("a comma or \(UnicodeScalar(close))"))
    }
    position += 1
    skipBlanks()
    return byte != close
  }

  /// Steps over `close` when the array or object is empty.
  @inline(__always)
  mutating func isEmpty(before close: UInt8) -> Bool {
    guard current == close else { return false }
    position += 1
    return true
  }

  /// Ends a line: only blanks may follow, then the newline is stepped over.
  @inline(__always)
  mutating func finishLine() throws(JSONFault) {
    skipBlanks()
    guard current == UInt8(ascii: "\n") else {
      throw fault(.expected("the end of the line after one object"))
    }
    position += 1
  }

  /// A fault at the current position.
  func fault(_ reason: JSONFault.Reason) -> JSONFault {
    JSONFault(offset: min(position, end), reason: reason)
  }
}
