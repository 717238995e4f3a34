// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval

@testable import Formats

private let scratch = ScratchFile("qrels")

/// Reads the input as qrels and compares what is accepted with a plain reader over strings.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzQrels(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: data, count: count)
  scratch.write(bytes)
  do throws(DataError) {
    let qrels = try readBEIRQrels(path: scratch.path)
    require(qrels.judgmentCount > 0, "accepted qrels hold a judgement")
    // Compressed content and JSON have tests of their own; here every row must be found again.
    if !isCompressed(bytes) && !looksLikeJSON(bytes) { compare(qrels, plainRows(bytes)) }
  } catch {
    let lines = bytes.count { $0 == 0x0A } + 1
    require(
      isCompressed(bytes) || (1...lines).contains(error.line ?? 1), "line \(error) exists")
  }
  return 0
}

private func compare(_ qrels: Qrels, _ rows: [Row]) {
  require(rows.count == qrels.judgmentCount, "every line became one judgement")
  for row in rows {
    guard let judged = qrels[row.query] else {
      require(false, "query \(row.query) is judged")
      return
    }
    let slot = (0..<judged.count).first { judged.documents[$0] == row.document }
    require(slot.map { judged.grades[$0] } == row.grade, "the grade is the line's")
  }
}

private func isCompressed(_ bytes: UnsafeRawBufferPointer) -> Bool {
  bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: [0x28, 0xB5])
    || bytes.count > 3 && bytes[1] == 0x2A && bytes[2] == 0x4D
}

private struct Row {
  var query: String
  var document: String
  var grade: Int32
}

private func looksLikeJSON(_ bytes: UnsafeRawBufferPointer) -> Bool {
  let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
  return content.first { $0 > 0x20 } == UInt8(ascii: "{")
}

/// The rows that a reader finds which trusts its input.
private func plainRows(_ bytes: UnsafeRawBufferPointer) -> [Row] {
  var text = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
  if text.first == "\u{FEFF}" { text = text.dropFirst() }
  return text.split(separator: "\n").compactMap { line in
    let line = line.last == "\r" ? line.dropLast() : line
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
    guard columns.count == 3, let grade = Double(columns[2]) else { return nil }
    return Row(query: columns[0], document: columns[1], grade: Int32(grade))
  }
}
