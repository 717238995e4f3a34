// SPDX-License-Identifier: Apache-2.0

import Compression
public import Retrieval

/// A run as a compact blob and back, every score to the last bit.
///
/// Inside one zstd frame, version 1, all numbers LEB128, in columns so that like lies by like:
///
///     "RUN" version | tag | document ids: count, lengths, bytes | query ids: the same
///     rankings' lengths | width 4 or 8 | row of each document | differences of score bits
///
/// Scores that are all exactly `Float` values are kept as 32-bit patterns. Scores fall slowly along
/// a ranking, so a bit pattern is written as its difference to the one before (zigzag).
public enum RankingCodec {
  private static let magic: [UInt8] = Array("RUN".utf8)
  private static let version: UInt8 = 1
  /// No blob may unfold to more than this, whatever its header says.
  private static let largestContent = 1 << 34

  /// The blob of `run`.
  ///
  /// - Throws: ``StoreError`` when there is not enough memory to compress.
  public static func encode(_ run: Run) throws(StoreError) -> [UInt8] {
    let entries = run.rankings.reduce(0) { $0 + $1.count }
    var documents = IdentifierIndex(capacity: entries / 4)
    var rows = VariableLengthWriter(reserving: entries * 2)
    for ranking in run.rankings {
      for row in 0..<ranking.count {
        rows.append(ranking.documents.withUTF8(row) { documents.insert($0) })
      }
    }
    var writer = VariableLengthWriter(reserving: entries * 4)
    writer.append(raw: magic)
    writer.append(byte: version)
    writer.append(run.tag.utf8.count)
    writer.append(raw: run.tag.utf8)
    writer.append(documents.identifiers)
    writer.append(IdentifierTable(run.rankings.lazy.map(\.queryID)))
    for ranking in run.rankings { writer.append(ranking.count) }
    let width = scoreWidth(run)
    writer.append(byte: width)
    writer.append(raw: rows.bytes)
    appendScores(of: run, width: width, to: &writer)
    do {
      return try Zstd.compress(writer.bytes)
    } catch {
      throw StoreError(.refused, file: "rankings", "\(error)", fix: "")
    }
  }

  /// The run in `blob`.
  ///
  /// - Throws: ``StoreError`` with code `corrupt` when the blob is damaged or of a newer version.
  public static func decode(_ blob: [UInt8]) throws(StoreError) -> Run {
    do {
      let content = try Zstd.decompress(blob, limit: largestContent)
      return try content.withUnsafeBytes { bytes in
        var reader = VariableLengthReader(bytes)
        return try decode(&reader)
      }
    } catch {
      throw StoreError(
        .corrupt, file: "rankings", "the blob of a run cannot be read: \(error)",
        fix: "restore the store from a copy, or run the cell again with --fresh")
    }
  }

  /// 4 when every score is exactly a `Float`, else 8.
  private static func scoreWidth(_ run: Run) -> UInt8 {
    let isNarrow = run.rankings.allSatisfy { ranking in
      ranking.scores.allSatisfy { Double(Float($0)).bitPattern == $0.bitPattern }
    }
    return isNarrow ? 4 : 8
  }

  private static func appendScores(
    of run: Run, width: UInt8, to writer: inout VariableLengthWriter
  ) {
    for ranking in run.rankings {
      var previous: UInt64 = 0
      for score in ranking.scores {
        let bits = width == 4 ? UInt64(Float(score).bitPattern) : score.bitPattern
        let difference = Int64(bitPattern: bits &- previous)
        writer.append(UInt64(bitPattern: (difference << 1) ^ (difference >> 63)))
        previous = bits
      }
    }
  }
}

extension RankingCodec {
  private static func decode(
    _ reader: inout VariableLengthReader
  ) throws(VariableLengthReader.Damage) -> Run {
    guard try reader.raw(magic.count).elementsEqual(magic) else {
      throw VariableLengthReader.Damage(description: "it does not begin as a run")
    }
    let found = try reader.byte()
    guard found == version else {
      throw VariableLengthReader.Damage(
        description: "its version is \(found), this program reads \(version)")
    }
    let tag = String(decoding: try reader.raw(try reader.count()), as: UTF8.self)
    let documents = try reader.identifiers()
    let queries = try reader.identifiers()
    var lengths: [Int] = []
    for _ in 0..<queries.count { lengths.append(try reader.count()) }
    let width = try reader.byte()
    guard width == 4 || width == 8 else {
      throw VariableLengthReader.Damage(description: "scores of \(width) bytes")
    }
    var rankings = try lengths.enumerated().map {
      (query, length) throws(VariableLengthReader.Damage) in
      (queries[query], try reader.documents(length, of: documents), [Double]())
    }
    for query in rankings.indices {
      rankings[query].2 = try reader.scores(lengths[query], width: width)
    }
    guard reader.remaining == 0 else {
      throw VariableLengthReader.Damage(description: "\(reader.remaining) bytes too many")
    }
    return Run(
      tag: tag,
      rankings: rankings.map { Ranking(queryID: $0.0, documents: $0.1, scores: $0.2) })
  }
}

extension VariableLengthWriter {
  /// Writes count, lengths and bytes of a table.
  fileprivate mutating func append(_ table: IdentifierTable) {
    append(table.count)
    for row in 0..<table.count { append(table.range(of: row).count) }
    append(raw: table.bytes)
  }
}

extension VariableLengthReader {
  fileprivate mutating func identifiers() throws(Damage) -> IdentifierTable {
    let count = try count()
    var lengths: [Int] = []
    lengths.reserveCapacity(count)
    for _ in 0..<count { lengths.append(try self.count()) }
    var table = IdentifierTable()
    table.reserve(count, byteCount: min(remaining, count &* 16))
    for length in lengths { table.append(utf8: try raw(length)) }
    return table
  }

  fileprivate mutating func documents(
    _ count: Int, of table: IdentifierTable
  ) throws(Damage) -> IdentifierTable {
    var documents = IdentifierTable()
    documents.reserve(count, byteCount: count * 8)
    for _ in 0..<count {
      let row = try number()
      guard row < UInt64(table.count) else {
        throw Damage(description: "document \(row) of \(table.count)")
      }
      table.withUTF8(Int(row)) { documents.append(utf8: $0) }
    }
    return documents
  }

  fileprivate mutating func scores(_ count: Int, width: UInt8) throws(Damage) -> [Double] {
    var scores: [Double] = []
    scores.reserveCapacity(count)
    var bits: UInt64 = 0
    for _ in 0..<count {
      let zigzag = try number()
      bits &+= (zigzag >> 1) ^ (0 &- (zigzag & 1))
      scores.append(
        width == 4
          ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
          : Double(bitPattern: bits))
    }
    return scores
  }
}
