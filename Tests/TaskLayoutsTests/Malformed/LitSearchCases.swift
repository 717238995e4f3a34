// SPDX-License-Identifier: Apache-2.0

extension MalformedCase {
  private static func litsearch(
    _ name: String, papers: String = #"{"corpusid": 1, "title": "t", "abstract": "x"}"#,
    queries: String = #"{"query": "x", "corpusids": [1]}"#, _ message: String
  ) -> MalformedCase {
    MalformedCase(
      layout: "litsearch", name: name,
      files: ["corpus_clean/full.jsonl": papers, "query/full.jsonl": queries], message: message)
  }

  static let litsearch: [MalformedCase] = [
    litsearch(
      "a query without text", queries: #"{"corpusids": [1]}"#,
      """
      query/full.jsonl:1: found no field "query", expected the query's text
      fix: each record is {"query": "…", "corpusids": [1, 2]}
      """),
    litsearch(
      "a query without papers", queries: #"{"query": "x"}"#,
      """
      query/full.jsonl:1: found no field "corpusids", expected the relevant papers
      fix: each record is {"query": "…", "corpusids": [1, 2]}
      """),
    litsearch(
      "a paper's id that is a fraction", queries: #"{"query": "x", "corpusids": [1.5]}"#,
      """
      query/full.jsonl:1: found a number in the list in field "corpusids", expected identifiers in quotes
      fix: each record is {"query": "…", "corpusids": [1, 2]}
      """),
    litsearch(
      "a paper without id", papers: #"{"title": "t", "abstract": "x"}"#,
      """
      corpus_clean/full.jsonl:1: found no field "corpusid", expected the document's identifier
      fix: each record is {"corpusid": 1, "title": "…", "abstract": "…"}
      """),
    litsearch(
      "a paper's id in scientific notation",
      papers: #"{"corpusid": 1e3, "title": "t", "abstract": "x"}"#,
      """
      corpus_clean/full.jsonl:1: found a number in field "corpusid", expected an identifier in quotes
      fix: each record is {"corpusid": 1, "title": "…", "abstract": "…"}
      """),
    litsearch(
      "a title that is a list", papers: #"{"corpusid": 1, "title": ["t"], "abstract": "x"}"#,
      """
      corpus_clean/full.jsonl:1: found an array in field "title", expected a string
      fix: each record is {"corpusid": 1, "title": "…", "abstract": "…"}
      """),
  ]
}
