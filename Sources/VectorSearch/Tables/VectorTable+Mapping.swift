// SPDX-License-Identifier: Apache-2.0

import Formats
import Kernels
public import Retrieval

extension VectorTable {
  /// Vectors that lie in a file of any kind, which is mapped and never copied; its numbers are read
  /// once, for their lengths.
  ///
  /// - Parameters:
  ///   - path: The file, not compressed.
  ///   - offset: Where the first row starts; a multiple of a number's size.
  ///   - count: The number of rows.
  ///   - dimensions: Numbers of a row.
  ///   - format: `float32`, `float16` or `bfloat16`, little-endian.
  ///   - stride: Bytes from row to row, a multiple of a number's size; nil where nothing is between.
  /// - Throws: `.missing`, `.unreadable`; `.malformed` for a file that is too short, and for a number
  ///   that is not finite, with row and column.
  public convenience init(
    mapping path: String, at offset: Int, count: Int, dimensions: Int, format: VectorFormat,
    stride: Int? = nil
  ) throws(DataError) {
    try self.init(
      mapping: try MappedFile(path: path), at: offset, count: count, dimensions: dimensions,
      format: format, stride: stride)
  }

  convenience init(
    mapping file: MappedFile, at offset: Int, count: Int, dimensions: Int, format: VectorFormat,
    stride: Int? = nil
  ) throws(DataError) {
    try Self.check(dimensions: dimensions, name: file.path)
    let size = format.size(of: dimensions)
    let stride = stride ?? size
    precondition(format != .int8 && format != .binary, "rows of floats are mapped")
    precondition(stride >= size && offset >= 0 && count >= 0, "rows follow each other")
    precondition(
      offset % format.size(of: 1) == 0 && stride % format.size(of: 1) == 0, "numbers are aligned")
    let (rows, overflow) = stride.multipliedReportingOverflow(by: max(0, count - 1))
    let isWhole =
      !overflow && count <= Int(UInt32.max) && rows <= file.count - offset
      && (count == 0 || file.count - offset - rows >= size)
    guard isWhole else {
      throw DataError(
        .malformed, file: file.path,
        "found \(file.count) bytes, expected \(count) rows of \(size) bytes from byte \(offset) on",
        fix: "the file is cut short: get it again")
    }
    let memory = RowMemory(file, at: offset)
    let norms = try Self.norms(
      memory, count, dimensions, format, stride: stride, name: file.path)
    self.init(
      format: format, count: count, dimensions: dimensions, name: file.path, stride: stride,
      memory: memory, norms: norms, scales: [], residual: nil)
  }

  /// The length of each row, all of whose numbers must be finite.
  private static func norms(
    _ memory: RowMemory, _ count: Int, _ dimensions: Int, _ format: VectorFormat, stride: Int,
    name: String
  ) throws(DataError) -> [Float] {
    let window = max(1, (1 << 25) / stride)
    let zeros = [Float](repeating: 0, count: dimensions)
    let room = FloatRoom(count: dimensions)
    var norms: [Float] = []
    norms.reserveCapacity(count)
    for row in 0..<count {
      let start = UnsafeRawPointer(memory.start + row * stride)
      switch format {
      case .bfloat16:
        RowNumbers.widen(brain: start, count: dimensions, into: room.start, with: .best)
      case .float16: RowNumbers.widen(half: start, count: dimensions, into: room.start, with: .best)
      default:
        UnsafeMutableRawPointer(room.start).copyMemory(from: start, byteCount: 4 * dimensions)
      }
      let square = RowNumbers.compare(
        UnsafeRawPointer(room.start), with: zeros, count: dimensions, with: .best
      ).square
      guard square.isFinite else {
        let column = (0..<dimensions).first { !room.start[$0].isFinite } ?? 0
        let fault = RowEncoder.Fault(column: column, value: room.start[column])
        throw DataError(fault, row: row, format: format, file: name)
      }
      norms.append(Float(clamping: square.squareRoot()))
      if row % window == window - 1 {
        memory.release(((row + 1 - window) * stride)..<((row + 1) * stride))
      }
    }
    return norms
  }
}
