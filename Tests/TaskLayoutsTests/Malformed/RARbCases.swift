// SPDX-License-Identifier: Apache-2.0

extension MalformedCase {
  private static func rarbFull(
    _ name: String, _ files: [String: String], _ message: String
  ) -> MalformedCase {
    let task = [
      "corpus.jsonl": #"{"_id": "d", "title": "", "text": "x"}"#,
      "queries.jsonl": #"{"_id": "q", "text": "x"}"#,
      "qrels/test.tsv": "query-id\tcorpus-id\tscore\nq\td\t1\n", "instruction.txt": "Find it.",
    ]
    return MalformedCase(
      layout: "rarb-full", name: name, files: task.merging(files) { $1 }, message: message)
  }

  static let rarbFull: [MalformedCase] = [
    rarbFull(
      "an empty instruction", ["instruction.txt": " \n"],
      """
      instruction.txt: found no text, expected the instruction of all queries
      fix: fetch the file again, or read the folder with --format beir
      """),
    rarbFull(
      "a judgement of two columns", ["qrels/test.tsv": "query-id\tcorpus-id\tscore\nq\td\n"],
      """
      qrels/test.tsv:2: found 2 columns, expected query-id, corpus-id and score separated by tabs
      fix: each line is query-id, corpus-id and an integer, separated by tabs
      """),
    MalformedCase(
      layout: "rarb-full", name: "no instruction",
      files: ["corpus.jsonl": "", "queries.jsonl": ""],
      message:
        """
        instruction.txt: found no such file, nor one with .gz or .zst behind its name
        fix: check the split and the folder, or fetch the data set
        """),
  ]

  private static func rarbChoice(
    _ name: String, _ content: String, _ message: String
  ) -> MalformedCase {
    MalformedCase(
      layout: "rarb-mcr", name: name, files: ["piqa-test.csv": content], message: message)
  }

  private static let header = "instructions,queries,documents,labels\n"

  static let rarbChoice: [MalformedCase] = [
    rarbChoice(
      "another header", "instruction,query,documents,label\n",
      """
      piqa-test.csv:1: found the header instruction,query,documents,label, expected instructions,queries,documents,labels
      fix: check that this is a multiple-choice file of RAR-b
      """),
    rarbChoice(
      "an empty file", "",
      """
      piqa-test.csv:1: found the header "", expected instructions,queries,documents,labels
      fix: check that this is a multiple-choice file of RAR-b
      """),
    rarbChoice(
      "a header alone", header,
      """
      piqa-test.csv: found no questions, expected one in each row
      fix: fetch the file again
      """),
    rarbChoice(
      "a row of three fields", header + "i,q,\"['a']\"\n",
      """
      piqa-test.csv:2: found 3 fields, expected 4 as in the first line
      fix: quote fields that hold commas or line ends
      """),
    rarbChoice(
      "a quoted field without an end", header + "i,\"q\nq,\"\"['a']\"\",0\n",
      """
      piqa-test.csv:2: found the end of the file in a quoted field, expected a closing quote
      fix: write a quote inside a quoted field twice
      """),
    rarbChoice(
      "text behind a quoted field", header + "i,\"q\"x,\"['a']\",0\n",
      """
      piqa-test.csv:2: found text behind a closing quote, expected a comma or the end of the line
      fix: write a quote inside a quoted field twice
      """),
    rarbChoice(
      "a carriage return alone", header + "i,q\rq,\"['a']\",0\n",
      """
      piqa-test.csv:2: found a carriage return alone, expected LF or CRLF at the end of a line
      fix: convert the line ends, or quote the field
      """),
    rarbChoice(
      "a label that is no choice", header + "i,\"q\n\nq\",\"['a', 'b']\",2\n",
      """
      piqa-test.csv:2: found the label "2", expected a number from 0 to 1
      fix: the label is the place of the right choice in the list, from 0
      """),
    rarbChoice(
      "a label in words", header + "i,q,\"['a']\",a\n",
      """
      piqa-test.csv:2: found the label "a", expected a number from 0 to 0
      fix: the label is the place of the right choice in the list, from 0
      """),
    rarbChoice(
      "no choices", header + "i,q,[],0\n",
      """
      piqa-test.csv:2: found an empty list of choices, expected at least one
      """),
    rarbChoice(
      "choices side by side", header + "i,q,['a' 'b'],0\n",
      """
      piqa-test.csv:2: found a list of choices that cannot be read, at its byte 6: found ', expected a comma or ]
      fix: write the choices as a Python list of strings: ['one', 'two']
      """),
    rarbChoice(
      "choices that are numbers", header + "i,q,\"[1, 2]\",0\n",
      """
      piqa-test.csv:2: found a list of choices that cannot be read, at its byte 2: found 1, expected a string in quotes or ]
      fix: write the choices as a Python list of strings: ['one', 'two']
      """),
    rarbChoice(
      "a choice without an end", header + "i,q,['a,0\n",
      """
      piqa-test.csv:2: found a list of choices that cannot be read, at its byte 2: found a string without an end, expected a closing quote
      fix: write the choices as a Python list of strings: ['one', 'two']
      """),
    MalformedCase(
      layout: "rarb-mcr", name: "several subsets, none chosen",
      files: ["piqa-test.csv": "", "siqa-test.csv": ""],
      message:
        """
        SUBSET-test.csv: found the subsets piqa, siqa, expected one of them to be chosen
        fix: name it: reading: {subset: …} in a manifest, --reading subset=… on the command line
        """),
    MalformedCase(
      layout: "rarb-mcr", name: "a subset that is not there", files: ["piqa-test.csv": ""],
      options: ["subset": "quail"],
      message:
        """
        quail-test.csv: found no such file, nor one with .gz or .zst behind its name
        fix: check the split and the folder, or fetch the data set
        """),
    MalformedCase(
      layout: "rarb-mcr", name: "a split that is not there", files: ["piqa-test.csv": ""],
      split: "dev",
      message:
        """
        SUBSET-dev.csv: found no file of this split
        fix: check the split and the folder
        """),
  ]
}
