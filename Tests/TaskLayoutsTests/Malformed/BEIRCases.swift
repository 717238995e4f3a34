// SPDX-License-Identifier: Apache-2.0

extension MalformedCase {
  private static func beir(
    _ name: String, _ changed: [String: String?], split: String = "test", _ message: String
  ) -> MalformedCase {
    var files = [
      "corpus.jsonl": #"{"_id": "d", "title": "t", "text": "x"}"# + "\n",
      "queries.jsonl": #"{"_id": "q", "text": "x"}"# + "\n",
      "qrels/test.tsv": "query-id\tcorpus-id\tscore\nq\td\t1\n",
    ]
    for (file, content) in changed { files[file] = content }
    return MalformedCase(
      layout: "beir", name: name, files: files, split: split, message: message)
  }

  static let beir: [MalformedCase] = [
    beir(
      "no corpus", ["corpus.jsonl": nil],
      """
      corpus.jsonl: found no such file, nor one with .gz or .zst behind its name
      fix: name a folder in BEIR's layout, or fetch the data set
      """),
    beir(
      "no queries", ["queries.jsonl": nil],
      """
      queries.jsonl: found no such file, nor one with .gz or .zst behind its name
      fix: name a folder in BEIR's layout, or fetch the data set
      """),
    beir(
      "no such split", [:], split: "dev",
      """
      qrels/dev.tsv: found no qrels of the split "dev", the folder has only test
      fix: name one of these splits
      """),
    beir(
      "an empty corpus", ["corpus.jsonl": "\n"],
      """
      corpus.jsonl: found no documents, expected one JSON object a line
      fix: fetch the corpus again
      """),
    beir(
      "a document that is cut", ["corpus.jsonl": #"{"_id": "d", "text": "x"# + "\n"],
      """
      corpus.jsonl:1: found the end of the line at byte 24, expected a closing "
      fix: each line is {"_id": "…", "title": "…", "text": "…"}
      """),
    beir(
      "a document without an id", ["corpus.jsonl": #"{"text": "x"}"# + "\n"],
      """
      corpus.jsonl:1: found no field "_id", expected the document's identifier
      fix: each line is {"_id": "…", "title": "…", "text": "…"}
      """),
    beir(
      "a document without a text", ["corpus.jsonl": #"{"_id": "d"}"# + "\n"],
      """
      corpus.jsonl:1: found no field "text", expected the document's text
      fix: each line is {"_id": "…", "title": "…", "text": "…"}
      """),
    beir(
      "a list for a text", ["corpus.jsonl": #"{"_id": "d", "text": ["x"]}"# + "\n"],
      """
      corpus.jsonl:1: found an array in field "text", expected a string
      fix: each line is {"_id": "…", "title": "…", "text": "…"}
      """),
    beir(
      "an array for a document", ["corpus.jsonl": "[]\n"],
      """
      corpus.jsonl:1: found [ at byte 1, expected an object in braces
      fix: each line is {"_id": "…", "title": "…", "text": "…"}
      """),
    beir(
      "half a surrogate pair", ["corpus.jsonl": #"{"_id": "d", "text": "\ud83d"}"# + "\n"],
      #"""
      corpus.jsonl:1: found half of a surrogate pair at byte 23, expected both halves as in \ud83d\ude00
      fix: each line is {"_id": "…", "title": "…", "text": "…"}
      """#),
    beir(
      "an unknown escape", ["corpus.jsonl": #"{"_id": "d", "text": "\q"}"# + "\n"],
      #"""
      corpus.jsonl:1: found an invalid escape at byte 23, expected one of \" \\ \/ \b \f \n \r \t or \u with four hexadecimal digits
      fix: each line is {"_id": "…", "title": "…", "text": "…"}
      """#),
    beir(
      "a query that occurs twice",
      ["queries.jsonl": #"{"_id": "q", "text": "x"}"# + "\n" + #"{"_id": "q", "text": "y"}"#],
      """
      queries.jsonl:2: found query q for the second time, expected each query once
      fix: each line is {"_id": "…", "text": "…"}
      """),
    beir(
      "no queries in the file", ["queries.jsonl": " \n"],
      """
      queries.jsonl: found no queries, expected one JSON object a line
      fix: fetch the queries again
      """),
    beir(
      "a header and no judgement", ["qrels/test.tsv": "query-id\tcorpus-id\tscore\n"],
      """
      qrels/test.tsv: found no judgements, expected lines of query-id, corpus-id, score
      fix: fetch the qrels again
      """),
    beir(
      "a judgement with two columns", ["qrels/test.tsv": "q\td\n"],
      """
      qrels/test.tsv:1: found 2 columns, expected query-id, corpus-id and score separated by tabs
      fix: each line is query-id, corpus-id and an integer, separated by tabs
      """),
    beir(
      "TREC's four columns", ["qrels/test.tsv": "q\t0\td\t1\n"],
      """
      qrels/test.tsv:1: found four columns as TREC qrels have them, expected query-id, corpus-id and score separated by tabs
      fix: each line is query-id, corpus-id and an integer, separated by tabs
      """),
    beir(
      "columns separated by spaces", ["qrels/test.tsv": "q d 1\n"],
      """
      qrels/test.tsv:1: found columns separated by spaces, expected query-id, corpus-id and score separated by tabs
      fix: each line is query-id, corpus-id and an integer, separated by tabs
      """),
    beir(
      "a grade that is a word", ["qrels/test.tsv": "q\td\t1\nq\te\tgood\n"],
      """
      qrels/test.tsv:2: found the grade "good", expected an integer
      fix: each line is query-id, corpus-id and an integer, separated by tabs
      """),
    beir(
      "a pair that is judged twice", ["qrels/test.tsv": "q\td\t1\nq\td\t0\n"],
      """
      qrels/test.tsv:2: document d is judged twice for query q; expected one grade per pair; the first is in line 1
      fix: remove one of the lines
      """),
  ]
}
