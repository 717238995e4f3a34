// SPDX-License-Identifier: Apache-2.0

import Compression
import Foundation
import Retrieval

@testable import VectorSearch

private let endings = [".npy", ".fvecs", ".bvecs", ".jsonl", ".safetensors", ".vectors"]
private let folder = ScratchFolder("vectors")

/// Reads what follows the first byte as a file of vectors, of the kind that the byte names, the
/// checksums of our own mended, and searches what is accepted.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzVectors(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let kind = Int(data[0]) % endings.count
  var bytes = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
  if endings[kind] == ".vectors" { mend(&bytes) }
  let path = folder.path + "/v" + endings[kind]
  folder.write(bytes, to: path)
  do throws(DataError) {
    let file = try VectorFile(path)
    require(file.ids.map { $0.count == file.table.count } ?? true, "one identifier a row")
    check(file.table, isOurs: endings[kind] == ".vectors")
  } catch {
    require(error.file == path, "the error names the file")
    require(error.code == .malformed, "\(error)")
  }
  return 0
}

private func check(_ table: VectorTable, isOurs: Bool) {
  guard table.count <= 4096, table.dimensions <= 4096 else { return }
  for row in 0..<table.count {
    require(isOurs || table[row].allSatisfy(\.isFinite), "accepted numbers are finite")
  }
  let query = (0..<table.dimensions).map { Float($0 % 7) - 3 }
  for similarity in Similarity.allCases {
    let search = ExactSearch(table, similarity: similarity)
    do {
      let hits = try search.search(query, depth: 5)
      require(hits.count == min(5, table.count), "as many hits as there are rows")
      require(
        hits.allSatisfy { (0..<table.count).contains($0.row) && $0.score.isFinite }, "they exist")
      let all = try search.search(query, depth: 5, among: 0..<table.count)
      require(isOurs || hits == all, "the hits are those of scoring every row")
    } catch {
      require(isOurs, "only a table that was damaged stops a search: \(error)")
    }
  }
}

/// Makes the checksums of a file of our own right.
private func mend(_ bytes: inout [UInt8]) {
  let size = VectorFileLayout.markSize
  guard bytes.count >= 2 * size else { return }
  bytes.replaceSubrange(..<20, with: VectorFileLayout.Header.magic + [1, 0, 0, 0])
  let trailer = bytes.count - size
  bytes.replaceSubrange(
    trailer..<(trailer + 20), with: VectorFileLayout.Trailer.magic + [1, 0, 0, 0])
  let (format, stride, rows) = bytes.withUnsafeBytes {
    (
      $0.number(at: 20, as: UInt32.self), $0.number(at: 32, as: UInt64.self),
      $0.number(at: trailer + 24, as: UInt64.self)
    )
  }
  let facts = rows.multipliedReportingOverflow(by: format == VectorFormat.int8.code ? 8 : 4)
  if !facts.overflow, facts.partialValue <= UInt64(trailer - size), stride < 1 << 32 {
    let part = (trailer - Int(facts.partialValue))..<trailer
    let sum = bytes[part].withUnsafeBytes { crc32($0) }
    withUnsafeBytes(of: sum.littleEndian) {
      bytes.replaceSubrange((trailer + 36)..<(trailer + 40), with: $0)
    }
  }
  for start in [0, trailer] {
    let sum = bytes[start..<(start + size - 4)].withUnsafeBytes { crc32($0) }
    withUnsafeBytes(of: sum.littleEndian) {
      bytes.replaceSubrange((start + size - 4)..<(start + size), with: $0)
    }
  }
}
