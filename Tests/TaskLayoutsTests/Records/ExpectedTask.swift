// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TaskLayouts
import Testing

/// What a reader must find in a task, as `Golden/Records/read.py` found it.
struct ExpectedTask: Decodable, Sendable, CustomTestStringConvertible {
  var layout: String
  var folder: String
  var split: String
  var options: [String: String]
  var facts: Facts

  /// Counts, first, tenth and last ids, and digests of all contents.
  struct Facts: Codable, Hashable {
    var documents: Int
    var document_ids: [String?]
    var document_digest: String
    var queries: Int
    var query_ids: [String?]
    var query_digest: String
    var judged_queries: Int
    var judgements: Int
    var judgement_digest: String
  }

  private enum Keys: CodingKey {
    case layout, folder, split, options
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    layout = try values.decode(String.self, forKey: .layout)
    folder = try values.decode(String.self, forKey: .folder)
    split = try values.decode(String.self, forKey: .split)
    options = try values.decode([String: String].self, forKey: .options)
    facts = try Facts(from: decoder)
  }

  var testDescription: String {
    let chosen = options.sorted { $0.key < $1.key }.map { " \($0)=\($1)" }.joined()
    return "\(layout) \(folder) \(split)\(chosen)"
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden/Records")

  /// The tasks in a file of expectations.
  static func all(in name: String) -> [ExpectedTask] {
    let content = (try? Data(contentsOf: folder.appending(path: name))) ?? Data()
    return (try? JSONDecoder().decode([ExpectedTask].self, from: content)) ?? []
  }
}

extension ExpectedTask.Facts {
  /// The facts about a task that was opened.
  init(_ contents: TaskContents) throws {
    let corpus = try contents.corpus.documents()
    documents = corpus.count
    document_ids = Self.marks(corpus.map(\.id))
    document_digest = digest(corpus.flatMap { [$0.id, $0.title, $0.text] })
    queries = contents.queries.count
    query_ids = Self.marks(contents.queries.map(\.id))
    query_digest = digest(
      contents.queries.flatMap {
        [$0.id, $0.text, $0.instruction ?? ""] + $0.excludedDocuments + ($0.candidates ?? [])
      })
    let qrels = contents.qrels
    judged_queries = qrels.count
    judgements = qrels.judgmentCount
    let rows = qrels.queryIDs.flatMap { query in
      (qrels[query].map { zip($0.documents, $0.grades) }).map { rows in
        rows.map { [query, $0, String($1)] }
      } ?? []
    }
    judgement_digest = digest(
      rows.sorted { left, right in
        left.lexicographicallyPrecedes(right) {
          $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
        }
      }.flatMap { $0 })
  }

  private static func marks(_ ids: [String]) -> [String?] {
    [ids.first, ids.count > 9 ? ids[9] : nil, ids.last]
  }
}

/// FNV-1a, 64 bits, over fields that each end with the byte 0x1F.
private func digest(_ fields: [String]) -> String {
  var value: UInt64 = 0xCBF2_9CE4_8422_2325
  for field in fields {
    for byte in field.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    value = (value ^ 0x1F) &* 0x100_0000_01B3
  }
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
