// SPDX-License-Identifier: Apache-2.0

extension MalformedCase {
  private static let passage = #"{"pid": "p1", "passage": "x", "dataset": "qmsum"}"# + "\n"
  private static let query =
    #"{"qid": "q1", "query": "x", "answer_pids": ["p1"], "dataset": "qmsum"}"# + "\n"

  private static func locoV1(
    _ name: String, passages: String = passage, queries: String = query,
    options: [String: String] = [:], _ message: String
  ) -> MalformedCase {
    MalformedCase(
      layout: "loco-v1", name: name,
      files: [
        "LoCoV1-Documents/documents/qmsum_test.jsonl": passages,
        "LoCoV1-Queries/documents/qmsum_test.jsonl": queries,
      ], options: options, message: message)
  }

  static let locoV1: [MalformedCase] = [
    locoV1(
      "another data set", options: ["subset": "gov_report"],
      """
      LoCoV1-Queries: found no queries of gov_report and the split test, only qmsum_test
      fix: fetch them, or name another data set or split
      """),
    locoV1(
      "a null passage outside Qasper",
      passages: passage + #"{"pid": "p2", "passage": null, "dataset": "qmsum"}"#,
      """
      LoCoV1-Documents/documents/qmsum_test.jsonl:2: found null in field "passage", expected a string
      fix: each record is {"pid": "…", "passage": "…", "dataset": "…"}
      """),
    locoV1(
      "a passage without data set", passages: #"{"pid": "p1", "passage": "x"}"#,
      """
      LoCoV1-Documents/documents/qmsum_test.jsonl:1: found no field "dataset", expected a string
      fix: each record is {"pid": "…", "passage": "…", "dataset": "…"}
      """),
    locoV1(
      "a passage without id", passages: #"{"passage": "x", "dataset": "qmsum"}"#,
      """
      LoCoV1-Documents/documents/qmsum_test.jsonl:1: found no field "pid", expected the document's identifier
      fix: each record is {"pid": "…", "passage": "…", "dataset": "…"}
      """),
    locoV1(
      "a query without answers", queries: #"{"qid": "q1", "query": "x", "dataset": "qmsum"}"#,
      """
      LoCoV1-Queries/documents/qmsum_test.jsonl:1: found no field "answer_pids", expected the relevant passages
      fix: each record is {"qid": "…", "query": "…", "answer_pids": ["…"], "dataset": "…"}
      """),
    locoV1(
      "answers that are a string",
      queries: #"{"qid": "q1", "query": "x", "answer_pids": "p1", "dataset": "qmsum"}"#,
      """
      LoCoV1-Queries/documents/qmsum_test.jsonl:1: found a string in field "answer_pids", expected a list of identifiers
      fix: each record is {"qid": "…", "query": "…", "answer_pids": ["…"], "dataset": "…"}
      """),
    locoV1(
      "queries of other data sets only",
      queries: #"{"qid": "q1", "query": "x", "answer_pids": ["p1"], "dataset": "other"}"#,
      """
      LoCoV1-Queries/documents/qmsum_test.jsonl: found no queries of the dataset qmsum, only of other
      fix: name one that is there: reading: {subset: …}, or --reading subset=…
      """),
    locoV1(
      "passages of other data sets only",
      passages: #"{"pid": "p1", "passage": "x", "dataset": "other"}"#,
      """
      LoCoV1-Documents/documents/qmsum_test.jsonl: found no documents whose dataset is qmsum, expected one a record
      fix: each record is {"pid": "…", "passage": "…", "dataset": "…"}
      """),
    MalformedCase(
      layout: "loco-v1", name: "several data sets and none chosen",
      files: [
        "LoCoV1-Documents/documents/a_test.jsonl": passage,
        "LoCoV1-Queries/documents/a_test.jsonl": query,
        "LoCoV1-Queries/documents/b_test.jsonl": query,
      ],
      message: """
        FOLDER: found the data sets a, b, expected one to be chosen
        fix: name one: reading: {subset: …} in a manifest, --reading subset=… on the command line
        """),
  ]
}
