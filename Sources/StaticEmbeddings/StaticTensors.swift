// SPDX-License-Identifier: Apache-2.0

import Retrieval
import TensorFiles
import Tensors

/// The tensors of a static model, of any of the number types that they come in.
struct StaticTensors {
  private let file: SafetensorsFile

  init(_ file: SafetensorsFile) { self.file = file }

  /// A matrix of the file.
  struct Matrix {
    let name: String
    let rows: Int
    let columns: Int
  }

  /// The shape of the matrix under the first of `names` that is there.
  func matrix(_ names: [String]) throws(DataError) -> Matrix {
    guard let name = names.first(where: { shape(of: $0) != nil }), let shape = shape(of: name)
    else {
      throw fault("found no tensor \(names.joined(separator: " or ")), expected one of numbers")
    }
    guard shape.count == 2, shape[0] > 0, shape[1] > 0 else {
      throw fault("found tensor \(name) of shape \(shape), expected a row for each token")
    }
    return Matrix(name: name, rows: shape[0], columns: shape[1])
  }

  /// The numbers of a matrix as floats, and what keeps them alive: the file itself where it has
  /// floats.
  func floats(_ matrix: Matrix) -> (start: UnsafePointer<Float>, owner: AnyObject) {
    let count = matrix.rows * matrix.columns
    if let tensor = file.tensors[matrix.name], tensor.format == .float32 {
      let start = file.start(of: tensor)
      if UInt(bitPattern: start) % 4 == 0 {
        return (start.bindMemory(to: Float.self, capacity: count), file.owner)
      }
    }
    let buffer = FloatBuffer(count: count)
    convert(matrix.name, count: count, into: buffer.start)
    return (UnsafePointer(buffer.start), buffer)
  }

  /// What the vector of each token is multiplied with; empty where the file does not say.
  func weights(_ vocabulary: VocabularyExtent) throws(DataError) -> [Float] {
    guard let count = try length(of: "weights", vocabulary) else { return [] }
    return [Float](unsafeUninitializedCapacity: max(count, 1)) { buffer, initialized in
      if let start = buffer.baseAddress { convert("weights", count: count, into: start) }
      initialized = count
    }
  }

  /// The row of each token; nil where rows are ids.
  func mapping(_ vocabulary: VocabularyExtent, rows: Int) throws(DataError) -> [Int32]? {
    guard let count = try length(of: "mapping", vocabulary) else { return nil }
    guard let tensor = file.others["mapping"], tensor.type != .float64 else {
      throw fault("found tensor mapping of floats, expected integers")
    }
    let start = file.start(of: tensor)
    var mapping: [Int32] = []
    mapping.reserveCapacity(count)
    for index in 0..<count {
      let row = tensor.type.integer(start, at: index)
      guard 0..<Int64(min(rows, Int(Int32.max))) ~= row else {
        throw fault(
          "found row \(row) of token \(index) in tensor mapping, expected 0 to \(rows - 1)")
      }
      mapping.append(Int32(row))
    }
    return mapping
  }

  /// The length of a vector with a value for each token; nil when there is no tensor of that name.
  private func length(
    of name: String, _ vocabulary: VocabularyExtent
  ) throws(DataError) -> Int? {
    guard let shape = shape(of: name) else { return nil }
    guard shape.count == 1, shape[0] >= vocabulary.size else {
      throw fault(
        "found tensor \(name) of shape \(shape), expected a value for each of the tokenizer's "
          + "\(vocabulary.size) tokens")
    }
    return shape[0]
  }

  private func shape(of name: String) -> [Int]? {
    file.tensors[name]?.shape ?? file.others[name]?.shape
  }

  private func convert(_ name: String, count: Int, into output: UnsafeMutablePointer<Float>) {
    if let tensor = file.tensors[name] {
      let start = file.start(of: tensor)
      for index in 0..<count { output[index] = tensor.format.value(start, at: index) }
    } else if let tensor = file.others[name] {
      let start = file.start(of: tensor)
      for index in 0..<count { output[index] = tensor.type.float(start, at: index) }
    }
  }

  private func fault(_ problem: String) -> DataError {
    DataError(
      .malformed, file: file.path, problem,
      fix: "get the model again; its tokenizer.json may belong to another one")
  }
}

extension SafetensorsFile.OtherType {
  /// Number `index` behind `start`, which need not be aligned; 0 where it is no integer.
  fileprivate func integer(_ start: UnsafeRawPointer, at index: Int) -> Int64 {
    switch self {
    case .int64: start.loadUnaligned(fromByteOffset: index * 8, as: Int64.self)
    case .int32: Int64(start.loadUnaligned(fromByteOffset: index * 4, as: Int32.self))
    case .int8: Int64(start.load(fromByteOffset: index, as: Int8.self))
    case .float64: 0
    }
  }

  /// Number `index` behind `start`, which need not be aligned, as the nearest float.
  fileprivate func float(_ start: UnsafeRawPointer, at index: Int) -> Float {
    guard self == .float64 else { return Float(integer(start, at: index)) }
    return Float(start.loadUnaligned(fromByteOffset: index * 8, as: Double.self))
  }
}
