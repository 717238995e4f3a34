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
    var output: [UInt8] = []
    output.reserveCapacity(size)
    while input.remaining > 0 {
      let tag = try input.byte()
      if tag & 3 == 0 {
        let literal = try input.take(try literalLength(tag, &input))
        guard literal.count <= size - output.count else { throw tooLong(size) }
        output.append(contentsOf: literal)
      } else {
        let (length, offset) = try copy(tag, &input)
        guard length <= size - output.count else { throw tooLong(size) }
        guard offset > 0, offset <= output.count else {
          throw .damaged("found a snappy copy from \(offset) back at byte \(output.count)")
        }
        append(length, from: output.count - offset, to: &output)
      }
    }
    guard output.count == size else {
      throw .damaged("found \(output.count) bytes in a snappy block, expected \(size)")
    }
    return output
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

  /// A copy may reach into what it writes, which then repeats. Byte by byte, since a slice of the
  /// output would share its memory and make every append copy all of it.
  private static func append(_ length: Int, from start: Int, to output: inout [UInt8]) {
    for index in start..<start + length { output.append(output[index]) }
  }
}
