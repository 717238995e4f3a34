// SPDX-License-Identifier: Apache-2.0

/// Parquet's delta encodings (Encodings.md, DELTA_BINARY_PACKED and the two built on it).
enum DeltaDecoder {
  /// Decodes exactly `count` integers; differences wrap, as the format demands.
  static func integers(
    _ input: inout ByteCursor, count: Int
  ) throws(ParquetFault) -> [Int64] {
    let blockSize = try input.length("delta blocks of size", limit: 1 << 20)
    let parts = try input.length("delta miniblocks", limit: max(blockSize, 1))
    let total = try input.length("delta values", limit: ParquetLimits.values)
    var value = try input.zigzag()
    guard total == count else {
      throw .damaged("found \(total) delta-encoded values, expected \(count)")
    }
    guard parts > 0, blockSize % parts == 0, blockSize / parts % 8 == 0, blockSize > 0 else {
      throw .damaged("found delta blocks of \(blockSize) values in \(parts) parts")
    }
    var values: [Int64] = []
    values.reserveCapacity(count)
    if count > 0 { values.append(value) }
    let partSize = blockSize / parts
    while values.count < count {
      let smallest = try input.zigzag()
      for width in try input.take(parts) where values.count < count {
        guard width <= 64 else { throw .damaged("found deltas of \(width) bits") }
        let packed = try input.take(partSize * Int(width) / 8)
        for index in 0..<min(partSize, count - values.count) {
          let delta = packed.bits(from: index * Int(width), width: Int(width))
          value = value &+ smallest &+ Int64(bitPattern: delta)
          values.append(value)
        }
      }
    }
    return values
  }

  /// Decodes `count` lengths, then the bytes of all strings one after the other.
  static func strings(
    _ input: inout ByteCursor, count: Int, into strings: inout ParquetStrings
  ) throws(ParquetFault) {
    for length in try integers(&input, count: count) {
      try strings.append(try input.take(Int(length)))
    }
  }

  /// Decodes strings of which each shares a prefix with the one before it.
  static func prefixedStrings(
    _ input: inout ByteCursor, count: Int, into strings: inout ParquetStrings
  ) throws(ParquetFault) {
    let prefixes = try integers(&input, count: count)
    let lengths = try integers(&input, count: count)
    var previous = 0..<0
    for (prefix, length) in zip(prefixes, lengths) {
      guard prefix >= 0, prefix <= previous.count else {
        throw .damaged(
          "found a shared prefix of \(prefix) bytes, expected at most \(previous.count)")
      }
      let suffix = try input.take(Int(length))
      try strings.append(previous.prefix(Int(prefix)), then: suffix)
      previous = strings.range(strings.count - 1)
    }
  }
}
