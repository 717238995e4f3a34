// SPDX-License-Identifier: Apache-2.0

extension MalformedCase {
  private static func scrolls(_ name: String, _ rows: String, _ message: String) -> MalformedCase {
    MalformedCase(
      layout: "loco-v0", name: name, files: ["qmsum/validation.jsonl": rows],
      split: "validation", options: ["subset": "qmsum"], message: message)
  }

  private static func qasper(_ name: String, _ papers: String, _ message: String) -> MalformedCase {
    MalformedCase(
      layout: "loco-v0", name: name, files: ["qasper-test-v0.3.json": papers],
      options: ["subset": "qasper_title"], message: message)
  }

  private static let good = #"{"input": "x", "output": "y"}"# + "\n"

  static let locoV0: [MalformedCase] = [
    scrolls(
      "a row without query", good + #"{"input": "x"}"#,
      """
      qmsum/validation.jsonl:2: found no field "output", expected the query's text
      fix: each record is {"input": "…", "output": "…"}
      """),
    scrolls(
      "a row without passage", good + #"{"output": "y"}"#,
      """
      qmsum/validation.jsonl:2: found no field "input", expected the document's text
      fix: each record is {"input": "…", "output": "…"}
      """),
    scrolls(
      "no rows", "\n\n",
      """
      qmsum/validation.jsonl: found no rows, expected queries with their passages
      fix: fetch the data set again
      """),
    MalformedCase(
      layout: "loco-v0", name: "no task chosen", files: ["qmsum/validation.jsonl": good],
      split: "validation",
      message: """
        FOLDER: found no "subset" to read by, expected one of the five tasks
        fix: name it: reading: {subset: …} in a manifest, --reading subset=… on the command line
        """),
    MalformedCase(
      layout: "loco-v0", name: "another split", files: ["qmsum/validation.jsonl": good],
      options: ["subset": "qmsum"],
      message: """
        qmsum/test: found no rows, expected qmsum/test.parquet, .jsonl or .json, or shards of one of them
        fix: fetch the data set, or name the folder that holds it
        """),
    qasper(
      "papers that are no object", "{\n\"1\": {\"title\": 5}}",
      """
      qasper-test-v0.3.json:2: found a number in field "title", expected a string
      fix: each paper is {"title": "…", "abstract": "…", "full_text": …}
      """),
    qasper(
      "a paper in place of an object", "{\n\"1\":\n 7\n}",
      """
      qasper-test-v0.3.json:2: found a number in paper 1, expected an object
      fix: each paper is {"title": "…", "abstract": "…", "full_text": …}
      """),
    qasper(
      "a paper without text", #"{"1": {"title": "t", "abstract": "a"}}"#,
      """
      qasper-test-v0.3.json:1: found no field "full_text", expected sections with section_name and paragraphs
      fix: each paper is {"title": "…", "abstract": "…", "full_text": …}
      """),
    qasper(
      "text that is a string", #"{"1": {"title": "t", "abstract": "a", "full_text": "x"}}"#,
      """
      qasper-test-v0.3.json:1: found a string in field "full_text", expected sections with section_name and paragraphs
      fix: each paper is {"title": "…", "abstract": "…", "full_text": …}
      """),
    qasper(
      "a section without paragraphs",
      #"{"1": {"title": "t", "abstract": "a", "full_text": [{"section_name": "s"}]}}"#,
      """
      qasper-test-v0.3.json:1: found no list of paragraphs in field "full_text", expected sections with section_name and paragraphs
      fix: each paper is {"title": "…", "abstract": "…", "full_text": …}
      """),
    qasper(
      "a paragraph that is a number",
      #"{"1": {"title": "t", "abstract": "a", "full_text": [{"paragraphs": [1]}]}}"#,
      """
      qasper-test-v0.3.json:1: found a number as a paragraph in field "full_text", expected sections with section_name and paragraphs
      fix: each paper is {"title": "…", "abstract": "…", "full_text": …}
      """),
    qasper(
      "no papers", "{ }",
      """
      qasper-test-v0.3.json: found no rows, expected queries with their passages
      fix: fetch the data set again
      """),
    qasper(
      "text after the end", #"{"1": {"title": "t", "abstract": "a", "full_text": []}} x"#,
      """
      qasper-test-v0.3.json:1: found x at byte 57, expected the end of the file
      fix: each paper is {"title": "…", "abstract": "…", "full_text": …}
      """),
  ]
}
