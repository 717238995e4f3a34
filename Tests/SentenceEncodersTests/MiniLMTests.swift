// SPDX-License-Identifier: Apache-2.0

import Foundation
import SentenceEncoders
import TestSupport
import Testing

/// The folder of all-MiniLM-L6-v2: `$BENCH_MINILM`.
private let minilm = ProcessInfo.processInfo.environment["BENCH_MINILM"] ?? ""
private let passages = TestData.reference.appending(path: "minilm/minilm_scifact200.jsonl")

/// 200 passages of SciFact with their vectors by sentence-transformers.
@Suite(
  .enabled(
    if: !minilm.isEmpty && FileManager.default.fileExists(atPath: passages.path),
    "needs the model in BENCH_MINILM and reference vectors beside BENCH_DATA"))
struct `All-MiniLM-L6-v2` {
  private struct Passage: Decodable {
    var text: String
    var ids: [Int32]
  }

  @Test(arguments: [
    (SentenceEncoder.Computation.float32, 0.9999), (.bfloat16, 0.999), (.int8, 0.9985),
  ])
  func `has the vectors of sentence-transformers`(
    computation: SentenceEncoder.Computation, least: Double
  ) throws {
    let lines = try String(contentsOf: passages, encoding: .utf8).split(separator: "\n")
    let rows = try lines.map { try JSONDecoder().decode(Passage.self, from: Data($0.utf8)) }
    let path = passages.deletingPathExtension().appendingPathExtension("npy")
    let values = try NumPyFloats.read(path)
    var options = SentenceEncoder.Options()
    options.computation = computation
    let encoder = try SentenceEncoder(folder: minilm, options: options)
    #expect(encoder.dimensions == 384)
    #expect(values.count == rows.count * 384)
    let found = try encoder.encode(rows.map(\.text), role: .document, threads: 2)
    for (row, vector) in found.enumerated() {
      #expect(cosine(vector[...], values[row * 384..<(row + 1) * 384]) >= least)
    }
  }
}

/// The cosine of two vectors.
func cosine(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Double {
  func product(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Double {
    zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
  return product(left, right) / (product(left, left) * product(right, right)).squareRoot()
}

/// Reads what `numpy.save` wrote of little-endian float32.
enum NumPyFloats {
  static func read(_ path: URL) throws -> [Float] {
    let bytes = [UInt8](try Data(contentsOf: path))
    let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
    return bytes.withUnsafeBytes { bytes in
      stride(from: start, to: bytes.count, by: 4).map {
        bytes.loadUnaligned(fromByteOffset: $0, as: Float.self)
      }
    }
  }
}
