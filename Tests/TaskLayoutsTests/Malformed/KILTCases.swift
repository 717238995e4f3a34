// SPDX-License-Identifier: Apache-2.0

extension MalformedCase {
  private static let page =
    #"{"wikipedia_id": "1", "wikipedia_title": "t", "text": ["t\n", "x\n"]}"#

  private static func kilt(
    _ name: String, pages: String = page, questions: String, split: String = "dev",
    _ message: String
  ) -> MalformedCase {
    MalformedCase(
      layout: "kilt", name: name,
      files: ["kilt_knowledgesource.json": pages, "nq-dev-kilt.jsonl": questions],
      split: split, message: message)
  }

  private static let good =
    #"{"id": "q1", "input": "x", "output": [{"provenance": [{"wikipedia_id": "1"}]}]}"# + "\n"

  static let kilt: [MalformedCase] = [
    kilt(
      "another split", questions: good, split: "train",
      """
      *-train-kilt.jsonl: found no questions of the split "train", the folder has only dev
      fix: name one of these splits
      """),
    kilt(
      "a question without text, as TriviaQA's files are published",
      questions: good + #"{"id": "q2", "output": []}"#,
      """
      nq-dev-kilt.jsonl:2: found no field "input", expected the question; to TriviaQA's files KILT's get_triviaqa_input.py adds it
      fix: each line is {"id": "…", "input": "…", "output": [{"provenance": [{"wikipedia_id": "…"}]}]}
      """),
    kilt(
      "answers that are no list", questions: #"{"id": "q1", "input": "x", "output": {}}"#,
      """
      nq-dev-kilt.jsonl:1: found an object in field "output", expected a list of answers
      fix: each line is {"id": "…", "input": "…", "output": [{"provenance": [{"wikipedia_id": "…"}]}]}
      """),
    kilt(
      "a page whose id is an object",
      questions: #"{"id": "q1", "input": "x", "output": [{"provenance": [{"wikipedia_id": {}}]}]}"#,
      """
      nq-dev-kilt.jsonl:1: found an object in field "wikipedia_id", expected an identifier in quotes
      fix: each line is {"id": "…", "input": "…", "output": [{"provenance": [{"wikipedia_id": "…"}]}]}
      """),
    kilt(
      "no answer anywhere", questions: #"{"id": "q1", "input": "x", "output": []}"#,
      """
      nq-dev-kilt.jsonl: found no judgements, expected one a record
      fix: each line is {"id": "…", "input": "…", "output": [{"provenance": [{"wikipedia_id": "…"}]}]}
      """),
    kilt(
      "a question that is there twice",
      questions: good + #"{"id": "q1", "input": "y", "output": []}"#,
      """
      nq-dev-kilt.jsonl:2: found query q1 for the second time with another text, expected each query once; the first is in line 1
      fix: each line is {"id": "…", "input": "…", "output": [{"provenance": [{"wikipedia_id": "…"}]}]}
      """),
    kilt(
      "a paragraph that is no string", pages: #"{"wikipedia_id": "1", "text": ["x", 2]}"#,
      questions: good,
      """
      kilt_knowledgesource.json:1: found an array of other values in field "text", expected strings
      fix: each line is {"wikipedia_id": "…", "wikipedia_title": "…", "text": ["…"]}
      """),
    kilt(
      "a page without text", pages: page + "\n" + #"{"wikipedia_id": "2"}"#, questions: good,
      """
      kilt_knowledgesource.json:2: found no field "text", expected the document's text
      fix: each line is {"wikipedia_id": "…", "wikipedia_title": "…", "text": ["…"]}
      """),
    MalformedCase(
      layout: "kilt", name: "several data sets and none chosen",
      files: [
        "kilt_knowledgesource.json": page, "nq-dev-kilt.jsonl": good, "fever-dev-kilt.jsonl": good,
      ], split: "dev",
      message: """
        FOLDER: found the data sets fever, nq, expected one to be chosen
        fix: name one: reading: {subset: …} in a manifest, --reading subset=… on the command line
        """),
    MalformedCase(
      layout: "kilt", name: "no knowledge source", files: ["nq-dev-kilt.jsonl": good],
      split: "dev",
      message: """
        kilt_knowledgesource: found no knowledge source, expected kilt_knowledgesource.parquet, .jsonl or .json, or shards of one of them
        fix: fetch the data set, or name the folder that holds it
        """),
  ]
}
