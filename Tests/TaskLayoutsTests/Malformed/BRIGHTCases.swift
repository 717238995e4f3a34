// SPDX-License-Identifier: Apache-2.0

extension MalformedCase {
  private static let passages = #"{"id": "p1", "content": "x"}"# + "\n"

  private static func bright(
    _ name: String, documents: String = passages, examples: String,
    options: [String: String] = [:], _ message: String
  ) -> MalformedCase {
    MalformedCase(
      layout: "bright", name: name,
      files: ["documents/biology.jsonl": documents, "examples/biology.jsonl": examples],
      options: options, message: message)
  }

  private static let good =
    #"{"id": "0", "query": "x", "gold_ids": ["p1"], "excluded_ids": ["N/A"]}"#

  static let bright: [MalformedCase] = [
    bright(
      "another domain", examples: good, options: ["subset": "pony"],
      """
      documents/pony: found no documents, expected documents/pony.parquet, .jsonl or .json, or shards of one of them
      fix: fetch the data set, or name the folder that holds it
      """),
    bright(
      "no long documents", examples: good, options: ["variant": "long"],
      """
      long_documents/biology: found no long documents, expected long_documents/biology.parquet, .jsonl or .json, or shards of one of them
      fix: fetch the data set, or name the folder that holds it
      """),
    bright(
      "other queries", examples: good, options: ["queries": "gpt4_reason"],
      """
      gpt4_reason/biology: found no queries, expected gpt4_reason/biology.parquet, .jsonl or .json, or shards of one of them
      fix: fetch the data set, or name the folder that holds it
      """),
    bright(
      "a document without content", documents: #"{"id": "p1"}"#, examples: good,
      """
      documents/biology.jsonl:1: found no field "content", expected the document's text
      fix: each record is {"id": "…", "content": "…"}
      """),
    bright(
      "a query without text", examples: #"{"id": "0", "gold_ids": ["p1"]}"#,
      """
      examples/biology.jsonl:1: found no field "query", expected the query's text
      fix: each record is {"id": "…", "query": "…", "gold_ids": ["…"], "excluded_ids": ["…"]}
      """),
    bright(
      "a query without relevant documents", examples: #"{"id": "0", "query": "x"}"#,
      """
      examples/biology.jsonl:1: found no field "gold_ids", expected the relevant documents
      fix: each record is {"id": "…", "query": "…", "gold_ids": ["…"], "excluded_ids": ["…"]}
      """),
    bright(
      "a null in place of relevant documents",
      examples: #"{"id": "0", "query": "x", "gold_ids": null}"#,
      """
      examples/biology.jsonl:1: found null in field "gold_ids", expected a list of identifiers
      fix: each record is {"id": "…", "query": "…", "gold_ids": ["…"], "excluded_ids": ["…"]}
      """),
    bright(
      "excluded documents that are no list",
      examples: #"{"id": "0", "query": "x", "gold_ids": ["p1"], "excluded_ids": "N/A"}"#,
      """
      examples/biology.jsonl:1: found a string in field "excluded_ids", expected a list of identifiers
      fix: each record is {"id": "…", "query": "…", "gold_ids": ["…"], "excluded_ids": ["…"]}
      """),
    bright(
      "a relevant document that is excluded",
      examples: good + "\n" + #"{"id": "1", "query": "y", "gold_ids": ["p1", "p2"], "#
        + #""excluded_ids": ["p2"]}"#,
      """
      examples/biology.jsonl:2: found document p2 both relevant and excluded, expected only one
      fix: each record is {"id": "…", "query": "…", "gold_ids": ["…"], "excluded_ids": ["…"]}
      """),
    bright(
      "nothing relevant at all",
      examples: #"{"id": "0", "query": "x", "gold_ids": ["N/A"]}"#,
      """
      examples/biology.jsonl: found no judgements, expected one a record
      fix: each record is {"id": "…", "query": "…", "gold_ids": ["…"], "excluded_ids": ["…"]}
      """),
    MalformedCase(
      layout: "bright", name: "several domains and none chosen",
      files: [
        "documents/pony.jsonl": passages, "examples/pony.jsonl": good,
        "examples/aops.jsonl": good,
      ],
      message: """
        FOLDER: found the domains aops, pony, expected one to be chosen
        fix: name one: reading: {subset: …} in a manifest, --reading subset=… on the command line
        """),
  ]
}
