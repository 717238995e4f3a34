// SPDX-License-Identifier: Apache-2.0

extension MalformedCase {
  private static func coir(_ name: String, qrels: String, _ message: String) -> MalformedCase {
    MalformedCase(
      layout: "coir", name: name,
      files: [
        "data/corpus.jsonl": #"{"_id": "d1", "title": "t", "text": "x", "language": "go"}"#,
        "data/queries.jsonl": #"{"_id": "q1", "text": "x"}"#, "data/test.jsonl": qrels,
      ], message: message)
  }

  static let coir: [MalformedCase] = [
    coir(
      "a judgement without document", qrels: #"{"query_id": "q1", "score": 1}"#,
      """
      data/test.jsonl:1: found no field "corpus_id", expected the document's identifier
      fix: each record is {"query_id": "…", "corpus_id": "…", "score": 1}
      """),
    coir(
      "a judgement of an empty query id",
      qrels: #"{"query_id": "", "corpus_id": "d1", "score": 1}"#,
      """
      data/test.jsonl:1: found an empty string in field "query_id", expected an identifier
      fix: each record is {"query_id": "…", "corpus_id": "…", "score": 1}
      """),
    coir(
      "a grade in words", qrels: #"{"query_id": "q1", "corpus_id": "d1", "score": "high"}"#,
      """
      data/test.jsonl:1: found the grade high, expected an integer
      fix: each record is {"query_id": "…", "corpus_id": "…", "score": 1}
      """),
    MalformedCase(
      layout: "coir", name: "no judgements' file",
      files: [
        "data/corpus.jsonl": #"{"_id": "d1", "text": "x"}"#,
        "data/queries.jsonl": #"{"_id": "q1", "text": "x"}"#,
      ],
      message: """
        qrels/test.tsv: found no qrels of the split "test", the folder has no qrels at all
        fix: fetch the data set again
        """),
  ]
}
