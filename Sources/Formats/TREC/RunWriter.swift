// SPDX-License-Identifier: Apache-2.0

public import Retrieval

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a run in TREC's six columns, `qid Q0 docid rank score tag`.
///
/// Scores are written with as many digits as it takes to read the same `Double` back. Where an
/// identifier holds white space, `%` or a leading `#`, all identifiers are percent-encoded and a
/// first line says so; reading the file here gives them back. A query without documents leaves no
/// line.
///
/// - Throws: ``DataError`` `.unwritable`, or `.malformed` for an empty identifier or a score that
///   is not finite, which the format cannot hold.
public func writeTRECRun(_ run: Run, to path: String) throws(DataError) {
  let isEncoded = run.rankings.contains { ranking in
    IdentifierEscaping.needsPercent(ranking.queryID.utf8)
      || (0..<ranking.count).contains { row in
        ranking.documents.withUTF8(row) { IdentifierEscaping.needsPercent($0) }
      }
  }
  var tag: [UInt8] = []
  IdentifierEscaping.percent.append(run.tag.isEmpty ? "run".utf8 : run.tag.utf8, to: &tag)
  try write(
    run, to: path, header: isEncoded ? IdentifierEscaping.runHeader : nil,
    escaping: isEncoded ? .percent : nil
  ) { line, query, document, rank, score in
    line += query
    line += " Q0 ".utf8
    line += document
    line += " \(rank) \(score) ".utf8
    line += tag
  }
}

/// Writes a run as a table: a header line, then `query`, `document`, `score`, `tag` apart by tabs.
///
/// The lossless form: identifiers may hold anything (tab, line end and backslash are written as
/// `\t`, `\n`, `\r`, `\\`), scores read back exactly, the order of lines is the ranking.
///
/// - Throws: as ``writeTRECRun(_:to:)``.
public func writeRunTable(_ run: Run, to path: String) throws(DataError) {
  var tag: [UInt8] = []
  IdentifierEscaping.backslash.append(run.tag.utf8, to: &tag)
  try write(run, to: path, header: RunLayout.tableHeader, escaping: .backslash) {
    line, query, document, _, score in
    line += query
    line.append(UInt8(ascii: "\t"))
    line += document
    line += "\t\(score)\t".utf8
    line += tag
  }
}

/// Writes one line for every ranked document, composed by `compose`.
private func write(
  _ run: Run, to path: String, header: String?, escaping: IdentifierEscaping?,
  compose: (
    _ line: inout [UInt8], _ query: [UInt8], _ document: [UInt8], _ rank: Int, _ score: Double
  ) -> Void
) throws(DataError) {
  var output = try FileOutput(path: path)
  if let header { try output.write(Array((header + "\n").utf8)) }
  var block: [UInt8] = []
  for ranking in run.rankings {
    let query = escaped(ranking.queryID.utf8, escaping)
    for row in 0..<ranking.count {
      let document = ranking.documents.withUTF8(row) { escaped($0, escaping) }
      guard !document.isEmpty, !query.isEmpty, ranking.scores[row].isFinite else {
        throw DataError(
          .malformed, file: path,
          """
          found document “\(ranking.documents[row])” with score \(ranking.scores[row]) for query \
          “\(ranking.queryID)”, expected an identifier and a finite score
          """)
      }
      compose(&block, query, document, row + 1, ranking.scores[row])
      block.append(UInt8(ascii: "\n"))
    }
    if block.count > 1 << 16 {
      try output.write(block)
      block.removeAll(keepingCapacity: true)
    }
  }
  try output.write(block)
  try output.close()
}

private func escaped(_ id: some Sequence<UInt8>, _ escaping: IdentifierEscaping?) -> [UInt8] {
  guard let escaping else { return Array(id) }
  var bytes: [UInt8] = []
  escaping.append(id, to: &bytes)
  return bytes
}

/// A file that is being written.
private struct FileOutput: ~Copyable {
  private let path: String
  private var descriptor: Int32

  init(path: String) throws(DataError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw DataError(writing: path, errno: errno) }
  }

  deinit {
    if descriptor >= 0 { _ = Self.closeFile(descriptor) }
  }

  /// Writes all of `bytes`.
  func write(_ bytes: [UInt8]) throws(DataError) {
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Self.writeFile(descriptor, buffer, from: done)
      }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw DataError(writing: path, errno: errno) }
      done += written
    }
  }

  /// Ends the file; some disks report a lack of room only now.
  mutating func close() throws(DataError) {
    let result = Self.closeFile(descriptor)
    descriptor = -1
    guard result == 0 else { throw DataError(writing: path, errno: errno) }
  }

  private static func closeFile(_ descriptor: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.close(descriptor)
    #else
      Darwin.close(descriptor)
    #endif
  }

  private static func writeFile(
    _ descriptor: Int32, _ buffer: UnsafeRawBufferPointer, from start: Int
  ) -> Int {
    let rest = UnsafeRawBufferPointer(rebasing: buffer[start...])
    #if canImport(Glibc)
      return Glibc.write(descriptor, rest.baseAddress, rest.count)
    #else
      return Darwin.write(descriptor, rest.baseAddress, rest.count)
    #endif
  }
}
