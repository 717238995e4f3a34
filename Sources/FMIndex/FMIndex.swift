// SPDX-License-Identifier: Apache-2.0

import Compression
import Formats
public import Retrieval

/// A full-text index of token sequences: how often an n-gram occurs, where, and what may follow it.
///
/// P. Ferragina and G. Manzini. Opportunistic data structures with applications. FOCS 2000. As in SEAL
/// (M. Bevilacqua et al. Autoregressive search engines: generating substrings as document identifiers.
/// NeurIPS 2022), documents are indexed back to front, so that one backward step of the index puts a
/// token behind an n-gram. An n-gram is a range of *rows*, its occurrences; the empty n-gram is all rows.
///
/// `@unchecked Sendable`: the mapped file never changes.
public final class FMIndex: @unchecked Sendable {
  /// The token that stands for the end of a document; no n-gram holds it.
  public static let end: UInt32 = 0

  private let file: MappedFile
  private let layout: FMIndexLayout
  private let ends: RankBits
  private let positions: PackedNumbers
  private let transform: WaveletMatrix
  private let starts: UnsafePointer<UInt32>
  private let shifts: UnsafePointer<UInt32>

  /// Maps the file at `path` and verifies all of it.
  ///
  /// - Throws: `.missing`, `.unreadable`; `.malformed` for a file that is no index, of another
  ///   version, cut short or damaged.
  public init(path: String) throws(DataError) {
    file = try MappedFile(path: path, isSequential: false)
    let bytes = file.bytes
    guard let base = bytes.baseAddress, bytes.starts(with: FMIndexLayout.magic) else {
      throw Self.damaged(path, "is no FM-index")
    }
    guard bytes.count >= FMIndexLayout.headerSize else {
      throw Self.damaged(path, "is cut short at \(bytes.count) bytes")
    }
    let version: UInt32 = bytes.number(at: FMIndexLayout.magic.count)
    guard version == FMIndexLayout.version else {
      throw Self.damaged(path, "has version \(version), expected \(FMIndexLayout.version)")
    }
    guard let layout = FMIndexLayout(header: bytes) else {
      throw Self.damaged(path, "has a damaged header")
    }
    guard bytes.count == layout.fileSize else {
      throw Self.damaged(path, "has \(bytes.count) bytes, expected \(layout.fileSize)")
    }
    let offsets = try Self.verified(bytes, layout, path)
    func start(_ section: FMIndexLayout.Section) -> UnsafeRawPointer {
      base + (offsets[section] ?? 0)
    }
    let ends = RankBits(start(.ends), count: layout.length)
    let levels = (0..<layout.levels).map { RankBits(start(.level($0)), count: layout.length) }
    for bits in [ends] + levels where !bits.isSound {
      throw Self.damaged(path, "holds counts that are not those of its bits")
    }
    let found = ends.rank(layout.length)
    guard found == layout.documents else {
      throw Self.damaged(path, "holds \(found) ends of documents, expected \(layout.documents)")
    }
    // So that every position is in a document.
    guard layout.length == 0 || ends.bit(layout.length - 1) else {
      throw Self.damaged(path, "holds tokens behind the end of the last document")
    }
    self.layout = layout
    self.ends = ends
    positions = PackedNumbers(start(.positions), width: layout.positionWidth)
    transform = WaveletMatrix(levels)
    starts = start(.starts).assumingMemoryBound(to: UInt32.self)
    shifts = start(.shifts).assumingMemoryBound(to: UInt32.self)
  }

  /// Where the sections start, all of whose checksums are right.
  private static func verified(
    _ bytes: UnsafeRawBufferPointer, _ layout: FMIndexLayout, _ path: String
  ) throws(DataError) -> [FMIndexLayout.Section: Int] {
    let trailer = UnsafeRawBufferPointer(rebasing: bytes[(bytes.count - layout.trailerSize)...])
    let sums = UnsafeRawBufferPointer(rebasing: trailer[..<(trailer.count - 4)])
    guard crc32(sums) == trailer.number(at: sums.count) else {
      throw damaged(path, "has a damaged end")
    }
    var offsets: [FMIndexLayout.Section: Int] = [:]
    var offset = FMIndexLayout.headerSize
    for (row, section) in layout.sections.enumerated() {
      let end = offset + layout.paddedSize(of: section)
      guard crc32(UnsafeRawBufferPointer(rebasing: bytes[offset..<end])) == sums.number(at: 4 * row)
      else {
        throw damaged(path, "is damaged between byte \(offset) and \(end): the checksum differs")
      }
      offsets[section] = offset
      offset = end
    }
    return offsets
  }

  private static func damaged(_ path: String, _ found: String) -> DataError {
    DataError(
      .malformed, file: path, found, fix: "remove the file and index the corpus again")
  }

  /// Bytes of the file.
  public var sizeOnDisk: Int { layout.fileSize }

  /// The number of documents.
  public var documentCount: Int { layout.documents }

  /// Tokens are below this; ``end`` is one of them.
  public var vocabularySize: Int { layout.vocabulary }

  /// Tokens of all documents, with one ``end`` for each document.
  public var length: Int { layout.length }

  /// The rows of the empty n-gram.
  public var all: Range<Int> { 0..<layout.length }

