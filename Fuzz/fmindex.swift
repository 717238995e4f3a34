// SPDX-License-Identifier: Apache-2.0

import Compression
import Foundation
import Retrieval

@testable import FMIndex

private let scratch = ScratchFile("index.fm")
private let bases = [base(vocabulary: 3), base(vocabulary: 40), base(vocabulary: 300), base([])]

/// Takes the input as changes to an index file whose checksums are then made right again, opens it,
/// and asks what is accepted: nothing may crash, and every answer is within bounds.
///
/// The first byte chooses the index, every eight further ones are a change.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFMIndex(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = UnsafeRawBufferPointer(start: data, count: count)
  guard let first = input.first else { return 0 }
  var bytes = bases[Int(first) % bases.count]
  for start in stride(from: 1, through: count - 8, by: 8) {
    apply(UnsafeRawBufferPointer(rebasing: input[start..<(start + 8)]), to: &bytes)
  }
  seal(&bytes)
  bytes.withUnsafeBytes { scratch.write($0) }
  do throws(DataError) {
    ask(try FMIndex(path: scratch.path))
  } catch {
    require(error.code == .malformed && !error.problem.contains("checksum"), "\(error)")
    require(error.file == scratch.path, "the error names the file")
  }
  return 0
}

private func ask(_ index: FMIndex) {
  require(index.documentLengths().count == index.documentCount, "documents have lengths")
  for ngram in [[], [1], [2, 1], [1, 2, 3], [7, 7], [299]] as [[UInt32]] {
    let rows = index.rows(of: ngram)
    check(rows, index)
    for row in rows.prefix(20) {
      let position = index.position(ofRow: row)
      require((0..<index.length).contains(position), "positions are in the text")
      let document = index.document(atPosition: position)
      require((0..<index.documentCount).contains(document), "positions are in documents")
    }
    let few = rows.prefix(20)
    var positions = [UInt32](repeating: 0, count: few.count), documents = positions
    positions.withUnsafeMutableBufferPointer { positions in
      documents.withUnsafeMutableBufferPointer {
        index.locate(few, positions: positions, documents: $0)
      }
    }
    require(positions.elementsEqual(few.map { UInt32(index.position(ofRow: $0)) }), "both locate")
    require(documents.allSatisfy { $0 < index.documentCount }, "rows are in documents")
    count([0, 1, 2, 7, 39, 299, 100_000], after: rows, index)
    var last = -1
    index.forEachNext(after: rows) { token, next in
      require(Int(token) > last && token < index.vocabularySize, "tokens ascend")
      last = Int(token)
      check(next, index)
    }
    index.forEachFrequentNext(after: rows, limit: 5) { token, next in
      require(token < index.vocabularySize, "tokens are known")
      check(next, index)
    }
  }
}

private func count(_ tokens: [UInt32], after rows: Range<Int>, _ index: FMIndex) {
  var counts = [UInt32](repeating: 0, count: tokens.count)
  tokens.withUnsafeBufferPointer { tokens in
    counts.withUnsafeMutableBufferPointer { index.counts(of: tokens, after: rows, into: $0) }
  }
  for (token, count) in zip(tokens, counts) {
    require(Int(count) == index.count(of: token, after: rows), "counts at once are those of each")
  }
}

private func check(_ rows: Range<Int>, _ index: FMIndex) {
  require(rows.lowerBound >= 0 && rows.upperBound <= index.length, "rows are rows")
}

/// Eight bytes: what to do, a place (three), a number (four).
private func apply(_ change: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
  let place = Int(change.loadUnaligned(fromByteOffset: 0, as: UInt32.self) >> 8) % bytes.count
  let value = change.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
  switch change[0] % 4 {
  case 0: bytes[place] = UInt8(truncatingIfNeeded: value)
  case 1: bytes[place] ^= 1 << UInt8(value % 8)
  case 2:
    for byte in 0..<4 where place + byte < bytes.count {
      bytes[place + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte)))
    }
  default: if bytes.count > 100, value % 16 == 0 { bytes.removeLast(Int(value >> 8) % 64) }
  }
}

/// Makes all checksums right, as far as the header says where they are.
private func seal(_ bytes: inout [UInt8]) {
  let end = FMIndexLayout.headerSize - 4
  guard bytes.count > end + 4 else { return }
  store(bytes[..<end].withUnsafeBytes { crc32($0) }, at: end, in: &bytes)
  guard let layout = bytes.withUnsafeBytes({ FMIndexLayout(header: $0) }),
    layout.fileSize == bytes.count
  else { return }
  var start = FMIndexLayout.headerSize
  let trailer = bytes.count - layout.trailerSize
  for (row, section) in layout.sections.enumerated() {
    let next = start + layout.paddedSize(of: section)
    store(bytes[start..<next].withUnsafeBytes { crc32($0) }, at: trailer + 4 * row, in: &bytes)
    start = next
  }
  let sums = trailer..<(bytes.count - 4)
  store(bytes[sums].withUnsafeBytes { crc32($0) }, at: bytes.count - 4, in: &bytes)
}

private func store(_ number: UInt32, at offset: Int, in bytes: inout [UInt8]) {
  bytes.withUnsafeMutableBytes {
    $0.storeBytes(of: number.littleEndian, toByteOffset: offset, as: UInt32.self)
  }
}

private func base(vocabulary: UInt32) -> [UInt8] {
  var documents: [[UInt32]] = []
  for row in 0..<40 {
    let tokens = (0..<(row % 13)).map { place in
      let mixed = UInt32(row * 7919 + place * place * 31)
      return mixed % vocabulary + 1
    }
    documents.append(tokens)
  }
  return base(documents)
}

private func base(_ documents: [[UInt32]]) -> [UInt8] {
  let folder = ProcessInfo.processInfo.environment["FUZZ_SCRATCH"] ?? "/tmp"
  let path = "\(folder)/base-\(getpid())"
  do throws(DataError) {
    var builder = FMIndexBuilder(folder: folder)
    for document in documents { try builder.append(document) }
    try builder.write(to: path)
  } catch {
    require(false, "the base index is built: \(error)")
  }
  return [UInt8](FileManager.default.contents(atPath: path) ?? Data())
}
