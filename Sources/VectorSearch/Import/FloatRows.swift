// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// A matrix of numbers inside a file, row after row.
struct FloatRows {
  /// How numbers are stored, little-endian.
  enum Kind: Equatable {
    /// In a format of tables, which is mapped where it is aligned.
    case mapped(VectorFormat)
    /// IEEE 754 binary64.
    case float64
    /// Whole numbers of 8 bits.
    case int8
    /// Whole numbers of 8 bits without sign.
    case uint8

    var size: Int {
      switch self {
      case .mapped(let format): format.size(of: 1)
      case .float64: 8
      case .int8, .uint8: 1
      }
    }
  }

  var path: String
  /// Where the first row's numbers start.
  var offset: Int
  var rows: Int
  var dimensions: Int
  var kind: Kind
  /// Bytes between rows.
  var gap = 0

  /// The rows as a table: mapped where they are in one of its formats, else floats in memory.
  func table() throws(DataError) -> VectorTable {
    let file = try MappedFile(path: path)
    let stride = dimensions * kind.size + gap
    guard case .mapped(let format) = kind else { return try converted(file, stride) }
    guard offset % kind.size == 0, stride % kind.size == 0 else {
      return try converted(file, stride)
    }
    return try VectorTable(
      mapping: file, at: offset, count: rows, dimensions: dimensions, format: format,
      stride: stride)
  }

  private func converted(_ file: MappedFile, _ stride: Int) throws(DataError) -> VectorTable {
    try VectorTable.check(dimensions: dimensions, name: path)
    let (size, overflow) = stride.multipliedReportingOverflow(by: rows)
    guard rows == 0 || (!overflow && size - gap <= file.count - offset) else {
      throw DataError(
        .malformed, file: path,
        "found \(file.count) bytes, expected \(rows) rows of \(stride - gap) bytes from byte "
          + "\(offset) on", fix: "the file is cut short: get it again")
    }
    var vectors: [Float] = []
    vectors.reserveCapacity(rows * dimensions)
    for index in 0..<rows {
      let start = offset + index * stride
      for column in 0..<dimensions {
        vectors.append(value(file.bytes, start + column * kind.size))
      }
      if index % 65_536 == 65_535 { file.release(0..<start) }
    }
    return try VectorTable(vectors, dimensions: dimensions, name: path)
  }

  private func value(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Float {
    switch kind {
    case .float64: Float(bytes.loadUnaligned(fromByteOffset: offset, as: Double.self))
    case .int8: Float(bytes.load(fromByteOffset: offset, as: Int8.self))
    case .uint8: Float(bytes[offset])
    case .mapped(.float16): Float(bytes.loadUnaligned(fromByteOffset: offset, as: Float16.self))
    case .mapped(.bfloat16):
      Float(
        bitPattern: UInt32(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)) << 16)
    case .mapped: bytes.loadUnaligned(fromByteOffset: offset, as: Float.self)
    }
  }
}
