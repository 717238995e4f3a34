// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// A matrix that NumPy saved (`numpy.lib.format`, versions 1 to 3).
///
/// Six bytes of magic number, two of version, the length of the header (two bytes in version 1, four
/// in later ones), and the header: a Python dictionary with `descr`, `fortran_order` and `shape`.
struct NPYFile {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  private static let advice = "save it with numpy.save as a matrix of float32, rows × dimensions"

  private let rows: FloatRows

  /// Reads the header of the file at `path`.
  init(path: String) throws(DataError) {
    let file = try MappedFile(path: path)
    let bytes = file.bytes
    guard bytes.starts(with: Self.magic), bytes.count >= 12 else {
      throw Self.fault(path, "found no NumPy file")
    }
    guard (1...3).contains(bytes[6]) else {
      throw Self.fault(path, "found version \(bytes[6]) of NumPy's format, expected 1 to 3")
    }
    let start = bytes[6] == 1 ? 10 : 12
    let length =
      bytes[6] == 1
      ? Int(bytes.number(at: 8, as: UInt16.self)) : Int(bytes.number(at: 8, as: UInt32.self))
    guard length <= bytes.count - start else {
      throw Self.fault(path, "found a header of \(length) bytes in a file of \(bytes.count)")
    }
    let header = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
    let shape = try Self.shape(header, path)
    rows = FloatRows(
      path: path, offset: start + length, rows: shape[0], dimensions: shape[1],
      kind: try Self.kind(header, path))
    let needed = shape[0].multipliedReportingOverflow(by: shape[1])
    let size = needed.partialValue.multipliedReportingOverflow(by: rows.kind.size)
    guard !needed.overflow, !size.overflow, size.partialValue == bytes.count - start - length
    else {
      throw Self.fault(
        path,
        "found \(bytes.count - start - length) bytes behind the header, expected "
          + "\(shape[0]) × \(shape[1]) numbers of \(rows.kind.size) bytes")
    }
  }

  /// The matrix as a table.
  func table() throws(DataError) -> VectorTable { try rows.table() }

  private static func kind(_ header: String, _ path: String) throws(DataError) -> FloatRows.Kind {
    guard let order = value(of: "fortran_order", in: header), order.hasPrefix("False") else {
      throw fault(path, "found columns one after the other (Fortran order), expected rows")
    }
    guard let text = value(of: "descr", in: header),
      let quote = text.first, quote == "'" || quote == "\""
    else { throw fault(path, "found numbers of several kinds, expected one kind") }
    let type = text.dropFirst().prefix { $0 != quote }
    switch type {
    case "<f4": return .mapped(.float32)
    case "<f2": return .mapped(.float16)
    case "<f8": return .float64
    case "|i1": return .int8
    case "|u1": return .uint8
    default:
      throw fault(path, "found numbers of the kind \(type), expected <f4, <f2, <f8, |i1 or |u1")
    }
  }

  private static func shape(_ header: String, _ path: String) throws(DataError) -> [Int] {
    guard let text = value(of: "shape", in: header), text.hasPrefix("("),
      let end = text.firstIndex(of: ")")
    else { throw fault(path, "found a header without a shape") }
    let inside = text[text.index(after: text.startIndex)..<end]
    let shape = inside.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
    let sizes = shape.compactMap { Int($0) }
    guard sizes.count == shape.count, sizes.count == 2, sizes.allSatisfy({ $0 >= 0 }) else {
      throw fault(path, "found the shape (\(inside)), expected rows × dimensions")
    }
    return sizes
  }

  /// What follows a key of the dictionary.
  private static func value(of key: String, in header: String) -> Substring? {
    for quote in ["'", "\""] {
      guard let found = header.firstRange(of: quote + key + quote) else { continue }
      let rest = header[found.upperBound...].drop { $0 == " " }
      guard rest.first == ":" else { return nil }
      return rest.dropFirst().drop { $0 == " " }
    }
    return nil
  }

  private static func fault(_ path: String, _ found: String) -> DataError {
    DataError(.malformed, file: path, found, fix: advice)
  }
}
