// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Finds what a layout cannot hold, before anything is lost.
struct LossCheck {
  /// The layout in words, `T2Ranking's layout`.
  let layout: String
  /// The task.
  let contents: TaskContents

  /// The refusal of something that stands in the file `file`.
  func refusal(_ found: String, in file: String, fix: String = "") -> DataError {
    DataError(
      .malformed, file: file, "found \(found), which \(layout) cannot hold",
      fix: fix.isEmpty ? "choose a layout that can: nothing was written" : fix)
  }

  /// The refusal of something in a document.
  func document(_ id: String, has found: String) -> DataError {
    refusal("document \(id.debugDescription) with \(found)", in: "the corpus")
  }

  /// Refuses what makes a query more than an id and a text.
  func checkQueries(allowingCandidates: Bool = false) throws(DataError) {
    for query in contents.queries {
      let extra: String? =
        if query.instruction != nil {
          "an instruction"
        } else if !query.excludedDocuments.isEmpty {
          "excluded documents"
        } else if query.candidates != nil && !allowingCandidates {
          "candidates"
        } else { nil }
      guard let extra else { continue }
      throw refusal("query \(query.id.debugDescription) with \(extra)", in: contents.queriesFile)
    }
    for id in contents.qrels.queryIDs where contents.qrels[id]?.evidence.isEmpty == false {
      throw refusal("query \(id.debugDescription) with sets of evidence", in: contents.qrelsFile)
    }
  }

  /// Refuses tasks without queries or judgements, which no reader takes.
  func checkNotEmpty() throws(DataError) {
    guard !contents.queries.isEmpty else {
      throw refusal("no query", in: contents.queriesFile)
    }
    guard contents.qrels.count > 0 else { throw refusal("no judgement", in: contents.qrelsFile) }
  }

  /// Refuses identifiers of queries and judgements.
  ///
  /// - Parameter fault: What is wrong with one, in words; nil when nothing is.
  func checkIdentifiers(_ fault: (String) -> String?) throws(DataError) {
    for query in contents.queries {
      guard let found = fault(query.id) else { continue }
      throw refusal(
        "the query id \(query.id.debugDescription) with \(found)", in: contents.queriesFile)
    }
    for row in contents.qrels.rows {
      for id in [row.query, row.document] {
        guard let found = fault(id) else { continue }
        throw refusal("the id \(id.debugDescription) with \(found)", in: contents.qrelsFile)
      }
    }
  }

  /// Refuses texts of queries.
  func checkTexts(_ fault: (String) -> String?) throws(DataError) {
    for query in contents.queries {
      guard let found = fault(query.text) else { continue }
      throw refusal(
        "query \(query.id.debugDescription) with \(found) in its text", in: contents.queriesFile)
    }
  }
}

/// What of `text` a line of columns cannot hold, in words; nil when all is well.
func tableFault(_ text: some Collection<UInt8>) -> String? {
  for byte in text {
    switch byte {
    case UInt8(ascii: "\t"): return "a tab"
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return "a line end"
    default: continue
    }
  }
  return nil
}
