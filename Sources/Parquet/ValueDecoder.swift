// SPDX-License-Identifier: Apache-2.0

/// Decodes the values of a page, which hold no nulls, behind those of the pages before.
struct ValueDecoder {
  let column: ParquetColumn
  private(set) var values: ParquetValues

  init(_ column: ParquetColumn, type: ParquetColumn.PhysicalType) {
    self.column = column
    self.type = type
    values = ParquetValues(of: type)
  }

  private let type: ParquetColumn.PhysicalType

  /// Appends `count` values in `encoding` (parquet.thrift: `Encoding`).
  mutating func decode(
    _ input: inout ByteCursor, encoding: Int, count: Int, dictionary: ParquetValues?
  ) throws(ParquetFault) {
    switch (encoding, values) {
    case (0, _): try decodePlain(&input, count: count)
    case (2, _), (8, _): try decodeIndices(&input, count: count, dictionary)
    case (3, .booleans(var booleans)):
      values = .booleans([])
      // The run-length form of truth values has its length in front.
      _ = try input.fixed(UInt32.self)
      let bits = try HybridDecoder.decode(&input, width: 1, count: count)
      booleans.append(contentsOf: bits.lazy.map { $0 == 1 })
      values = .booleans(booleans)
    case (5, .integers(var integers)):
      values = .integers([])
      for value in try DeltaDecoder.integers(&input, count: count) {
        let narrowed = type == .int32 ? Int64(Int32(truncatingIfNeeded: value)) : value
        integers.append(try column.signed(narrowed))
      }
      values = .integers(integers)
    case (6, .strings(var strings)) where type == .byteArray:
      values = .strings(ParquetStrings())
      try DeltaDecoder.strings(&input, count: count, into: &strings)
      values = .strings(strings)
    case (7, .strings(var strings)) where type == .byteArray:
      values = .strings(ParquetStrings())
      try DeltaDecoder.prefixedStrings(&input, count: count, into: &strings)
      values = .strings(strings)
    default:
      throw .unsupported(
        "found values of type \(type) in encoding \(encoding), which is not supported",
        "write the file with dictionary or plain encoding")
    }
  }

  private mutating func decodePlain(
    _ input: inout ByteCursor, count: Int
  ) throws(ParquetFault) {
    switch values {
    case .booleans(var booleans):
      values = .booleans([])
      let packed = try input.take((count + 7) / 8)
      booleans.append(
        contentsOf: (0..<count).lazy.map { packed[$0 >> 3] >> UInt8($0 & 7) & 1 == 1 })
      values = .booleans(booleans)
    case .integers(var integers):
      values = .integers([])
      for _ in 0..<count {
        let value =
          type == .int32 ? Int64(try input.fixed(Int32.self)) : try input.fixed(Int64.self)
        integers.append(try column.signed(value))
      }
      values = .integers(integers)
    case .doubles(var doubles):
      values = .doubles([])
      for _ in 0..<count {
        doubles.append(
          type == .float
            ? Double(Float(bitPattern: try input.fixed(UInt32.self)))
            : Double(bitPattern: try input.fixed(UInt64.self)))
      }
      values = .doubles(doubles)
    case .strings(var strings):
      values = .strings(ParquetStrings())
      for _ in 0..<count {
        let length =
          type == .fixedBytes ? column.fixedLength : Int(try input.fixed(UInt32.self))
        try strings.append(try input.take(length))
      }
      values = .strings(strings)
    }
  }

  private mutating func decodeIndices(
    _ input: inout ByteCursor, count: Int, _ dictionary: ParquetValues?
  ) throws(ParquetFault) {
    // A page of nulls only may leave the width of its indices out.
    guard count > 0 else { return }
    guard let dictionary else { throw .damaged("found indices, expected a dictionary before them") }
    let width = Int(try input.byte())
    let indices = try HybridDecoder.decode(&input, width: width, count: count)
    if let wrong = indices.first(where: { $0 >= dictionary.count }) {
      throw .damaged("found index \(wrong) into a dictionary of \(dictionary.count)")
    }
    switch (values, dictionary) {
    case (.booleans(let old), .booleans(let known)):
      values = .booleans(old + indices.map { known[Int($0)] })
    case (.integers(var integers), .integers(let known)):
      values = .integers([])
      integers.append(contentsOf: indices.lazy.map { known[Int($0)] })
      values = .integers(integers)
    case (.doubles(var doubles), .doubles(let known)):
      values = .doubles([])
      doubles.append(contentsOf: indices.lazy.map { known[Int($0)] })
      values = .doubles(doubles)
    case (.strings(var strings), .strings(let known)):
      values = .strings(ParquetStrings())
      try strings.append(indices, of: known)
      values = .strings(strings)
    default: preconditionFailure("a dictionary has the type of its column")
    }
  }
}
