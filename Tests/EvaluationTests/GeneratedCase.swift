// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport

/// The large case of `Golden/make.py`, made from the same numbers: 1000 documents a query in no
/// order, scores with ties, twelve judgements of grades −1 … 3.
struct GeneratedCase {
  let qrels: Qrels
  private let lines: Data

  init(queries: Int) {
    var generator = SeededGenerator(seed: 7)
    var builder = Qrels.Builder()
    var lines = Data()
    for query in 0..<queries {
      let first = generator.next() % 1_000_003
      let documents = (0..<1200).map { "d\((first + 7919 * UInt64($0)) % 1_000_003)" }
      for row in 0..<1000 {
        let score = Double(generator.next() % 4096) / 16
        lines.append(contentsOf: "\(query) Q0 \(documents[row]) 0 \(score) generated\n".utf8)
      }
      var judged: Set<String> = []
      for _ in 0..<12 {
        let document = documents[Int(generator.next() % 1200)]
        let grade = Int32(generator.next() % 5) - 1
        guard judged.insert(document).inserted else { continue }
        builder.add(query: "\(query)", document: document, grade: grade)
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
      try lines.write(to: URL(filePath: path))
      try body(path)
    }
  }
}
