// SPDX-License-Identifier: Apache-2.0

import Compression
import Formats
public import Retrieval

extension VectorTable {
  /// Maps a file that a ``VectorTableWriter`` wrote.
  ///
  /// Everything but the numbers themselves is checked; these are by ``verify()``.
  ///
  /// - Throws: `.missing`, `.unreadable`, or `.malformed` for a file that is none of vectors, is cut
  ///   short or damaged.
  public static func open(_ path: String) throws(DataError) -> VectorTable {
    let file = try MappedFile(path: path)
    let bytes = file.bytes
    guard bytes.starts(with: VectorFileLayout.Header.magic) else {
      throw damaged(path, "is no file of vectors")
    }
    guard bytes.count >= 2 * VectorFileLayout.markSize else {
      throw damaged(path, "is cut short at \(bytes.count) bytes")
    }
    let version: UInt32 = bytes.number(at: VectorFileLayout.Header.magic.count)
    guard version == VectorFileLayout.version else {
      throw damaged(path, "has version \(version), expected \(VectorFileLayout.version)")
    }
    guard let header = VectorFileLayout.Header(bytes) else {
      throw damaged(path, "has a damaged header")
    }
    guard let trailer = VectorFileLayout.Trailer(bytes) else {
      throw damaged(path, "is cut short or has a damaged end")
    }
    return try VectorTable(file, header, trailer)
  }

  private convenience init(
    _ file: MappedFile, _ header: VectorFileLayout.Header, _ trailer: VectorFileLayout.Trailer
  ) throws(DataError) {
    let path = file.path
    guard let format = VectorFormat.allCases.first(where: { $0.code == header.format }) else {
      throw Self.damaged(path, "has the unknown format \(header.format)")
    }
    guard (1...UInt64(VectorFormat.mostDimensions)).contains(header.dimensions),
      header.stride == UInt64(format.paddedSize(of: Int(header.dimensions)))
    else {
      throw Self.damaged(
        path, "has \(header.dimensions) dimensions in \(header.stride) bytes a row")
    }
    let stride = Int(header.stride)
    let facts = format == .int8 ? 8 : 4
    let room = file.count - 2 * VectorFileLayout.markSize
    guard room % (stride + facts) == 0, trailer.rows == UInt64(room / (stride + facts)),
      trailer.rows <= UInt64(UInt32.max), trailer.residual >= 0
    else {
      throw Self.damaged(path, "has \(file.count) bytes, which \(trailer.rows) rows do not take")
    }
    let rows = Int(trailer.rows)
    let start = VectorFileLayout.markSize + rows * stride
    let end = start + rows * facts
    let factBytes = UnsafeRawBufferPointer(rebasing: file.bytes[start..<end])
    let values = (0..<(factBytes.count / 4)).map {
      Float(bitPattern: factBytes.number(at: 4 * $0))
    }
    guard crc32(factBytes) == trailer.factsChecksum,
      values.allSatisfy({ $0.isFinite && $0 >= 0 }), values[rows...].allSatisfy({ $0 > 0 })
    else { throw Self.damaged(path, "has damaged lengths or scales") }
    self.init(
      format: format, count: rows, dimensions: Int(header.dimensions), name: path, stride: stride,
      memory: RowMemory(file, at: VectorFileLayout.markSize), norms: Array(values[..<rows]),
      scales: Array(values[rows...]), residual: trailer.residual,
      checksum: trailer.rowsChecksum)
  }

  /// Reads all numbers and compares them with the file's checksum; nothing where there is none.
  ///
  /// - Throws: `.malformed` where they differ.
  public func verify() throws(DataError) {
    guard let checksum else { return }
    var found: UInt32 = 0
    let window = max(1, (1 << 25) / stride)
    for first in Swift.stride(from: 0, to: count, by: window) {
      let range = (first * stride)..<(min(first + window, count) * stride)
      found = crc32(
        UnsafeRawBufferPointer(start: memory.start + range.lowerBound, count: range.count),
        after: found)
      memory.release(range)
    }
    guard found == checksum else {
      throw Self.damaged(name, "is damaged: the checksum of its \(count) rows differs")
    }
  }

  /// Writes the vectors to a file.
  ///
  /// - Throws: `.unwritable`; `.malformed` for a number that the format cannot hold.
  public func write(to path: String, format: VectorFormat) throws(DataError) {
    var writer = try VectorTableWriter(path, dimensions: dimensions, format: format)
    var row = [Float](repeating: 0, count: dimensions)
    for index in 0..<count {
      copy(row: index, into: &row)
      try writer.append(row: row[...])
    }
    try writer.finish()
  }

  static func damaged(_ path: String, _ found: String) -> DataError {
    DataError(.malformed, file: path, found, fix: "remove the file and make it again")
  }
}
