// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A small Chinese task in T2Ranking's own layout, always the same.
///
/// `Tests/TaskLayoutsTests/Golden/t2ranking/make.py` makes the same files with the same numbers, a run
/// for them, and its scores by the benchmark's rules; `scores.json` there holds a hash of each file.
/// Beside ordinary ones there are the passage 0, empty passages, passages with quotation marks, and
/// queries without a relevant passage.
public struct T2RankingSample: Sendable {
  /// Passages; their ids are 0, 1, 2 …
  public static let passages = 400
  /// Queries; their ids are 1000, 1001 …
  public static let queries = 40

  /// Content of every file, by name.
  public let files: [String: String]

  /// The sample.
  public init() {
    var random = SeededGenerator(seed: 20_230_711)
    func draw(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    func text(_ length: Int) -> String {
      (0..<length).map { _ in
        String(Unicode.Scalar(UInt32(0x4E00 + draw(300))) ?? "\u{4E00}")
      }.joined()
    }
    var texts = (0..<Self.passages).map { _ in text(20 + draw(60)) }
    var questions: [String] = []
    var graded = "qid\t-\tpid\trel\n"
    var relevant = "qid\tpid\n"
    for query in 0..<Self.queries {
      let question = text(4 + draw(6))
      questions.append(question)
      var judged: Set<Int> = []
      for _ in 0..<15 + draw(20) {
        // Passage 0 is relevant to the first query.
        let passage = query == 0 && judged.isEmpty ? 0 : draw(Self.passages)
        // Every eighth query has no relevant passage.
        let grade = query == 0 && judged.isEmpty ? 3 : draw(query % 8 == 7 ? 2 : 4)
        guard judged.insert(passage).inserted else { continue }
        graded += "\(1000 + query)\t0\t\(passage)\t\(grade)\n"
        if grade >= 2 {
          relevant += "\(1000 + query)\t\(passage)\n"
          texts[passage] += question
        }
      }
    }
    for passage in stride(from: 5, to: Self.passages, by: 100) { texts[passage] = "" }
    for passage in stride(from: 7, to: Self.passages, by: 50) {
      texts[passage] = "\"" + texts[passage]
    }
    var collection = "pid\ttext\n"
    for (passage, text) in texts.enumerated() { collection += "\(passage)\t\(text)\n" }
    var list = "qid\ttext\n"
    for (query, text) in questions.enumerated() { list += "\(1000 + query)\t\(text)\n" }
    files = [
      "collection.tsv": collection, "queries.dev.tsv": list, "qrels.dev.tsv": graded,
      "qrels.retrieval.dev.tsv": relevant,
    ]
  }

  /// Writes the files into a folder.
  public func write(to folder: String) throws {
    for (name, content) in files {
      try Data(content.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }
  }
}
