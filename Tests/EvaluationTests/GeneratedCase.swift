// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport

/// The large case of `Golden/make.py`, made from the same numbers: 1000 documents a query in no
/// order, scores with ties, twelve judgements of grades −1 … 3.
struct GeneratedCase {
  let qrels: Qrels
  private let lines: RunLines

  init(queries: Int) {
    var generator = SeededGenerator(seed: 7)
    var builder = Qrels.Builder()
    let lines = RunLines(capacity: queries * 1000)
    for query in 0..<queries {
      let first = Int(generator.next() % 1_000_003)
      func document(_ row: Int) -> Int { (first + 7919 * row) % 1_000_003 }
      lines.begin(query)
      for row in 0..<1000 {
        lines.add(document: document(row), sixteenths: Int(generator.next() % 4096))
      }
      var judged: Set<Int> = []
      for _ in 0..<12 {
        let document = document(Int(generator.next() % 1200))
        let grade = Int32(generator.next() % 5) - 1
        guard judged.insert(document).inserted else { continue }
        builder.add(query: "\(query)", document: "d\(document)", grade: grade)
      }
    }
    self.lines = lines
    do {
      qrels = try builder.build()
    } catch {
      preconditionFailure("no document is judged twice: \(error)")
    }
  }

  /// Calls `body` with the path of the run file, which is gone afterwards.
  func withRunFile(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/generated.run"
      try lines.write(to: path)
      try body(path)
    }
  }
}

/// The lines of a run, put together from pieces that are written once: seven million of them take a
/// second without optimisation.
private final class RunLines {
  /// Bytes of a piece: none is longer, and each is copied whole.
  private static let stride = 32

  private let bytes: UnsafeMutableRawPointer
  private var count = 0
  private let query = Pieces(1)
  /// The number of a document below 1000, the thousands of another.
  private let thousands = Pieces(1001)
  /// `000`, `001` …
  private let units = Pieces(1000)
  /// What follows a document, by its score.
  private let rest = Pieces(4096)

  init(capacity: Int) {
    bytes = .allocate(byteCount: (capacity + 1) * 2 * Self.stride, alignment: 1)
    for number in 0...1000 { thousands.set(number, "\(number)") }
    for number in 0..<1000 { units.set(number, String("\(1000 + number)".dropFirst())) }
    for score in 0..<4096 { rest.set(score, " 0 \(Double(score) / 16) generated\n") }
  }

  deinit { bytes.deallocate() }

  func begin(_ number: Int) { query.set(0, "\(number) Q0 d") }

  func add(document: Int, sixteenths: Int) {
    query.copy(0, to: bytes, &count)
    if document < 1000 {
      thousands.copy(document, to: bytes, &count)
    } else {
      thousands.copy(document / 1000, to: bytes, &count)
      units.copy(document % 1000, to: bytes, &count)
    }
    rest.copy(sixteenths, to: bytes, &count)
  }

  func write(to path: String) throws {
    let data = Data(bytesNoCopy: bytes, count: count, deallocator: .none)
    try data.write(to: URL(filePath: path))
  }

  private final class Pieces {
    private let bytes: UnsafeMutableRawPointer
    private let lengths: UnsafeMutablePointer<Int>

    init(_ count: Int) {
      bytes = .allocate(byteCount: count * RunLines.stride, alignment: 1)
      lengths = .allocate(capacity: count)
    }

    deinit {
      bytes.deallocate()
      lengths.deallocate()
    }

    func set(_ number: Int, _ text: String) {
      precondition(text.utf8.count <= RunLines.stride, "a piece is short")
      UnsafeMutableRawBufferPointer(
        start: bytes + number * RunLines.stride, count: RunLines.stride
      )
      .copyBytes(from: text.utf8)
      lengths[number] = text.utf8.count
    }

    func copy(_ number: Int, to target: UnsafeMutableRawPointer, _ count: inout Int) {
      memcpy(target + count, bytes + number * RunLines.stride, RunLines.stride)
      count += lengths[number]
    }
  }
}
