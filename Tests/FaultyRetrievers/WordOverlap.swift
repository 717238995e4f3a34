// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// Ranks documents by how many of the query's words they hold, ties by id; slow, but plain.
public struct WordOverlap: Retriever {
  /// Who this is.
  public let card: RetrieverCard

  /// The retriever `overlap:weight=…`: every score is multiplied by `weight`.
  public init(weight: Double) {
    card = Self.card(weight, isGiven: true)
  }

  /// The retriever `overlap` on texts in `language`: its weight is 2 in German, else 1.
  public init(language: String = "en") {
    card = Self.card(language == "de" ? 2 : 1, isGiven: false)
  }

  private static func card(_ weight: Double, isGiven: Bool) -> RetrieverCard {
    RetrieverCard(
      family: "sparse", name: "overlap", parameters: ["weight": String(weight)],
      changedParameters: isGiven ? ["weight"] : [], decidedByTask: isGiven ? [] : ["weight"],
      summary: "Counts shared words")
  }

  /// This retriever on texts in `language`.
  public func adapted(toLanguage language: String) -> any Retriever {
    card.decidedByTask.isEmpty ? self : WordOverlap(language: language)
  }

  /// Keeps all documents in memory.
  public func index(
    _ corpus: any Corpus, in workspace: Workspace, progress: IndexingProgress
  ) async throws -> any SearchIndex {
    var documents: [(id: String, words: Set<String>)] = []
    let reader = try corpus.makeReader()
    while let batch = try reader.nextBatch() {
      for row in 0..<batch.count {
        let document = batch[row]
        documents.append((document.id, words(document.title).union(words(document.text))))
      }
      progress.update(documents.count)
    }
    let weight = Double(card.parameters["weight"] ?? "") ?? 1
    return OverlapIndex(documents: documents, weight: weight)
  }
}

private struct OverlapIndex: SearchIndex {
  let documents: [(id: String, words: Set<String>)]
  let weight: Double

  var sizeOnDisk: Int { 0 }
  var statistics: [String: Int] { ["documents": documents.count] }

  func search(_ queries: [Query], depth: Int) async throws -> [Ranking] {
    queries.map { query in
      let asked = words(query.text)
      var scored: [(id: String, score: Int)] = []
      for document in documents {
        let score = document.words.intersection(asked).count
        if score > 0 { scored.append((document.id, score)) }
      }
      scored.sort { ($1.score, $0.id) < ($0.score, $1.id) }
      var ranking = Ranking(queryID: query.id)
      for entry in scored.prefix(depth) {
        ranking.append(document: entry.id, score: weight * Double(entry.score))
      }
      return ranking
    }
  }
}

private func words(_ text: String) -> Set<String> {
  Set(text.split(separator: " ").map { $0.lowercased() })
}
