// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import Tensors

/// Writes a static model as a folder of Model2Vec's, which sentence-transformers opens as well.
struct StaticModelWriter {
  /// The model that it was made of.
  let source: String
  /// What was asked for.
  let dimensions: Int
  let coefficient: Double?
  let storage: Distillation.Storage

  /// Writes the folder `path`, which appears whole or not at all.
  func write(_ vectors: TokenVectors, tokenizer: [UInt8], to path: String) throws {
    try placeFolder(path) { folder in
      try writeFile(folder + "/tokenizer.json") { try $0.write(tokenizer) }
      try writeFile(folder + "/config.json") { try $0.write(configuration(vectors)) }
      try writeFile(folder + "/modules.json") { try $0.write(Self.modules) }
      try writeWeights(vectors, folder + "/model.safetensors")
    }
  }

  private static let modules = """
    [
      {"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
      {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"}
    ]

    """

  private func configuration(_ vectors: TokenVectors) -> [UInt8] {
    var text = Array(#"{"model_type": "model2vec", "architectures": ["StaticModel"], "#.utf8)
    text += #""tokenizer_name": "#.utf8
    JSONText.appendString((source.split(separator: "/").last ?? "").utf8, to: &text)
    text += #", "apply_pca": \#(dimensions), "#.utf8
    text += #""sif_coefficient": \#(coefficient.map { "\($0)" } ?? "null"), "#.utf8
    text += #""hidden_dim": \#(vectors.width), "seq_length": 1000000, "normalize": true, "#.utf8
    text += #""pooling": "mean", "max_length": \#(StaticModelLayout.usualMaximum), "#.utf8
    text += #""embedding_dtype": "\#(storage.rawValue)"}"#.utf8
    return text + "\n".utf8
  }

  /// A file of one tensor, whose numbers begin at a multiple of 64 bytes.
  private func writeWeights(_ vectors: TokenVectors, _ path: String) throws {
    let count = vectors.rows * vectors.width
    let size = storage == .float32 ? 4 : 2
    var header = Array(
      (#"{"embeddings":{"dtype":"\#(storage == .float32 ? "F32" : "F16")","shape":"#
        + #"[\#(vectors.rows),\#(vectors.width)],"data_offsets":[0,\#(count * size)]}}"#).utf8)
    while (8 + header.count) % 64 != 0 { header.append(UInt8(ascii: " ")) }
    try writeFile(path) { writer in
      try writer.write((0..<8).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) })
      try writer.write(header)
      for row in 0..<vectors.rows {
        let values = UnsafeBufferPointer(
          start: vectors.values.start + row * vectors.width, count: vectors.width)
        if storage == .float32 {
          let bits = values.map(\.bitPattern.littleEndian)
          try bits.withUnsafeBytes { try writer.write($0) }
        } else {
          let bits = values.map(\.roundedToFloat16.littleEndian)
          try bits.withUnsafeBytes { try writer.write($0) }
        }
      }
    }
  }
}
