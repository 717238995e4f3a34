// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval
import TensorFiles
import Tensors

/// Vectors that another program wrote, with the identifiers that belong to them.
///
/// Recognised by the ending of the file's name: `.npy` (NumPy), `.fvecs` and `.bvecs` (TEXMEX),
/// `.safetensors`, `.jsonl` (`{"id": "…", "vector": […]}` a line, or `"embedding"`, `"_id"`), and
/// files of a ``VectorTableWriter``. Numbers of 16 and 32 bits stay where they are, mapped; others
/// become floats of 32 bits in memory.
public struct VectorFile: Sendable {
  /// The vectors.
  public let table: VectorTable
  /// One identifier a row; nil where neither the records nor another file have them.
  public let ids: IdentifierTable?

  /// Opens a file of vectors.
  ///
  /// - Parameters:
  ///   - path: The file, not compressed but for `.jsonl`.
  ///   - ids: A file with one identifier a line, in the order of the rows; nil where the records have
  ///     them, or nobody needs them.
  ///   - tensor: The tensor of a safetensors file; nil where only one has two dimensions.
  /// - Throws: ``DataError`` where the file is not there, in another form or damaged, where a number
  ///   is not finite, and where identifiers are not one a row, each once.
  public init(_ path: String, ids: String? = nil, tensor: String? = nil) throws(DataError) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if name.hasSuffix(".jsonl") || name.hasSuffix(".jsonl.gz") || name.hasSuffix(".jsonl.zst") {
      guard ids == nil else {
        throw DataError(
          .malformed, file: path, "found identifiers in another file, expected them in the records",
          fix: "leave the file of identifiers out")
      }
      let records = try VectorRecords(path: path)
      table = records.table
      self.ids = records.ids
      return
    }
    let table = try Self.table(path, name, tensor)
    self.table = table
    guard let ids else {
      self.ids = nil
      return
    }
    self.ids = try VectorIdentifiers.read(ids, expected: table.count)
  }

  private static func table(
    _ path: String, _ name: String, _ tensor: String?
  ) throws(DataError) -> VectorTable {
    if name.hasSuffix(".npy") { return try NPYFile(path: path).table() }
    if name.hasSuffix(".fvecs") { return try TEXMEXFile.table(path: path, isBytes: false) }
    if name.hasSuffix(".bvecs") { return try TEXMEXFile.table(path: path, isBytes: true) }
    if name.hasSuffix(".safetensors") { return try tensorTable(path, tensor) }
    let file = try MappedFile(path: path)
    let isOurs = withExtendedLifetime(file) {
      file.bytes.starts(with: VectorFileLayout.Header.magic)
    }
    if isOurs {
      let table = try VectorTable.open(path)
      try table.verify()
      return table
    }
    throw DataError(
      .malformed, file: path,
      "found a file of unknown kind, expected .npy, .fvecs, .bvecs, .safetensors or .jsonl",
      fix: "convert the vectors to one of these")
  }

  private static func tensorTable(
    _ path: String, _ name: String?
  ) throws(DataError) -> VectorTable {
    let file = try SafetensorsFile(path: path)
    let matrices = file.tensors.filter { $0.value.shape.count == 2 }.keys.sorted()
    guard let name = name ?? (matrices.count == 1 ? matrices[0] : nil) else {
      throw DataError(
        .malformed, file: path,
        "found \(matrices.count) tensors of floats with two dimensions, expected one, or the name of "
          + "the one that is meant",
        fix: matrices.isEmpty
          ? "store rows × dimensions as F32, F16 or BF16"
          : "name one of \(matrices.prefix(8).joined(separator: ", "))")
    }
    guard let tensor = file.tensors[name] else {
      throw DataError(
        .malformed, file: path, "found no tensor of floats \(name)",
        fix: matrices.isEmpty
          ? "store rows × dimensions as F32, F16 or BF16"
          : "name one of \(matrices.prefix(8).joined(separator: ", "))")
    }
    guard tensor.shape.count == 2 else {
      throw DataError(
        .malformed, file: path,
        "found the shape \(tensor.shape) of tensor \(name), expected rows × dimensions",
        fix: "name another tensor, or store this one with two dimensions")
    }
    let format: VectorFormat =
      switch tensor.format {
      case .float32: .float32
      case .float16: .float16
      case .bfloat16: .bfloat16
      }
    return try FloatRows(
      path: path, offset: tensor.bytes.lowerBound, rows: tensor.shape[0],
      dimensions: tensor.shape[1], kind: .mapped(format)
    ).table()
  }
}
