// SPDX-License-Identifier: Apache-2.0

/// Snappy's block format (google/snappy, format_description.txt).
enum Snappy {
  /// Decompresses a block that must hold exactly `size` bytes.
  static func decompress(
    _ block: UnsafeRawBufferPointer, size: Int
  ) throws(ParquetFault) -> [UInt8] {
    var input = ByteCursor(block)
    let declared = try input.length("a snappy block of size", limit: ParquetLimits.pageBytes)
    guard declared == size else {
      throw .damaged("found a snappy block of \(declared) bytes, expected \(size)")
    }
    // Three bytes of input make 64 of output at most; a larger claim needs no memory to refute.
    guard size / 64 <= block.count else {
      throw .damaged("found \(block.count) bytes of snappy data, too few for \(size)")
    }
    var fault: ParquetFault?
    let content = [UInt8](unsafeUninitializedCapacity: size + SnappyOutput.slack) { room, count in
      guard let base = room.baseAddress else { return }
      var output = SnappyOutput(base: UnsafeMutableRawPointer(base), size: size)
      do throws(ParquetFault) {
        try decompress(&input, into: &output)
      } catch {
        fault = error
      }
      count = output.count
    }
    if let fault { throw fault }
    guard content.count == size else {
      throw .damaged("found \(content.count) bytes in a snappy block, expected \(size)")
    }
    return content
  }

  private static func decompress(
    _ input: inout ByteCursor, into output: inout SnappyOutput
  ) throws(ParquetFault) {
    while input.remaining > 0 {
      let tag = try input.byte()
      if tag & 3 == 0 {
        let length = try literalLength(tag, &input)
        let available = input.remaining
        let literal = try input.take(length)
        guard length <= output.room else { throw tooLong(output.size) }
        output.append(literal, available: available)
      } else {
        let (length, offset) = try copy(tag, &input)
        guard length <= output.room else { throw tooLong(output.size) }
        guard offset > 0, offset <= output.count else {
          throw .damaged("found a snappy copy from \(offset) back at byte \(output.count)")
        }
        output.repeat(length, from: offset)
      }
    }
  }

  private static func tooLong(_ size: Int) -> ParquetFault {
    .damaged("found more than the declared \(size) bytes in a snappy block")
  }

  private static func literalLength(
    _ tag: UInt8, _ input: inout ByteCursor
  ) throws(ParquetFault) -> Int {
    let short = Int(tag >> 2)
    guard short >= 60 else { return short + 1 }
    var length = 0
    for index in 0..<(short - 59) { length |= Int(try input.byte()) << (8 * index) }
    return length + 1
  }

  private static func copy(
    _ tag: UInt8, _ input: inout ByteCursor
  ) throws(ParquetFault) -> (length: Int, offset: Int) {
    switch tag & 3 {
    case 1: (Int(tag >> 2 & 7) + 4, Int(tag >> 5) << 8 | Int(try input.byte()))
    case 2: (Int(tag >> 2) + 1, Int(try input.fixed(UInt16.self)))
    default: (Int(tag >> 2) + 1, Int(try input.fixed(UInt32.self)))
    }
  }
}
