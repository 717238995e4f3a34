// SPDX-License-Identifier: Apache-2.0

import Formats
package import Retrieval
package import Tensors

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file of named tensors, mapped into memory (huggingface/safetensors).
///
/// Eight bytes with the length of the header, a header in JSON (`{"name": {"dtype": "F32", "shape":
/// [2, 3], "data_offsets": [0, 24]}}`), then the data. All of the header is checked when the file is
/// opened; the data is read when it is used.
package struct SafetensorsFile: Sendable {
  /// A tensor of the file.
  package struct Tensor: Sendable, Hashable {
    /// How its numbers are stored.
    package var format: NumberFormat
    /// Its dimensions.
    package var shape: [Int]
    /// Where its numbers lie in the file.
    package var bytes: Range<Int>

    /// The number of values.
    package var count: Int { shape.reduce(1, *) }
  }

  /// A tensor of other numbers than the float formats that products know.
  package struct OtherTensor: Sendable, Hashable {
    /// What its numbers are.
    package var type: OtherType
    /// Its dimensions.
    package var shape: [Int]
    /// Where its numbers lie in the file.
    package var bytes: Range<Int>
  }

  /// Numbers of tables that are looked up and never multiplied, by their names in the file.
  package enum OtherType: String, Sendable, Hashable, CaseIterable {
    /// IEEE 754 binary64.
    case float64 = "F64"
    /// Signed integers of 64 bits.
    case int64 = "I64"
    /// Signed integers of 32 bits.
    case int32 = "I32"
    /// Signed integers of 8 bits.
    case int8 = "I8"

    /// Bytes of one number.
    package var size: Int {
      switch self {
      case .float64, .int64: 8
      case .int32: 4
      case .int8: 1
      }
    }
  }

  /// The longest header that is read: that of the largest model is a few megabytes.
  static let longestHeader = 100_000_000

  /// The path of the file.
  package let path: String
  /// Tensors of floats by name.
  package let tensors: [String: Tensor]
  /// Tensors of ``OtherType`` by name; still others (booleans, unsigned integers) are left out.
  package let others: [String: OtherTensor]
  private let file: MappedFile

  /// Opens a file and checks its header.
  ///
  /// - Throws: `.missing`, `.unreadable`, or `.malformed` with the tensor that is wrong.
  package init(path: String) throws(DataError) {
    self.path = path
    file = try MappedFile(path: path)
    let bytes = file.bytes
    guard bytes.count >= 8 else { throw Self.damaged(path, "found \(bytes.count) bytes") }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(min(bytes.count - 8, Self.longestHeader)) else {
      throw Self.damaged(path, "found a header of \(length) bytes in a file of \(bytes.count)")
    }
    let start = 8 + Int(length)
    let header = Data(UnsafeRawBufferPointer(rebasing: bytes[8..<start]))
    let entries: [String: Entry]
    do {
      entries = try JSONDecoder().decode([String: Entry].self, from: header)
    } catch {
      throw Self.damaged(path, "found a header that is no JSON of tensors (\(error))")
    }
    var tensors: [String: Tensor] = [:]
    var others: [String: OtherTensor] = [:]
    for (name, entry) in entries where name != "__metadata__" {
      let data = start..<bytes.count
      guard let type = entry.dtype else { throw Self.unnamed(name, path) }
      if let format = Self.formats[type] {
        let (shape, bytes) = try Self.place(name, entry, type, size: format.size, data, path)
        tensors[name] = Tensor(format: format, shape: shape, bytes: bytes)
      } else if let type = OtherType(rawValue: type) {
        let (shape, bytes) = try Self.place(
          name, entry, type.rawValue, size: type.size, data, path)
        others[name] = OtherTensor(type: type, shape: shape, bytes: bytes)
      }
    }
    self.tensors = tensors
    self.others = others
  }

  /// The start of a tensor's numbers; valid as long as the file's value is kept.
  package func start(of tensor: Tensor) -> UnsafeRawPointer { start(of: tensor.bytes) }

  /// The start of a tensor's numbers; valid as long as the file's value is kept.
  package func start(of tensor: OtherTensor) -> UnsafeRawPointer { start(of: tensor.bytes) }

  private func start(of range: Range<Int>) -> UnsafeRawPointer {
    // An empty file has no tensors, so there is an address.
    guard let base = file.bytes.baseAddress else { preconditionFailure("a tensor of no file") }
    return base + range.lowerBound
  }

  /// What keeps the mapping alive.
  package var owner: AnyObject { file }

  private struct Entry: Decodable {
    var dtype: String?
    var shape: [Int]?
    var data_offsets: [Int]?
  }

  private static let formats: [String: NumberFormat] = [
    "F32": .float32, "F16": .float16, "BF16": .bfloat16,
  ]

  /// The shape of a tensor of numbers of `numberSize` bytes, and where they lie in the file.
  private static func place(
    _ name: String, _ entry: Entry, _ type: String, size numberSize: Int, _ data: Range<Int>,
    _ path: String
  ) throws(DataError) -> (shape: [Int], bytes: Range<Int>) {
    guard let shape = entry.shape, let offsets = entry.data_offsets, offsets.count == 2 else {
      throw unnamed(name, path)
    }
    var size = numberSize
    for dimension in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !overflow else {
        throw damaged(path, "found the shape \(shape) of tensor \(name)")
      }
      size = product
    }
    guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= data.count else {
      throw damaged(
        path, "found tensor \(name) at bytes \(offsets[0]) to \(offsets[1]) of \(data.count)")
    }
    guard offsets[1] - offsets[0] == size else {
      throw damaged(
        path,
        "found \(offsets[1] - offsets[0]) bytes of tensor \(name), expected \(size) for "
          + "\(type) of shape \(shape)")
    }
    return (shape, (data.lowerBound + offsets[0])..<(data.lowerBound + offsets[1]))
  }

  private static func unnamed(_ name: String, _ path: String) -> DataError {
    damaged(path, "found no dtype, shape and data_offsets of tensor \(name)")
  }

  private static func damaged(_ path: String, _ found: String) -> DataError {
    DataError(
      .malformed, file: path, "\(found), expected a safetensors file",
      fix: "get the model again")
  }
}
