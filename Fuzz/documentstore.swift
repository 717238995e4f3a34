// SPDX-License-Identifier: Apache-2.0

import Compression
import Foundation
import Retrieval

@testable import Formats

private let scratch = ScratchFile("fuzz.documents")

/// Opens the input as a document store, with all checksums mended so that damage gets past them.
///
/// The first byte says how much is mended: nothing, the trailer, the list of parts too, or also the
/// checksums of the table of ids. What opens answers every question with a document or an error.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDocumentStore(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  var file = [UInt8](UnsafeBufferPointer(start: data + 1, count: count - 1))
  mend(&file, data[0] % 4)
  file.withUnsafeBytes { scratch.write($0) }
  do throws(DataError) {
    let store = try DocumentStore.open(scratch.path)
    for position in 0..<min(store.count, 50) {
      do throws(DataError) {
        let document = try store.document(at: position)
        let found = try store.document(id: document.id)
        require(found == nil || found?.id == document.id, "an id finds no other document")
      } catch {
        require(error.code == .malformed && error.line == nil, "damage is malformed")
      }
    }
    _ = try store.documents(ids: ["", "d1", "absent"])
  } catch {
    require(error.code == .malformed && !error.problem.isEmpty, "a file is rejected for a reason")
  }
  return 0
}

private func mend(_ file: inout [UInt8], _ level: UInt8) {
  let end = file.count - StoreLayout.Trailer.size
  guard level > 0, end >= 0 else { return }
  func number(_ offset: Int) -> Int? {
    file.withUnsafeBytes { Int(exactly: $0.number(at: end + offset, as: UInt64.self)) }
  }
  if level > 1, let directory = number(24), directory <= end {
    if level > 2, let documents = number(0), let blocks = number(8), let table = number(16) {
      mendBuckets(
        &file, documents: documents, blocks: blocks, table: table, directory: directory, end: end)
    }
    put(file[directory..<end].withUnsafeBytes(crc32), at: end + 32, in: &file)
  }
  put(file[end..<(end + 40)].withUnsafeBytes(crc32), at: end + 40, in: &file)
}

private func mendBuckets(
  _ file: inout [UInt8], documents: Int, blocks: Int, table: Int, directory: Int, end: Int
) {
  guard documents < 1 << 20, blocks < 1 << 20 else { return }
  var start = table
  for bucket in 0..<(1 << StoreLayout.bucketBits(documents: documents)) {
    let record = directory + blocks * StoreLayout.Block.size + bucket * StoreLayout.Bucket.size
    guard record + StoreLayout.Bucket.size <= end,
      let rows = file.withUnsafeBytes({ Int(exactly: $0.number(at: record, as: UInt64.self)) }),
      rows < 1 << 20
    else { return }
    let next = table + rows * StoreLayout.entrySize
    guard start <= next, next <= directory else { return }
    put(file[start..<next].withUnsafeBytes(crc32), at: record + 8, in: &file)
    start = next
  }
}

private func put(_ number: UInt32, at offset: Int, in file: inout [UInt8]) {
  withUnsafeBytes(of: number.littleEndian) { file.replaceSubrange(offset..<(offset + 4), with: $0) }
}
