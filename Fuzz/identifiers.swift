// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval

private let scratch = ScratchFile("identifiers.tsv")

/// Reads the input as a table of documents' identifiers, and compares what is accepted with a plain
/// reader over strings.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzIdentifiers(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: data, count: count)
  scratch.write(bytes)
  do throws(DataError) {
    let file = try IdentifierFile(path: scratch.path)
    require(file.count > 0, "an accepted file has identifiers")
    for row in 0..<file.count {
      require(file.line(row) != nil, "every row has a line")
      require(file.text(row).utf8.contains { $0 > 32 }, "an accepted identifier is not blank")
    }
    if !isPacked(bytes) { compare(file, bytes) }
  } catch {
    require(error.code == .malformed && !error.problem.isEmpty, "\(error)")
    require(error.file == scratch.path, "the error names the file")
    if let line = error.line { require(line > 0 && line <= count + 1, "the error's line exists") }
  }
  return 0
}

private func compare(_ file: IdentifierFile, _ bytes: UnsafeRawBufferPointer) {
  var content = Array(bytes)[...]
  if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
  let lines = content.split(separator: 0x0A).map { $0.last == 0x0D ? $0.dropLast() : $0 }
    .filter { !$0.isEmpty }
  require(lines.count == file.count, "every line is a document")
  for (row, line) in lines.enumerated() {
    let columns = line.split(separator: 0x09, omittingEmptySubsequences: false)
    require(columns.count == 2, "an accepted line has two columns")
    Array(columns[0]).withUnsafeBytes {
      require(file.row(of: $0) == row, "the id is the line's")
    }
    require(file.text(row).utf8.elementsEqual(columns[1]), "the identifier is the line's")
  }
}
