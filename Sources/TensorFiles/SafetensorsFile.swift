// SPDX-License-Identifier: Apache-2.0

import Formats
package import Retrieval
package import Tensors

/// A file of named tensors, mapped into memory (huggingface/safetensors).
///
/// Eight bytes with the length of the header, a header in JSON (`{"name": {"dtype": "F32", "shape":
/// [2, 3], "data_offsets": [0, 24]}}`), then the data, of which every byte belongs to one tensor. All
/// of the header is checked when the file is opened; the data is read when it is used.
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
  /// Tensors of ``OtherType`` by name.
  package let others: [String: OtherTensor]
  /// The types of all that are no floats for products (integers, booleans, doubles) by name.
  package let otherTypes: [String: String]
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
    let entries = try Self.entries(
      UnsafeRawBufferPointer(rebasing: bytes[8..<start]), data: bytes.count - start, path)
    var tensors: [String: Tensor] = [:]
    var others: [String: OtherTensor] = [:]
    var otherTypes: [String: String] = [:]
    for entry in entries {
      if let tensor = try entry.tensor(start, path) {
        tensors[entry.name] = tensor
      } else {
        otherTypes[entry.name] = entry.type
        others[entry.name] = try entry.otherTensor(start, path)
      }
    }
    self.tensors = tensors
    self.others = others
    self.otherTypes = otherTypes
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

  /// What the header says of each tensor, in the order of their bytes: they follow each other
  /// without gaps from the first byte of the data to the last.
  private static func entries(
    _ header: UnsafeRawBufferPointer, data count: Int, _ path: String
  ) throws(DataError) -> [SafetensorsEntry] {
    let root: JSONNode
    do throws(DataError) {
      root = try JSONTree(Array(header), path: path).root
    } catch {
      throw damaged(path, "found a header that is no JSON (\(error.problem))")
    }
    guard let members = root.members else {
      throw damaged(path, "found \(root.name) for a header")
    }
    var entries: [SafetensorsEntry] = []
    for member in members where member.name.string != "__metadata__" {
      entries.append(try SafetensorsEntry(member.name.string ?? "", member.value, path))
    }
    entries.sort {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
    var (end, last, names) = (0, "", Set<String>())
    for entry in entries {
      guard names.insert(entry.name).inserted else {
        throw damaged(path, "found tensor \(entry.name) twice")
      }
      guard entry.bytes.upperBound <= count else {
        throw damaged(
          path,
          "found tensor \(entry.name) at bytes \(entry.bytes.lowerBound) to "
            + "\(entry.bytes.upperBound) of \(count)")
      }
      guard entry.bytes.lowerBound >= end else {
        throw damaged(path, "found tensors \(last) and \(entry.name) in the same bytes")
      }
      guard entry.bytes.lowerBound == end else {
        throw damaged(
          path, "found no tensor at bytes \(end) to \(entry.bytes.lowerBound) of \(count)")
      }
      (end, last) = (entry.bytes.upperBound, entry.name)
    }
    guard end == count else {
      throw damaged(path, "found no tensor at bytes \(end) to \(count) of \(count)")
    }
    return entries
  }

  static func damaged(_ path: String, _ found: String) -> DataError {
    DataError(
      .malformed, file: path, "\(found), expected a safetensors file",
      fix: "get the model again")
  }
}
