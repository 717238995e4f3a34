// SPDX-License-Identifier: Apache-2.0

import Retrieval
import TaskLayouts
import TestSupport

/// What a random task may hold beyond ids, texts and judgements of grade 1.
struct TaskTraits: OptionSet {
  let rawValue: Int

  static let titles = TaskTraits(rawValue: 1)
  static let grades = TaskTraits(rawValue: 2)
  static let negativeGrades = TaskTraits(rawValue: 4)
  /// Tabs and line ends in texts of documents.
  static let lineEnds = TaskTraits(rawValue: 8)
  static let spacesInIDs = TaskTraits(rawValue: 16)
  /// Queries without judgements, and judgements of queries without text.
  static let loose = TaskTraits(rawValue: 32)
  static let emptyTexts = TaskTraits(rawValue: 64)
  /// The judged documents as candidates.
  static let candidates = TaskTraits(rawValue: 128)
}

/// A task of a few documents and queries with awkward texts, for round trips.
func randomTask(_ traits: TaskTraits, _ random: inout SeededGenerator) -> TaskContents {
  let documents = (0..<Int.random(in: 1...12, using: &random)).map { number in
    Document(
      id: identifier("d", number, traits, &random),
      title: traits.contains(.titles) ? text(traits, &random) : "", text: text(traits, &random))
  }
  var queries = (0..<Int.random(in: 1...6, using: &random)).map { number in
    Query(
      id: identifier("q", number, traits, &random),
      text: text(traits.subtracting(.lineEnds), &random))
  }
  var builder = Qrels.Builder()
  for (number, query) in queries.enumerated()
  where number == 0 || !traits.contains(.loose) || .random(using: &random) {
    for document in documents.shuffled(using: &random).prefix(3) {
      builder.add(query: query.id, document: document.id, grade: grade(traits, &random))
    }
  }
  if traits.contains(.loose) {
    builder.add(query: "unknown", document: "gone", grade: grade(traits, &random))
  }
  guard let qrels = try? builder.build() else { preconditionFailure("each pair is judged once") }
  if traits.contains(.candidates) {
    for index in queries.indices {
      queries[index].candidates = qrels[queries[index].id].map { Array($0.documents) }
    }
  }
  return TaskContents(
    corpus: InMemoryCorpus(documents), queries: queries, qrels: qrels, queriesFile: "queries",
    qrelsFile: "qrels")
}

private func identifier(
  _ prefix: String, _ number: Int, _ traits: TaskTraits, _ random: inout SeededGenerator
) -> String {
  let middle = ["", "-", "é", "中", "&amp;", "\"", "<b>", "%20"].randomElement(using: &random) ?? ""
  let space = traits.contains(.spacesInIDs) ? " " : ""
  return number == 0 && prefix == "d" ? "0" : "\(prefix)\(middle)\(space)\(number)"
}

private func grade(_ traits: TaskTraits, _ random: inout SeededGenerator) -> Int32 {
  if traits.contains(.negativeGrades) { return .random(in: -2...9, using: &random) }
  return traits.contains(.grades) ? .random(in: 0...3, using: &random) : 1
}

private func text(_ traits: TaskTraits, _ random: inout SeededGenerator) -> String {
  let pieces = [
    "word", " ", "中文", "\"", "'", "\\n", "&", "&amp;", "&#10;", "<", "</TEXT>", "<DOC>", ">", "😀",
    "\u{1}", ",", "a<b", "--", "null", "\u{FEFF}", "\u{85}", "{", "\u{0}",
  ]
  let ends = ["\n", "\r\n", "\r", "\t", "\n\n"]
  let all = traits.contains(.lineEnds) ? pieces + ends : pieces
  let least = traits.contains(.emptyTexts) ? 0 : 1
  let text = (0..<Int.random(in: least...8, using: &random))
    .map { _ in all.randomElement(using: &random) ?? "" }.joined()
  return text == "null" && !traits.contains(.emptyTexts) ? "nullable" : text
}
