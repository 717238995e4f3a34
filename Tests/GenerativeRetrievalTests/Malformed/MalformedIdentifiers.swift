// SPDX-License-Identifier: Apache-2.0

import Testing

/// Identifiers that a model cannot write, and what a person reads about them.
///
/// The page of the documentation is made from these.
struct MalformedIdentifiers: Sendable, CustomTestStringConvertible {
  var name: String
  /// The model: `t5`, or `atomic`, which has tokens of its own for documents.
  var model = "t5"
  /// Ids of the corpus.
  var documents = ["a", "b"]
  /// The file of identifiers; nil where ids are written.
  var file: String?
  /// The whole message, with paths relative to the folder.
  var message: String

  var testDescription: String { name }

  private static let advice =
    "\nfix: write a document's id, a tab and its identifier in each line"

  /// All cases.
  static let all: [MalformedIdentifiers] = files + ids

  private static let files = [
    MalformedIdentifiers(
      name: "an empty file", file: "\n",
      message: "identifiers.tsv: holds no identifier, expected one for each document" + advice),
    MalformedIdentifiers(
      name: "a line without a tab", file: "a\t4\nb 4\n",
      message: "identifiers.tsv:2: found 1 column, expected a document's id and its identifier "
        + "apart by a tab" + advice),
    MalformedIdentifiers(
      name: "tabs inside of an identifier", file: "a\t4\t2\nb\t4\n",
      message: "identifiers.tsv:1: found 3 columns, expected a document's id and its identifier "
        + "apart by a tab" + advice),
    MalformedIdentifiers(
      name: "an identifier without a document", file: "a\t4\n\t2\n",
      message: "identifiers.tsv:2: found an empty id, expected a document's" + advice),
    MalformedIdentifiers(
      name: "a document with an empty identifier", file: "a\t4\nb\t \n",
      message: "identifiers.tsv:2: found an empty identifier, expected what the model writes"
        + advice),
    MalformedIdentifiers(
      name: "a document that comes twice", file: "a\t4\nb\t2\na\t2\n",
      message: "identifiers.tsv:3: found document a for the second time, expected each document "
        + "once; the first is in line 1" + advice),
    MalformedIdentifiers(
      name: "documents without a line", documents: ["a", "b", "c"], file: "b\t4\n",
      message: "identifiers.tsv: holds no identifier of document a and 1 more, expected one for "
        + "each of the corpus's 3\nfix: take the file that was made for this corpus"),
    MalformedIdentifiers(
      name: "an identifier that holds an end", file: "a\t4\nb\t4</s>2\n",
      message: "identifiers.tsv:2: found an identifier of document b that holds token 1, with "
        + "which the model ends what it writes\nfix: take the model that this file was made for"),
    MalformedIdentifiers(
      name: "an identifier beyond what the model can write", model: "bart",
      file: "a\t" + String(repeating: "4 2 ", count: 30) + "\nb\t4\n",
      message: "identifiers.tsv:1: found an identifier of document a that has 120 tokens, expected "
        + "at most 45, all that the model can write before the end\nfix: take the model that "
        + "this file was made for"),
  ]

  private static let distinct =
    "\nfix: give one of them another id, or take identifiers=clusters with a file of identifiers"
  private static let other =
    "\nfix: give it another id, or take identifiers=clusters with a file of identifiers"

  private static let ids = [
    MalformedIdentifiers(
      name: "tokens of their own for some documents only", model: "atomic",
      documents: ["doc 42", "doc 7", "doc 1"],
      message: "corpus: holds document doc 7, for which the model has no token of its own, but it "
        + "has one for 2 of 3, expected one for all of them or for none\nfix: take the model that "
        + "was trained for this corpus"),
    MalformedIdentifiers(
      name: "ids of characters that the model does not know", documents: ["文書", "文章"],
      message: "corpus: holds documents 文書 and 文章, whose ids are the same tokens for the model, "
        + "expected ids that it can tell apart" + distinct),
    MalformedIdentifiers(
      name: "an id without a character", documents: ["4", ""],
      message: "corpus: holds document , whose id has no tokens for the model, expected at least "
        + "one" + other),
    MalformedIdentifiers(
      name: "an id that holds an end", documents: ["4", "4</s>2"],
      message: "corpus: holds document 4</s>2, whose id holds token 1, with which the model ends "
        + "what it writes" + other),
  ]
}