  /// The rows of the n-gram of one token.
  public func rows(of token: UInt32) -> Range<Int> {
    guard token != Self.end, token < layout.vocabulary else { return 0..<0 }
    let low = Int(starts[Int(token)])
    let high = min(Int(starts[Int(token) + 1]), layout.length)
    return low < high ? low..<high : 0..<0
  }

  /// How often a token occurs; ``end`` once for each document.
  public func count(of token: UInt32) -> Int {
    guard token < layout.vocabulary else { return 0 }
    return token == Self.end ? layout.documents : rows(of: token).count
  }

  /// How often an n-gram stands before a token, where `rows` are those of the n-gram.
  @inline(__always)
  public func count(of token: UInt32, after rows: Range<Int>) -> Int {
    guard token < layout.vocabulary, !rows.isEmpty else { return 0 }
    return transform.descend(rows, to: token).count
  }

  /// How often an n-gram stands before each of some tokens, where `rows` are those of the n-gram.
  ///
  /// - Parameters:
  ///   - tokens: Ascending, without repetition.
  ///   - counts: As many as there are tokens.
  public func counts(
    of tokens: UnsafeBufferPointer<UInt32>, after rows: Range<Int>,
    into counts: UnsafeMutableBufferPointer<UInt32>
  ) {
    precondition(counts.count >= tokens.count, "every token has a count")
    guard let start = counts.baseAddress else { return }
    let known = tokens.lastIndex { $0 < layout.vocabulary }.map { $0 + 1 } ?? 0
    (start + known).update(repeating: 0, count: tokens.count - known)
    transform.count(.init(rebasing: tokens[..<known]), in: rows, into: start)
  }

  /// The rows of an n-gram with a token behind it, where `rows` are those of the n-gram; none when
  /// no document has it.
  public func rows(of token: UInt32, after rows: Range<Int>) -> Range<Int> {
    guard token != Self.end, token < layout.vocabulary, !rows.isEmpty else { return 0..<0 }
    let found = transform.descend(rows, to: token)
    return found.isEmpty ? 0..<0 : shifted(found, token)
  }

  /// The rows of an n-gram.
  public func rows(of ngram: some Sequence<UInt32>) -> Range<Int> {
    ngram.reduce(all) { rows(of: $1, after: $0) }
  }

  /// How often an n-gram occurs.
  public func count(of ngram: some Sequence<UInt32>) -> Int { rows(of: ngram).count }

  /// From the last level of the wavelet matrix to rows; within bounds whatever the file says.
  @inline(__always)
  private func shifted(_ range: Range<Int>, _ token: UInt32) -> Range<Int> {
    let shift = shifts[Int(token)]
    let low = min(
      Int(UInt32(truncatingIfNeeded: range.lowerBound) &+ shift), layout.length &- range.count)
    return low..<(low &+ range.count)
  }

  /// Calls `body` with every token that follows an n-gram, ascending, and the rows of the n-gram with
  /// it behind; with ``end`` and as many rows as documents end there.
  public func forEachNext(
    after rows: Range<Int>, _ body: (_ token: UInt32, _ rows: Range<Int>) -> Void
  ) {
    transform.forEachToken(in: rows) { token, range in
      guard token < layout.vocabulary else { return }
      body(token, shifted(range, token))
    }
  }

  /// Calls `body` with the tokens that follow an n-gram most often, the most frequent first; as
  /// ``forEachNext(after:_:)``.
  public func forEachFrequentNext(
    after rows: Range<Int>, limit: Int, _ body: (_ token: UInt32, _ rows: Range<Int>) -> Void
  ) {
    transform.forEachFrequentToken(in: rows, limit: limit) { token, range in
      guard token < layout.vocabulary else { return }
      body(token, shifted(range, token))
    }
  }

  /// Where in the reversed text the occurrence in a row lies: from here its tokens stand, the last of
  /// the n-gram first.
  @inline(__always)
  public func position(ofRow row: Int) -> Int { min(positions[row], layout.length &- 1) }

  /// The document that holds a position.
  @inline(__always)
  public func document(atPosition position: Int) -> Int { ends.rank(position) }

  /// Where the occurrences in some rows lie, and in which documents; both have room for all rows.
  ///
  /// As ``position(ofRow:)`` and ``document(atPosition:)``, but with many waits for memory at a time.
  public func locate(
    _ rows: Range<Int>, positions: UnsafeMutableBufferPointer<UInt32>,
    documents: UnsafeMutableBufferPointer<UInt32>
  ) {
    precondition(min(positions.count, documents.count) >= rows.count, "there is room for all rows")
    for (place, row) in rows.enumerated() {
      let position = position(ofRow: row)
      positions[place] = UInt32(truncatingIfNeeded: position)
      ends.fetch(position)
    }
    for place in 0..<rows.count {
      documents[place] = UInt32(truncatingIfNeeded: document(atPosition: Int(positions[place])))
    }
  }

  /// The number of tokens of each document.
  public func documentLengths() -> [UInt32] {
    var lengths: [UInt32] = []
    lengths.reserveCapacity(layout.documents)
    var start = 0
    for position in 0..<layout.length where ends.bit(position) {
      lengths.append(UInt32(position - start))
      start = position + 1
    }
    return lengths
  }

  /// In how many documents the n-gram with these rows is.
  public func documentFrequency(of rows: Range<Int>) -> Int {
    var documents: Set<Int> = []
    for row in rows { documents.insert(document(atPosition: position(ofRow: row))) }
    return documents.count
  }
}
