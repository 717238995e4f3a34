// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Suites
import TestSupport
import Testing

private let documents = [
  Document(id: "d1", title: "Tides", text: "The moon pulls the sea."),
  Document(id: "d2", text: "Wind makes waves."),
  Document(id: "d3", title: "Étoile", text: "星は光る"),
]
private let queries = [Query(id: "q1", text: "why tides"), Query(id: "q2", text: "waves")]
private let judgments = [("q1", "d1", 2), ("q1", "d2", 0), ("q2", "d2", 1)]

private func hash(
  _ documents: [Document] = documents, _ queries: [Query] = queries,
  _ judgments: [(String, String, Int)] = judgments, evidence: [[String]] = []
) throws -> String {
  var builder = Qrels.Builder()
  for (query, document, grade) in judgments {
    builder.add(query: query, document: document, grade: Int32(grade))
  }
  for set in evidence { builder.addEvidence(query: "q1", documents: set) }
  let hasher = TaskHasher()
  for (ordinal, document) in documents.enumerated() {
    var batch = DocumentBatch(ordinal: ordinal)
    batch.append(document)
    hasher.add(batch)
  }
  return hasher.hash(queries: queries, qrels: try builder.build())
}

@Suite struct `The task hash` {
  /// Computed once by an independent program from the description in TaskHasher: see Golden/make.py.
  @Test func `the canonical form is the documented one`() throws {
    #expect(
      try hash() == "cfc3b5b6ce8046bd0de4b950d572432b66baa2d299cdfd470902f397d187afba")
    let query = Query(
      id: "q1", text: "why tides", instruction: "Find causes.", excludedDocuments: ["d3", "d2"],
      candidates: ["d2", "d1"])
    #expect(
      try hash(documents, [query, queries[1]])
        == "dd7f0435e4975e552d94d959eba042d1206e630c89654d8e80d1efa266b55290")
    #expect(
      try hash(evidence: [["d2", "d1"], ["d1"]])
        == "f30a5cc18b00c631a612cc869c3024905da511e7dc69c6543a423b9929b6e7b9")
  }

  @Test func `the order of documents, queries and judgements does not matter`() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20 {
      #expect(
        try hash(
          documents.shuffled(using: &generator), queries.shuffled(using: &generator),
          judgments.shuffled(using: &generator)) == hash())
    }
  }

  @Test func `how documents are cut into batches and threads does not matter`() async throws {
    let many = (0..<500).map { Document(id: "d\($0)", title: "t", text: "text \($0 * 7)") }
    let hasher = TaskHasher()
    await withTaskGroup { group in
      for (ordinal, start) in stride(from: 0, to: 500, by: 37).enumerated() {
        group.addTask {
          var batch = DocumentBatch(ordinal: ordinal)
          for document in many[start..<min(start + 37, 500)] { batch.append(document) }
          hasher.add(batch)
        }
      }
    }
    #expect(hasher.documentCount == 500)
    let qrels = try { () throws in
      var builder = Qrels.Builder()
      for (query, document, grade) in judgments {
        builder.add(query: query, document: document, grade: Int32(grade))
      }
      return try builder.build()
    }()
    #expect(hasher.hash(queries: queries, qrels: qrels) == (try hash(many)))
  }

  @Test func `any change changes it`() throws {
    var seen: Set<String> = [try hash()]
    func expectNew(_ hash: String, _ comment: Comment) {
      #expect(seen.insert(hash).inserted, comment)
    }
    for row in documents.indices {
      var changed = documents
      changed[row].text += "!"
      expectNew(try hash(changed), "text of \(row)")
      changed = documents
      changed[row].title += "!"
      expectNew(try hash(changed), "title of \(row)")
      changed = documents
      changed[row].id += "!"
      expectNew(try hash(changed), "id of \(row)")
      changed.remove(at: row)
      expectNew(try hash(changed), "without \(row)")
      expectNew(try hash(documents + [documents[row]]), "twice \(row)")
    }
    var moved = documents
    (moved[0].title, moved[0].text) = ("", "Tides" + moved[0].text)
    expectNew(try hash(moved), "title moved into the text")
    expectNew(try hash(documents, [Query(id: "q1", text: "why tide"), queries[1]]), "query")
    expectNew(try hash(documents, [queries[0]]), "one query less")
    var excluded = queries
    excluded[0].excludedDocuments = ["d2"]
    expectNew(try hash(documents, excluded), "an exclusion")
    var candidates = queries
    candidates[0].candidates = ["d2"]
    expectNew(try hash(documents, candidates), "candidates")
    candidates[0].candidates = []
    expectNew(try hash(documents, candidates), "no candidates at all")
    for row in judgments.indices {
      var changed = judgments
      changed[row].2 -= 5
      expectNew(try hash(documents, queries, changed), "grade of \(row)")
      changed[row].1 = "d9"
      expectNew(try hash(documents, queries, changed), "document of \(row)")
    }
  }

  @Test func `hashing on the way gives every batch through unchanged`() throws {
    let hasher = TaskHasher()
    let corpus = HashedCorpus(InMemoryCorpus(documents), into: hasher)
    #expect(corpus.expectedDocumentCount == 3)
    let reader = try corpus.makeReader()
    let batch = try #require(try reader.nextBatch())
    #expect((0..<batch.count).map { batch[$0] } == documents)
    #expect(try reader.nextBatch() == nil)
    #expect(hasher.documentCount == 3)
  }
}

@Suite struct `Protocol and retriever hashes` {
  /// SHA-256 of the canonical JSON by Python's json and hashlib: see Golden/make.py.
  @Test func `the protocol hash is pinned`() {
    #expect(
      protocolHash(EvaluationProtocol())
        == "e5da09e3afe168ac84c4f8ec3ca9f366b9e4cf07bb8d0c2526250adcc87dfef8")
  }

  @Test func `every setting changes the protocol hash`() {
    let variants = [
      EvaluationProtocol(), EvaluationProtocol(text: .textOnly),
      EvaluationProtocol(ignoresIdenticalIDs: true), EvaluationProtocol(positiveGrade: 2),
      EvaluationProtocol(gain: .exponential), EvaluationProtocol(depth: 100),
      EvaluationProtocol(ties: .documentAscending), EvaluationProtocol(ties: .asRanked),
      EvaluationProtocol(queries: .all), EvaluationProtocol(missingQueries: .skip),
      EvaluationProtocol(averaging: .micro),
      EvaluationProtocol(instruction: .prepended), EvaluationProtocol(instruction: .appended),
      EvaluationProtocol(appliesExclusions: true), EvaluationProtocol(evidence: .sets),
    ]
    #expect(Set(variants.map(protocolHash)).count == variants.count)
    #expect(EvaluationProtocol().settings.count == 11)
    #expect(EvaluationProtocol(evidence: .sets).settings["evidence"] == "sets")
  }

  @Test func `the retriever hash is pinned and does not read the words for people`() {
    var card = RetrieverCard(
      family: "sparse", name: "bm25", parameters: ["k1": "0.9", "b": "0.4"], summary: "BM25")
    let pinned = "e8cf0616ad53241945c78ad00a7d610dfa8343d96bff666914470ce046604720"
    #expect(retrieverHash(card) == pinned)
    card.summary = "Okapi"
    card.changedParameters = ["b"]
    #expect(retrieverHash(card) == pinned)
    card.parameters["b"] = "0.75"
    #expect(retrieverHash(card) != pinned)
  }
}
