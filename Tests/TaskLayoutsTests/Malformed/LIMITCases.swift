// SPDX-License-Identifier: Apache-2.0

extension MalformedCase {
  private static func limit(
    _ name: String, qrels: String, split: String = "test", _ message: String
  ) -> MalformedCase {
    MalformedCase(
      layout: "limit", name: name,
      files: [
        "corpus.jsonl": #"{"_id": "Olinda Posso", "title": "", "text": "x"}"#,
        "queries.jsonl": #"{"_id": "query_0", "text": "x"}"#, "qrels.jsonl": qrels,
      ], split: split, message: message)
  }

  static let limit: [MalformedCase] = [
    limit(
      "another split", qrels: "{}", split: "dev",
      """
      qrels.jsonl: found no qrels of the split "dev", the folder has only test
      fix: name the split test
      """),
    limit(
      "a judgement that is no object", qrels: "query_0 Olinda Posso 1",
      """
      qrels.jsonl:1: found q at byte 1, expected an object in braces
      fix: each record is {"query-id": "…", "corpus-id": "…", "score": 1}
      """),
    limit(
      "two grades of a name with spaces",
      qrels: """
        {"query-id": "query_0", "corpus-id": "Olinda Posso", "score": 1}
        {"query-id": "query_0", "corpus-id": "Olinda Posso", "score": 0}
        """,
      """
      qrels.jsonl:2: found document Olinda Posso judged twice for query query_0, 1 and 0, expected one grade per pair; the first is in line 1
      fix: each record is {"query-id": "…", "corpus-id": "…", "score": 1}
      """),
    limit(
      "a grade beyond 32 bits",
      qrels: #"{"query-id": "query_0", "corpus-id": "Olinda Posso", "score": 99999999999}"#,
      """
      qrels.jsonl:1: found the grade 99999999999, expected an integer
      fix: each record is {"query-id": "…", "corpus-id": "…", "score": 1}
      """),
  ]
}
