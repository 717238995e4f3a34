// SPDX-License-Identifier: Apache-2.0

/// Parquet's mix of repeated and bit-packed runs (Encodings.md, "RLE/Bit-Packing Hybrid").
enum HybridDecoder {
  /// Decodes exactly `count` numbers of `width` (0…32) bits; what follows them is padding.
  static func decode(
    _ input: inout ByteCursor, width: Int, count: Int
  ) throws(ParquetFault) -> [UInt32] {
    guard (0...32).contains(width) else {
      throw .damaged("found numbers of \(width) bits, expected at most 32")
    }
    var numbers: [UInt32] = []
    numbers.reserveCapacity(count)
    while numbers.count < count {
      let header = try input.length("a run of length", limit: Int(UInt32.max))
      let wanted = count - numbers.count
      if header & 1 == 0 {
        var value: UInt32 = 0
        for index in 0..<((width + 7) / 8) {
          value |= UInt32(try input.byte()) << UInt32(8 * index)
        }
        guard header > 1 else { throw .damaged("found a run of no values") }
        numbers.append(contentsOf: repeatElement(value, count: min(header >> 1, wanted)))
      } else {
        let values = (header >> 1) * 8
        guard values > 0 else { throw .damaged("found a run of no values") }
        let taken = min(values, wanted)
        // Some writers leave the padding of the last group out.
        let needed = (taken * width + 7) / 8
        let packed = try input.take(max(needed, min(values * width / 8, input.remaining)))
        for index in 0..<taken {
          let bits = packed.bits(from: index * width, width: width)
          numbers.append(UInt32(truncatingIfNeeded: bits))
        }
      }
    }
    return numbers
  }

  /// Decodes levels and checks that none exceeds `maximum`.
  static func levels(
    _ input: inout ByteCursor, maximum: Int, count: Int
  ) throws(ParquetFault) -> [UInt32] {
    // Where there is only one level, pages do not store it.
    guard maximum > 0 else { return [UInt32](repeating: 0, count: count) }
    let width = Int.bitWidth - maximum.leadingZeroBitCount
    let levels = try decode(&input, width: width, count: count)
    if let wrong = levels.first(where: { $0 > maximum }) {
      throw .damaged("found level \(wrong), expected at most \(maximum)")
    }
    return levels
  }
}
