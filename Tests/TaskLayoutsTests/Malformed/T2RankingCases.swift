// SPDX-License-Identifier: Apache-2.0

extension MalformedCase {
  private static func t2ranking(
    _ name: String, collection: String = "pid\ttext\n0\tx\n", xml: String? = nil,
    queries: String = "qid\ttext\n1\tx\n", relevant: String = "qid\tpid\n1\t0\n",
    graded: String = "qid\t-\tpid\trel\n1\t0\t0\t3\n", candidates: String? = nil,
    split: String = "dev", options: [String: String] = [:], _ message: String
  ) -> MalformedCase {
    var files = [
      "queries.dev.tsv": queries, "qrels.retrieval.dev.tsv": relevant, "qrels.dev.tsv": graded,
    ]
    if let xml { files["collection.xml"] = xml } else { files["collection.tsv"] = collection }
    if let candidates { files["top.tsv"] = candidates }
    return MalformedCase(
      layout: "t2ranking", name: name, files: files, split: split, options: options,
      message: message)
  }

  private static let rerank = ["variant": "rerank"]
  private static let reranked = ["variant": "rerank", "candidates": "top.tsv"]

  static let t2ranking: [MalformedCase] = [
    t2ranking(
      "a collection without its header", collection: "0\tx\n1\ty\n",
      """
      collection.tsv:1: found "0" where the header begins, expected "pid"
      fix: put the names of the columns into the first line: pid and text apart by tabs
      """),
    t2ranking(
      "a passage without a tab", collection: "pid\ttext\n0\tx\n1 y\n",
      """
      collection.tsv:3: found 1 column, expected 2: pid and text apart by tabs
      fix: each line holds pid and text apart by tabs, without tabs in them
      """),
    t2ranking(
      "a tab inside a passage", collection: "pid\ttext\n0\tx\ty\n",
      """
      collection.tsv:2: found 3 columns, expected 2: pid and text apart by tabs
      fix: each line holds pid and text apart by tabs, without tabs in them
      """),
    t2ranking(
      "a passage without an id", collection: "pid\ttext\n\tx\n",
      """
      collection.tsv:2: found an empty pid, expected one
      fix: each line holds pid and text apart by tabs, without tabs in them
      """),
    t2ranking(
      "a collection of a header", collection: "pid\ttext\n",
      """
      collection.tsv: found no documents, expected pid and text apart by tabs in each line
      fix: fetch the corpus again
      """),
    t2ranking(
      "an empty collection", collection: "\n",
      """
      collection.tsv: found no documents, expected pid and text apart by tabs in each line
      fix: fetch the corpus again
      """),
    t2ranking(
      "queries without their header", queries: "1\tx\n",
      """
      queries.dev.tsv:1: found "1" where the header begins, expected "qid"
      fix: each line holds qid and text apart by tabs
      """),
    t2ranking(
      "a query without a tab", queries: "qid\ttext\n1\n",
      """
      queries.dev.tsv:2: found 1 column, expected 2: qid and text apart by tabs
      fix: each line holds qid and text apart by tabs
      """),
    t2ranking(
      "a query twice", queries: "qid\ttext\n1\tx\n1\ty\n",
      """
      queries.dev.tsv:3: found query 1 for the second time, expected each query once
      fix: each line holds qid and text apart by tabs
      """),
    t2ranking(
      "queries of a header", queries: "qid\ttext\n",
      """
      queries.dev.tsv: found no queries, expected qid and text apart by tabs in each line
      fix: fetch the queries again
      """),
    t2ranking(
      "grades where pairs belong", relevant: "qid\t-\tpid\trel\n1\t0\t0\t3\n",
      """
      qrels.retrieval.dev.tsv:1: found 4 columns, expected 2: qid and pid apart by tabs
      fix: each line holds qid and pid apart by tabs
      """),
    t2ranking(
      "a pair twice", relevant: "qid\tpid\n1\t0\n1\t0\n",
      """
      qrels.retrieval.dev.tsv:3: found document 0 judged a second time for query 1, expected one grade a pair
      fix: each line holds qid and pid apart by tabs
      """),
    t2ranking(
      "a pair without a passage", relevant: "qid\tpid\n1\t\n",
      """
      qrels.retrieval.dev.tsv:2: found an empty identifier, expected a query's and a document's
      fix: each line holds qid and pid apart by tabs
      """),
    t2ranking(
      "no pairs", relevant: "qid\tpid\n",
      """
      qrels.retrieval.dev.tsv: found no judgements, expected qid and pid apart by tabs in each line
      fix: fetch the qrels again
      """),
    t2ranking(
      "another split", split: "test",
      """
      qrels.retrieval.test.tsv: found no such file, nor one with .gz or .zst behind its name
      fix: check the split and the folder, or fetch the data set
      """),
    t2ranking(
      "a grade above 3", graded: "qid\t-\tpid\trel\n1\t0\t0\t4\n", options: rerank,
      """
      qrels.dev.tsv:2: found the grade "4", expected 0, 1, 2 or 3
      fix: each line holds qid, -, pid and rel apart by tabs
      """),
    t2ranking(
      "a grade in words", graded: "qid\t-\tpid\trel\n1\t0\t0\tgood\n", options: rerank,
      """
      qrels.dev.tsv:2: found the grade "good", expected 0, 1, 2 or 3
      fix: each line holds qid, -, pid and rel apart by tabs
      """),
    t2ranking(
      "pairs where grades belong", graded: "qid\tpid\n1\t0\n", options: rerank,
      """
      qrels.dev.tsv:1: found 2 columns, expected 4: qid, -, pid and rel apart by tabs
      fix: each line holds qid, -, pid and rel apart by tabs
      """),
    t2ranking(
      "candidates that are not there", options: reranked,
      """
      top.tsv: found no such file, nor one with .gz or .zst behind its name
      fix: check the split and the folder, or fetch the data set
      """),
    t2ranking(
      "a candidate twice", candidates: "1\t0\n1\t0\n", options: reranked,
      """
      top.tsv:2: found document 0 a second time for query 1, expected it once
      fix: each line holds qid pid, qid pid rank score, or TREC's six columns
      """),
    t2ranking(
      "a line of five columns of candidates", candidates: "1 0 1 2 3\n", options: reranked,
      """
      top.tsv:1: found 5 columns, expected 2, 3, 4 or 6
      fix: each line holds qid pid, qid pid rank score, or TREC's six columns
      """),
    t2ranking(
      "no candidates", candidates: "\n", options: reranked,
      """
      top.tsv: found no candidates, expected qid and pid in each line
      fix: check that this is the file with the candidates
      """),
    t2ranking(
      "XML that is cut", xml: "<d>\n<doc><id>0</id><content>x",
      """
      collection.xml:2: found the end of the file in an element, expected it closed
      fix: fetch the file again
      """),
    t2ranking(
      "XML with tags that cross", xml: "<d>\n<doc><id>0</content></id></doc></d>",
      """
      collection.xml:2: found no well-formed XML: Opening and ending tag mismatch: id line 2 and content
      fix: check the file with xmllint --stream
      """),
    t2ranking(
      "XML without an element of documents", xml: "<d><item/></d>",
      """
      collection.xml: found no element <doc>, expected one for each record
      fix: name the elements as the file has them
      """),
    t2ranking(
      "a document in XML without an id", xml: "<d>\n<doc><content>x</content></doc></d>",
      """
      collection.xml:2: found a <doc> without a value for <id>, expected one in each
      fix: name the elements as the file has them
      """),
    t2ranking(
      "a document in XML without a text", xml: "<d>\n<doc><id>0</id></doc></d>",
      """
      collection.xml:2: found a <doc> without a value for <content>, expected one in each
      fix: name the elements as the file has them
      """),
    t2ranking(
      "two titles in XML",
      xml: "<d>\n<doc><id>0</id>\n<title>a</title><title>b</title><content/></doc></d>",
      """
      collection.xml:3: found a second <title> in the record that begins in line 2, expected one
      fix: join them, or give each record an element of its own
      """),
    t2ranking(
      "a document in a document", xml: "<d><doc>\n<doc><id>0</id></doc></doc></d>",
      """
      collection.xml:2: found <doc> inside <doc>, expected it closed first
      fix: close the element that begins in line 1
      """),
    t2ranking(
      "documents without an element around them", xml: "<doc><id>0</id><content/></doc>\n<doc/>",
      """
      collection.xml:2: found something behind the first element, expected one around all others
      fix: put one element around all records
      """),
    t2ranking(
      "an entity of no DTD", xml: "<d>\n<doc><id>0</id><content>&nbsp;</content></doc></d>",
      """
      collection.xml:2: found no well-formed XML: Entity 'nbsp' not defined
      fix: check the file with xmllint --stream
      """),
    t2ranking(
      "a document type", xml: "<?xml version='1.0'?>\n<!DOCTYPE d SYSTEM 'http://x/d.dtd'>\n<d/>",
      """
      collection.xml:2: found a document type declaration, expected none: no DTD is read
      fix: remove <!DOCTYPE …>, and write characters in place of the entities it declares
      """),
    t2ranking(
      "an external entity",
      xml:
        "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<d><doc><id>0</id><content>&x;</content></doc></d>",
      """
      collection.xml:1: found a document type declaration, expected none: no DTD is read
      fix: remove <!DOCTYPE …>, and write characters in place of the entities it declares
      """),
    t2ranking(
      "entities of entities of entities",
      xml:
        "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]>\n<d>&c;</d>",
      """
      collection.xml:1: found a document type declaration, expected none: no DTD is read
      fix: remove <!DOCTYPE …>, and write characters in place of the entities it declares
      """),
    t2ranking(
      "elements without end inside each other", xml: String(repeating: "<d>", count: 100_000),
      """
      collection.xml:1: found more than 256 elements inside each other, expected fewer
      fix: give one element a record
      """),
    t2ranking(
      "an encoding that nobody knows", xml: "<?xml version='1.0' encoding='klingon'?><d/>",
      """
      collection.xml:1: found no well-formed XML: Unsupported encoding klingon
      fix: check the file with xmllint --stream
      """),
    t2ranking(
      "XML that is none", xml: "pid text",
      """
      collection.xml:1: found no well-formed XML: Document is empty
      fix: check the file with xmllint --stream
      """),
  ]
}
