// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import Tensors

/// What the header of a safetensors file says of one tensor.
struct SafetensorsEntry {
  let name: String
  let type: String
  let shape: [Int]
  /// Where its numbers lie in the data.
  let bytes: Range<Int>

  /// Reads `{"dtype": …, "shape": …, "data_offsets": …}`.
  init(_ name: String, _ node: JSONNode, _ path: String) throws(DataError) {
    guard let type = node["dtype"]?.string, let dimensions = node["shape"]?.elements,
      let offsets = node["data_offsets"]?.elements.map(Array.init), offsets.count == 2
    else {
      throw SafetensorsFile.damaged(
        path, "found no dtype, shape and two data_offsets of tensor \(name)")
    }
    var shape: [Int] = []
    for dimension in dimensions {
      guard let size = dimension.integer, size >= 0 else {
        throw SafetensorsFile.damaged(
          path, "found \(dimension.name) in the shape of tensor \(name)")
      }
      shape.append(size)
    }
    guard let start = offsets[0].integer, let end = offsets[1].integer, start >= 0, end >= start
    else {
      throw SafetensorsFile.damaged(
        path,
        "found \(offsets[0].name) and \(offsets[1].name) as data_offsets of tensor \(name)")
    }
    self.name = name
    self.type = type
    self.shape = shape
    bytes = start..<end
  }

  /// The tensor, nil when its numbers are none of the formats of weights.
  ///
  /// - Parameter start: Where the data starts in the file.
  func tensor(_ start: Int, _ path: String) throws(DataError) -> SafetensorsFile.Tensor? {
    let formats: [String: NumberFormat] = ["F32": .float32, "F16": .float16, "BF16": .bfloat16]
    guard let format = formats[type] else { return nil }
    return SafetensorsFile.Tensor(
      format: format, shape: shape, bytes: try place(start, size: format.size, path))
  }

  /// The tensor of other numbers, nil when its type is none that is read.
  func otherTensor(
    _ start: Int, _ path: String
  ) throws(DataError) -> SafetensorsFile.OtherTensor? {
    guard let type = SafetensorsFile.OtherType(rawValue: type) else { return nil }
    return SafetensorsFile.OtherTensor(
      type: type, shape: shape, bytes: try place(start, size: type.size, path))
  }

  /// Where the tensor's numbers, of `numberSize` bytes each, lie in the file.
  private func place(
    _ start: Int, size numberSize: Int, _ path: String
  ) throws(DataError) -> Range<Int> {
    var size = numberSize
    for dimension in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
      guard !overflow else {
        throw SafetensorsFile.damaged(path, "found the shape \(shape) of tensor \(name)")
      }
      size = product
    }
    guard bytes.count == size else {
      throw SafetensorsFile.damaged(
        path,
        "found \(bytes.count) bytes of tensor \(name), which has \(size) by its type \(type) and "
          + "shape \(shape)")
    }
    return (start + bytes.lowerBound)..<(start + bytes.upperBound)
  }
}
