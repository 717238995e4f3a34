// SPDX-License-Identifier: Apache-2.0

extension MalformedCase {
  private static func trec(
    _ name: String, _ changed: [String: String?] = [:], split: String = "test",
    options: [String: String] = [:], _ message: String
  ) -> MalformedCase {
    var files = [
      "topics.txt": "<top>\n<num> Number: 1\n<title> x\n</top>\n", "qrels.txt": "1 0 d 1\n",
      "documents.sgml": "<DOC>\n<DOCNO>d</DOCNO>\n<TEXT>\nx\n</TEXT>\n</DOC>\n",
    ]
    for (file, content) in changed { files[file] = content }
    return MalformedCase(
      layout: "trec", name: name, files: files, split: split, options: options, message: message)
  }

  static let trec: [MalformedCase] = [
    trec(
      "no topics", ["topics.txt": nil],
      """
      FOLDER: found no file named topics
      fix: name it: reading: {topics: …} in a manifest, --reading topics=… on the command line
      """),
    trec(
      "no qrels", ["qrels.txt": nil],
      """
      FOLDER: found no file named qrels
      fix: name it: reading: {qrels: …} in a manifest, --reading qrels=… on the command line
      """),
    trec(
      "no documents", ["documents.sgml": nil],
      """
      FOLDER: found no documents, expected a file or a folder named documents, collection or docs
      fix: name it: reading: {documents: …} in a manifest, --reading documents=… on the command line
      """),
    trec(
      "several qrels, none of the split", ["qrels.a.txt": "1 0 d 1\n"],
      """
      FOLDER: found qrels.a.txt, qrels.txt, expected one to be chosen for the split test
      fix: name it: reading: {qrels: …} in a manifest, --reading qrels=… on the command line
      """),
    trec(
      "a file that is not there", options: ["topics": "topics.401-450"],
      """
      topics.401-450: found no such file, nor one with .gz or .zst behind its name
      fix: check the split and the folder, or fetch the data set
      """),
    trec(
      "a topic without a number", ["topics.txt": "\n<top>\n<title> x\n</top>\n"],
      """
      topics.txt:2: found a topic without a number, expected <num>
      fix: give each topic one: <num> Number: 301
      """),
    trec(
      "a topic with two titles", ["topics.txt": "<top>\n<num> 1\n<title> x\n<title> y\n"],
      """
      topics.txt:4: found a second <title> in a topic, expected one
      fix: begin each topic with <top>
      """),
    trec(
      "a topic twice", ["topics.txt": "<top><num>1<title>x</top>\n<top><num>1<title>x</top>"],
      """
      topics.txt:2: found topic 1 for the second time, expected each once; the first is in line 1
      fix: remove one of the two
      """),
    trec(
      "a topic without the field", options: ["topic-field": "desc"],
      """
      topics.txt:1: found topic 1 without a desc
      fix: choose another topic-field: title, desc, narr or title+desc
      """),
    trec(
      "topics in XML without the field",
      ["topics.txt": "<topics>\n<topic number='1'><query>x</query></topic></topics>"],
      options: ["topic-field": "title+desc"],
      """
      topics.txt:2: found topic 1 without a title+desc
      fix: choose another topic-field: title, desc, narr or title+desc
      """),
    trec(
      "a topic in XML without a number",
      ["topics.txt": "<topics>\n<topic><query>x</query></topic></topics>"],
      """
      topics.txt:2: found a topic without a number, expected an attribute number or an element num
      fix: give each topic one
      """),
    trec(
      "fields of topics in columns", ["topics.txt": "1\tx\n"], options: ["topic-field": "desc"],
      """
      topics.txt: found topics in columns, which have no desc
      fix: choose topic-field title, or another file of topics
      """),
    trec(
      "a topic in columns without a tab", ["topics.txt": "1\tx\n2 y\n"],
      """
      topics.txt:2: found 1 column, expected 2: qid and text apart by tabs
      fix: each line holds qid and text apart by tabs
      """),
    trec(
      "a document without a number",
      ["documents.sgml": "<DOC>\n<DOCNO>d</DOCNO>\n</DOC>\n<DOC>\n<TEXT>x</TEXT>\n</DOC>\n"],
      """
      documents.sgml:4: found a document without <DOCNO>, expected its identifier there
      fix: give each document one
      """),
    trec(
      "a document with two numbers",
      ["documents.sgml": "<DOC><DOCNO>d</DOCNO>\n<DOCNO>e</DOCNO></DOC>"],
      """
      documents.sgml:1: found 2 <DOCNO> in a document, expected one
      fix: close each document with </DOC>
      """),
    trec(
      "a document that is cut",
      ["documents.sgml": "<DOC>\n<DOCNO>d</DOCNO>\n</DOC>\n<DOC>\n<DOCNO>e</DOCNO> x"],
      """
      documents.sgml:4: found the end of the file in a document, expected </DOC>
      fix: fetch the file again, or close its last document
      """),
    trec(
      "text between documents", ["documents.sgml": "<DOC>\n<DOCNO>d</DOCNO>\n</DOC>\nx\n<DOC>"],
      """
      documents.sgml:4: found text outside of a document, expected <DOC>
      fix: put it into a document
      """),
    trec(
      "a document that ends before it begins",
      ["documents.sgml": "<DOC><DOCNO>d</DOCNO></DOC>\n</DOC>"],
      """
      documents.sgml:2: found </DOC>, expected <DOC> before it
      fix: remove one of the two
      """),
    trec(
      "documents in columns, one without a tab", ["documents.sgml": "d\tx\ne\n"],
      """
      documents.sgml:2: found 1 column, expected 2: docid and text apart by tabs
      fix: each line holds docid and text apart by tabs, without tabs in them
      """),
    trec(
      "documents in four columns, one in three", ["documents.sgml": "d\tu\tt\tx\ne\tu\tt\n"],
      """
      documents.sgml:2: found 3 columns, expected 4: docid, url, title and body apart by tabs
      fix: each line holds docid, url, title and body apart by tabs, without tabs in them
      """),
    trec(
      "documents that are none", ["documents.sgml": "\n"],
      """
      documents.sgml: found no documents, expected docid and text apart by tabs in each line
      fix: fetch the corpus again
      """),
    trec(
      "an empty file of documents",
      ["documents.sgml": nil, "docs/a.sgml": "<DOC><DOCNO>d</DOCNO></DOC>", "docs/b.sgml": "\n"],
      """
      docs/b.sgml:1: found no <DOC>, expected one before each document
      fix: check that this file holds documents
      """),
    trec(
      "documents of two kinds",
      ["documents.sgml": nil, "docs/a.tsv": "d\tx\n", "docs/b.tsv": "e\tx\n"],
      """
      docs/b.tsv: found a second table of documents, expected one
      fix: name the file with the option documents
      """),
    trec(
      "a judgement of three columns", ["qrels.txt": "1 d 1\n"],
      """
      qrels.txt:1: found 3 columns, expected 4: qid iteration docid grade
      fix: write one judgement a line, columns apart by white space
      """),
    trec(
      "a pair judged twice", ["qrels.txt": "1 0 d 1\n1 0 d 0\n"],
      """
      qrels.txt:2: document d is judged twice for query 1; expected one grade per pair
      fix: keep one of the two lines
      """),
  ]
}
