// SPDX-License-Identifier: Apache-2.0

package import Retrieval

extension FileBytes {
  /// Calls `body` with every record of a file: JSON lines, or one array of objects.
  ///
  /// - Parameters:
  ///   - fields: The wanted fields; `body` knows them by their position here.
  ///   - fix: What the error for a bad record advises.
  /// - Throws: ``DataError`` with the line, for bad JSON and for what `body` throws.
  package func forEachRecord(
    _ fields: [RecordField], fix: String, _ body: (Record) throws(RecordFault) -> Void
  ) throws(DataError) {
    try scan(fix: fix) { (scanner, isSpread) throws(JSONFault) in
      var reader = JSONRecordReader(fields)
      if isSpread {
        try reader.readArray(&scanner, body)
      } else {
        try reader.readLines(&scanner, body)
      }
    }
  }

  /// Calls `body` with name and value of every member of a file that is one object, in order.
  ///
  /// - Throws: ``DataError`` with the line, for bad JSON and for what `body` throws.
  package func forEachMember(
    fix: String, _ body: (String, RecordValue) throws(RecordFault) -> Void
  ) throws(DataError) {
    try scan(isSpread: true, fix: fix) { (scanner, _) throws(JSONFault) in
      try scanner.readMembers(body)
    }
  }

  /// Scans the content with a scanner for which it is one line where it spreads over many.
  ///
  /// - Parameter isSpread: Whether one value spreads over lines; by default, whether the first
  ///   character opens an array.
  private func scan(
    isSpread: Bool? = nil, fix: String,
    _ body: (inout JSONScanner, Bool) throws(JSONFault) -> Void
  ) throws(DataError) {
    let fault: DataError? = withBytes { bytes in
      let isSpread = isSpread ?? (Self.firstCharacter(bytes) == UInt8(ascii: "["))
      let arena = UnsafeMutableBufferPointer<UInt8>.allocate(
        capacity: bytes.count + JSONScanner.arenaSlack)
      defer { arena.deallocate() }
      do throws(JSONFault) {
        // To the scanner a line feed is the end of everything, a carriage return a blank.
        let joined = isSpread ? bytes.map { $0 == UInt8(ascii: "\n") ? 0x0D : $0 } : []
        try joined.withUnsafeBufferPointer { (joined) throws(JSONFault) in
          let content = isSpread ? UnsafeRawBufferPointer(joined) : bytes
          var scanner = JSONScanner(content, arena: arena)
          scanner.skipByteOrderMark()
          try body(&scanner, isSpread)
        }
        return nil
      } catch {
        return DataError(
          .malformed, file: path, line: LineChunk.line(at: error.offset, in: bytes),
          error.message(in: bytes), fix: fix)
      }
    }
    if let fault { throw fault }
  }

  private static func firstCharacter(_ bytes: UnsafeRawBufferPointer) -> UInt8? {
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    return content.first { $0 > UInt8(ascii: " ") }
  }
}
