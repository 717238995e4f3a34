// SPDX-License-Identifier: Apache-2.0

import Formats
package import Retrieval
package import Tensors

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
      for name in file.tensors.keys.sorted() {
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

  /// The paths of its files.
  package var paths: [String] { files.map(\.path) }

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
  /// - Parameters:
  ///   - part: Which of `parts` matrices of `rows` rows, where a tensor holds several.
  /// - Throws: `.malformed` when it is not there or has another shape.
  package func matrix(
    _ name: String, rows: Int, columns: Int, format: NumberFormat, part: Int = 0, of parts: Int = 1
  ) throws(DataError) -> WeightMatrix {
    let (file, tensor) = try tensor(name, shape: [rows * parts, columns])
    let start = file.start(of: tensor) + part * rows * columns * tensor.format.size
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
      if let file = files.first(where: { $0.otherTypes[name] != nil }) {
        throw DataError(
          .malformed, file: file.path,
          "found tensor \(name) of type \(file.otherTypes[name] ?? ""), expected F32, F16 or BF16",
          fix: "get the model in one of these types; quantised ones are not supported")
      }
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
    return try shards(JSONTree(path: folder + "/model.safetensors.index.json").root)
  }

  /// The files that an index names.
  private static func shards(_ index: JSONNode) throws(DataError) -> [String] {
    let advice = "get the model again"
    guard let members = index["weight_map"]?.members else {
      throw index.fault("found no \"weight_map\", expected tensors and their files", fix: advice)
    }
    var shards = Set<String>()
    for member in members {
      guard let shard = member.value.string, !shard.contains("/"), !shard.hasPrefix(".") else {
        throw member.value.fault(
          "found \(member.value.name) in the \"weight_map\", expected a file in the same folder",
          fix: advice)
      }
      shards.insert(shard)
    }
    guard !shards.isEmpty else {
      throw index.fault(
        "found an empty \"weight_map\", expected tensors and their files", fix: advice)
    }
    return shards.sorted()
  }
}
