// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval

@testable import Formats

private let scratch = ScratchFile("csv")
private let written = ScratchFile("written.csv")

/// Reads the input as CSV, writes what was read with every field quoted, and reads it back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: data, count: count)
  scratch.write(bytes)
  do throws(DataError) {
    let rows = try readCSV(path: scratch.path)
    require(Set(rows.map(\.fields.count)).count <= 1, "all rows have as many fields")
    require(zip(rows, rows.dropFirst()).allSatisfy { $0.line < $1.line }, "lines rise")
    let text = rows.map { row in
      row.fields.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
    }.joined(separator: "\n")
    Array(text.utf8).withUnsafeBytes(written.write)
    let again = try readCSV(path: written.path)
    require(
      again.map { bytesOf($0) } == rows.map { bytesOf($0) }, "written and read it is the same")
  } catch {
    let lines = bytes.count { $0 == 0x0A } + 1
    require(isPacked(bytes) || (1...lines).contains(error.line ?? 1), "line \(error) exists")
  }
  return 0
}

private func bytesOf(_ row: CSVRow) -> [[UInt8]] { row.fields.map { Array($0.utf8) } }
