// SPDX-License-Identifier: Apache-2.0

import Foundation
import Parquet
import Retrieval

private let scratch = ScratchFile("fuzz.parquet")

/// Reads the input as a Parquet file and checks what every column that is accepted promises.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzParquet(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  scratch.write(UnsafeRawBufferPointer(start: data, count: count))
  do throws(DataError) {
    let file = try ParquetFile(path: scratch.path)
    let rows = file.rowGroups.reduce(0) { $0 + file.rowCount(ofRowGroup: $1) }
    require(rows == file.rowCount, "row groups make the file")
    // Memory claimed honestly, by many rows of nothing, would only make the fuzzer slow.
    guard rows < 1 << 16 else { return 0 }
    for group in file.rowGroups {
      for column in file.columns { read(column, of: file, group) }
      for field in Set(file.columns.map { $0.path.prefix { $0 != "." } }) {
        assemble(String(field), of: file, group)
      }
    }
  } catch {
    require(error.code == .malformed && !error.problem.isEmpty, "a file is rejected for a reason")
  }
  return 0
}

private func read(_ column: ParquetColumn, of file: ParquetFile, _ group: Int) {
  do throws(DataError) {
    let slice = try file.read(column: column.path, rowGroup: group)
    require(slice.rowCount == file.rowCount(ofRowGroup: group), "all rows are there")
    require(slice.values.count == slice.validity.count, "every value is there or not")
    let ends = slice.rowOffsets ?? [0, slice.rowCount]
    require(ends.first == 0 && ends.last == slice.validity.count, "lists hold all values")
    require(zip(ends, ends.dropFirst()).allSatisfy { $0 <= $1 }, "lists end after they start")
    guard case .strings(let strings) = slice.values else { return }
    for index in 0..<strings.count {
      let text = String(validating: strings.bytes[strings.range(index)], as: UTF8.self)
      require(column.kind == .binary || text != nil, "accepted text is UTF-8")
    }
  } catch {
    require(
      error.problem.hasPrefix("row group \(group), column \(column.path)"), "the place is told")
  }
}

/// Assembles the rows of a field, however deep its lists and structs are.
private func assemble(_ field: String, of file: ParquetFile, _ group: Int) {
  guard file.hasField(field) else { return }
  do throws(DataError) {
    var rows = try file.readNested(field: field, rowGroup: group)
    for _ in 0..<file.rowCount(ofRowGroup: group) { _ = try rows.next() }
  } catch {
    require(error.problem.hasPrefix("row group \(group), "), "the place is told")
  }
}
