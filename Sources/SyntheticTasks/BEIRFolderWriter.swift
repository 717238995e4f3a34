// SPDX-License-Identifier: Apache-2.0

public import Retrieval

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes a task's data in BEIR's layout: `corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`.
///
/// Each file gets its name when it is complete, so that an interrupted run leaves no file that
/// looks whole. Files that are there already are replaced.
///
/// - Parameters:
///   - path: The folder; made where it does not exist.
///   - documents: Taken one at a time, never held together.
///   - judgments: Query id, document id, grade.
/// - Throws: `.unwritable` when a folder or file cannot be written.
public func writeBEIRFolder(
  at path: String,
  documents: some Sequence<Document>,
  queries: some Sequence<Query>,
  judgments: some Sequence<(query: String, document: String, grade: Int)>,
  split: String = "test"
) throws(DataError) {
  try makeFolder(path + "/qrels")
  var corpus = try LineFile(path: path + "/corpus.jsonl")
  for document in documents {
    try corpus.write(
      "{\"_id\": \(quoted(document.id)), \"title\": \(quoted(document.title)), "
        + "\"text\": \(quoted(document.text))}")
  }
  try corpus.finish()
  var queryFile = try LineFile(path: path + "/queries.jsonl")
  for query in queries {
    try queryFile.write("{\"_id\": \(quoted(query.id)), \"text\": \(quoted(query.text))}")
  }
  try queryFile.finish()
  var qrels = try LineFile(path: path + "/qrels/\(split).tsv")
  try qrels.write("query-id\tcorpus-id\tscore")
  for (query, document, grade) in judgments { try qrels.write("\(query)\t\(document)\t\(grade)") }
  try qrels.finish()
}

extension LimitTask {
  /// Writes the task in BEIR's layout; bounded memory for any number of documents.
  ///
  /// - Parameter progress: Called now and then with the number of documents written so far.
  /// - Throws: `.unwritable` when a folder or file cannot be written.
  public func write(
    to path: String, progress: (Int) -> Void = { _ in }
  ) throws(DataError) {
    try withoutActuallyEscaping(progress) { (progress) throws(DataError) in
      try writeBEIRFolder(
        at: path,
        documents: (0..<parameters.documents).lazy.map { index in
          if index.isMultiple(of: 1000) { progress(index) }
          return document(at: index)
        },
        queries: (0..<queryCount).lazy.map(query(at:)),
        judgments: (0..<queryCount).lazy.flatMap { index in
          relevantDocuments(of: index).map { ("query_\(index)", $0, 1) }
        })
    }
    progress(parameters.documents)
  }
}

private func makeFolder(_ path: String) throws(DataError) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw DataError(.unwritable, file: path, "the folder cannot be made: \(error)")
  }
}

/// A JSON string; identifiers and texts are any Unicode.
private func quoted(_ text: String) -> String {
  let plain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != 0x5C }
  if plain { return "\"\(text)\"" }
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\u{0}"..."\u{1F}":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
