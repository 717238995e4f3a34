// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TaskLayouts
import TestSupport
import Testing

/// Reading what was written gives the task back, for everything that a layout holds.
struct RoundTripTests {
  /// Name of the writer, the layout that reads it, what the layout holds, and how it is read.
  private static let formats: [(String, String, TaskTraits, [String: String])] = [
    (
      "beir", "beir", [.titles, .negativeGrades, .lineEnds, .spacesInIDs, .loose, .emptyTexts], [:]
    ),
    ("trec", "trec", [.titles, .negativeGrades, .lineEnds, .loose, .emptyTexts], [:]),
    ("t2ranking", "t2ranking", [.spacesInIDs, .loose], [:]),
    (
      "t2ranking", "t2ranking", [.spacesInIDs, .loose, .grades, .candidates],
      ["variant": "rerank"]
    ),
    ("loco", "loco-v1", [.lineEnds, .spacesInIDs, .emptyTexts], [:]),
  ]

  @Test(arguments: formats)
  func `what is written is what is read`(
    writer: String, layout: String, traits: TaskTraits, options: [String: String]
  ) throws {
    let writer = try #require(LayoutWriters.named(writer))
    let reader = try #require(TaskLayouts.named(layout))
    for seed in 0..<200 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let task = randomTask(traits, &random)
      try withTemporaryFolder { folder in
        let place = TaskPlace(folder: folder + "/out", split: "dev", options: options)
        try writer.place(task, split: "dev", at: place.folder)
        let listing = try FolderListing(path: place.folder)
        #expect(try TaskLayouts.recognise(listing).name == layout)
        #expect(try reader.splits(of: listing) == ["dev"])
        expectEqual(try reader.open(place), task, "seed \(seed)")
      }
    }
  }

  @Test func `from layout to layout a task stays the same`() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<20 {
      let task = randomTask([], &random)
      try withTemporaryFolder { folder in
        var contents = task
        for format in ["beir", "trec", "t2ranking", "beir"] {
          let path = "\(folder)/\(format)-\(UInt64.random(in: 0 ... .max, using: &random))"
          try #require(LayoutWriters.named(format)).place(contents, split: "dev", at: path)
          contents = try #require(TaskLayouts.named(format))
            .open(TaskPlace(folder: path, split: "dev"))
        }
        expectEqual(contents, task, "four times")
      }
    }
  }
}

/// Expects the same documents, queries and judgements; strings are compared by their bytes.
func expectEqual(
  _ found: TaskContents, _ expected: TaskContents, _ comment: Comment,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    fields(found) == fields(expected), comment, sourceLocation: sourceLocation)
}

/// All that a task holds, as bytes; judgements ascending.
private func fields(_ task: TaskContents) -> [[UInt8]] {
  var fields: [String] = []
  let reader = try? task.corpus.makeReader()
  while let batch = try? reader?.nextBatch() {
    for row in batch.entries.indices {
      fields += [batch[row].id, batch[row].title, batch[row].text]
    }
  }
  for query in task.queries {
    fields += [query.id, query.text, query.instruction ?? "", "\(query.candidates ?? ["none"])"]
  }
  for query in task.qrels.queryIDs.sorted() {
    guard let judgments = task.qrels[query] else { continue }
    for (row, document) in judgments.documents.enumerated() {
      fields += [query, document, "\(judgments.grades[row])"]
    }
  }
  return fields.map { Array($0.utf8) }
}
