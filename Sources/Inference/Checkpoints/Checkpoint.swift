// SPDX-License-Identifier: Apache-2.0

import Formats
package import Retrieval
import TensorFiles
package import Tensors

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The weights of a model: `model.safetensors`, or the shards that `model.safetensors.index.json`
/// lists.
package struct Checkpoint: Sendable {
  /// The folder.
  package let folder: String
  private let files: [SafetensorsFile]
  /// By name of a tensor: its file.
  private let owners: [String: Int]

  /// Opens the files of a folder.
  ///
  /// - Throws: `.missing` when there are no safetensors; what opening them throws.
  package init(folder: String) throws(DataError) {
    self.folder = folder
    var files: [SafetensorsFile] = []
    for name in try Self.fileNames(folder) {
      files.append(try SafetensorsFile(path: "\(folder)/\(name)"))
    }
    var owners: [String: Int] = [:]
    for (index, file) in files.enumerated() {
      for name in file.tensors.keys {
        guard owners.updateValue(index, forKey: name) == nil else {
          throw DataError(
            .malformed, file: file.path, "found tensor \(name) in two files, expected it in one",
            fix: "get the model again")
        }
      }
    }
    self.files = files
    self.owners = owners
  }

  /// Whether there is a tensor of that name.
  package func has(_ name: String) -> Bool { owners[name] != nil }

  /// A tensor's dimensions, nil when there is none of that name.
  package func shape(of name: String) -> [Int]? {
    owners[name].flatMap { files[$0].tensors[name]?.shape }
  }

  /// A vector of `count` values.
  ///
  /// - Throws: `.malformed` when it is not there or has another shape.
  package func vector(_ name: String, count: Int) throws(DataError) -> [Float] {
    let (file, tensor) = try tensor(name, shape: [count])
    let start = file.start(of: tensor)
    return (0..<count).map { tensor.format.value(start, at: $0) }
  }

  /// A matrix of weights for products in `format`: in the mapped file where it has that format.
  ///
  /// - Throws: `.malformed` when it is not there or has another shape.
  package func matrix(
    _ name: String, rows: Int, columns: Int, format: NumberFormat
  ) throws(DataError) -> WeightMatrix {
    let (file, tensor) = try tensor(name, shape: [rows, columns])
    let start = file.start(of: tensor)
    guard tensor.format == format, UInt(bitPattern: start) % UInt(format.size) == 0 else {
      return WeightMatrix(
        converting: start, rows: rows, columns: columns, from: tensor.format, to: format)
    }
    return WeightMatrix(
      at: start, rows: rows, columns: columns, format: format, owner: file.owner)
  }

  /// A table of rows to look up, in whatever format it is stored.
  ///
  /// - Throws: `.malformed` when it is not there or has another shape.
  package func table(_ name: String, rows: Int, columns: Int) throws(DataError) -> LookupTable {
    let (file, tensor) = try tensor(name, shape: [rows, columns])
    return LookupTable(
      start: file.start(of: tensor), rows: rows, columns: columns, format: tensor.format,
      owner: file.owner)
  }

  private func tensor(
    _ name: String, shape: [Int]
  ) throws(DataError) -> (SafetensorsFile, SafetensorsFile.Tensor) {
    guard let owner = owners[name], let tensor = files[owner].tensors[name] else {
      throw DataError(
        .malformed, file: folder, "found no tensor \(name), expected one of shape \(shape)",
        fix: "get the model again; its config.json may belong to another one")
    }
    guard tensor.shape == shape else {
      throw DataError(
        .malformed, file: files[owner].path,
        "found tensor \(name) of shape \(tensor.shape), expected \(shape)",
        fix: "get the model again; its config.json may belong to another one")
    }
    return (files[owner], tensor)
  }

  private static func fileNames(_ folder: String) throws(DataError) -> [String] {
    let names = try folderEntries(folder)
    if names.contains("model.safetensors") { return ["model.safetensors"] }
    guard names.contains("model.safetensors.index.json") else {
      throw DataError(
        .missing, file: folder + "/model.safetensors", "found no weights in safetensors format",
        fix: "get a model that has them")
    }
    let index: ShardIndex = try readJSON(folder + "/model.safetensors.index.json")
    let shards = Set(index.weight_map.values).sorted()
    guard shards.allSatisfy({ !$0.contains("/") }) else {
      throw DataError(
        .malformed, file: folder + "/model.safetensors.index.json",
        "found files in other folders, expected names of files")
    }
    return shards
  }

  private struct ShardIndex: Decodable {
    var weight_map: [String: String]
  }
}

/// Decodes a JSON file.
///
/// - Throws: `.missing`, `.unreadable`, or `.malformed` with what the decoder says.
func readJSON<Value: Decodable>(_ path: String) throws(DataError) -> Value {
  let bytes = try FileBytes(path: path).withBytes { Data($0) }
  do {
    return try JSONDecoder().decode(Value.self, from: bytes)
  } catch {
    throw DataError(.malformed, file: path, "is not what was expected: \(error)")
  }
}

/// Rows of numbers in a mapped file.
///
/// `@unchecked Sendable`: never changes.
package struct LookupTable: @unchecked Sendable {
  let start: UnsafeRawPointer
  package let rows: Int
  package let columns: Int
  let format: NumberFormat
  let owner: AnyObject

  /// Adds row `row` to `output`, or writes it there.
  package func read(
    _ row: Int, into output: UnsafeMutablePointer<Float>, adding isAdded: Bool = false
  ) {
    let first = row * columns
    for column in 0..<columns {
      let value = format.value(start, at: first + column)
      output[column] = isAdded ? output[column] + value : value
    }
  }
}
