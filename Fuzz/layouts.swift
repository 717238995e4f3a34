// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TaskLayouts

/// One way to fill a folder and to read it.
private struct Dress {
  var layout: String
  /// The files that get the pieces of the input, in order.
  var files: [String]
  var split = "test"
  var options: [String: String] = [:]
}

/// The first byte of an input chooses one of these.
private let dresses = [
  Dress(
    layout: "mteb",
    files: [
      "corpus.jsonl", "queries.jsonl", "qrels/test.jsonl", "top_ranked.jsonl", "instruction.jsonl",
    ]),
  Dress(
    layout: "mteb",
    files: ["corpus.parquet", "queries.json", "qrels/test.tsv", "top_ranked.json"]),
  Dress(layout: "mteb", files: ["qrels/test.parquet", "corpus.jsonl.gz", "queries.jsonl"]),
  Dress(layout: "coir", files: ["data/corpus.jsonl", "data/queries.jsonl", "data/test.jsonl"]),
  Dress(layout: "limit", files: ["corpus.jsonl", "queries.jsonl", "qrels.jsonl"]),
  Dress(layout: "bright", files: ["documents/a.jsonl", "examples/a.jsonl"]),
  Dress(
    layout: "bright", files: ["long_documents.jsonl", "examples.json"],
    options: ["variant": "long"]),
  Dress(layout: "bright", files: ["examples/a.parquet", "documents/a.jsonl"]),
  Dress(layout: "litsearch", files: ["corpus_clean/full.jsonl", "query/full.jsonl"]),
  Dress(
    layout: "kilt", files: ["kilt_knowledgesource.json", "nq-dev-kilt.jsonl"], split: "dev"),
  Dress(
    layout: "loco-v1",
    files: ["LoCoV1-Documents/documents/a_test.jsonl", "LoCoV1-Queries/documents/a_test.jsonl"]),
  Dress(
    layout: "loco-v1",
    files: ["LoCoV1-Documents/data/test.jsonl", "LoCoV1-Queries/data/test.jsonl"],
    options: ["subset": "qasper_title"]),
  Dress(layout: "loco-v0", files: ["qmsum/test.jsonl"], options: ["subset": "qmsum"]),
  Dress(
    layout: "loco-v0", files: ["qasper-test-v0.3.json"], options: ["subset": "qasper_abstract"]),
  Dress(
    layout: "loco-v0", files: ["qasper/test.jsonl"], options: ["subset": "qasper_title"]),
  Dress(
    layout: "kilt", files: ["nq/validation.parquet", "kilt_wikipedia/full.jsonl"], split: "dev"),
  Dress(
    layout: "loco-v0", files: ["qasper/test.parquet"], options: ["subset": "qasper_title"]),
]

private let scratch = ScratchFolder("layouts")

/// Reads the input as the files of a task and checks what is promised of an accepted one.
///
/// After the first byte the content of one file follows the other, with the line `----` between. An
/// input that begins with `=== ` is a whole folder (``FolderArchive``), read as whatever layout
/// recognises it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLayouts(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  if let archive = FolderArchive(Array(UnsafeBufferPointer(start: data, count: count))) {
    readFolder(archive)
    return 0
  }
  let dress = dresses[Int(data[0]) % dresses.count]
  let pieces = cut(Array(UnsafeBufferPointer(start: data + 1, count: count - 1)))
  let folder = scratch.path + "/\(Int(data[0]) % dresses.count)"
  for (index, file) in dress.files.enumerated() {
    scratch.write(index < pieces.count ? pieces[index] : [], to: folder + "/" + file)
  }
  guard let layout = TaskLayouts.named(dress.layout) else {
    require(false, "the layout \(dress.layout) is known")
    return 0
  }
  do {
    let contents = try layout.open(
      TaskPlace(folder: folder, split: dress.split, options: dress.options))
    check(contents)
    try checkCorpus(contents.corpus)
  } catch let error as DataError {
    check(error, pieces, dress, folder)
  } catch {
    require(false, "every error says which data is wrong: \(error)")
  }
  return 0
}

/// Lays a folder out, and opens it in every split and by every value of every option.
private func readFolder(_ archive: FolderArchive) {
  let folder = scratch.path + "/folder"
  try? FileManager.default.removeItem(atPath: folder)
  try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  for (name, content) in archive.files { scratch.write(content, to: folder + "/" + name) }
  do {
    let listing = try FolderListing(path: folder)
    let layout = try TaskLayouts.recognise(listing)
    let splits = try layout.splits(of: listing)
    require(Set(splits).count == splits.count, "each split is named once")
    var choices: [[String: String]] = [[:]]
    for option in layout.options {
      for value in option.values.prefix(4) { choices.append([option.name: value]) }
    }
    for split in splits.prefix(3) + ["test"] {
      for options in choices.prefix(8) {
        open(layout, TaskPlace(folder: folder, split: split, options: options))
      }
    }
  } catch let error as DataError {
    require(error.code == .missing || error.code == .malformed, "a folder is there: \(error)")
    require(error.file.hasPrefix(folder) && !error.problem.isEmpty, "an error says where: \(error)")
  } catch {
    require(false, "every error says which data is wrong: \(error)")
  }
}

/// Opens one task of a folder; what is refused is refused with a place in the folder.
private func open(_ layout: any TaskLayout, _ place: TaskPlace) {
  do {
    let contents = try layout.open(place)
    let ids = contents.queries.map(\.id)
    require(Set(ids).count == ids.count, "each query is there once")
    require(!ids.contains(""), "a query's id is not empty")
    for query in contents.qrels.queryIDs {
      guard let judged = contents.qrels[query] else { continue }
      let isInside = judged.evidence.joined().allSatisfy(judged.grades.indices.contains)
      require(isInside, "evidence is judged")
    }
    try checkBatches(contents.corpus)
  } catch let error as DataError {
    require(error.code == .missing || error.code == .malformed, "a folder is there: \(error)")
    require(
      error.file.hasPrefix(place.folder) && !error.problem.isEmpty, "an error says where: \(error)")
    require((error.line ?? 1) > 0, "lines are counted from 1: \(error)")
  } catch {
    require(false, "every error says which data is wrong: \(error)")
  }
}

/// The pieces between lines that are `----`.
private func cut(_ input: [UInt8]) -> [[UInt8]] {
  let mark = Array("\n----\n".utf8)
  var (pieces, start, place): ([[UInt8]], Int, Int) = ([], 0, 0)
  while place + mark.count <= input.count {
    if input[place] == mark[0], Array(input[place..<place + mark.count]) == mark {
      pieces.append(Array(input[start..<place]))
      place += mark.count
      start = place
    } else {
      place += 1
    }
  }
  return pieces + [Array(input[start...])]
}

private func check(_ contents: TaskContents) {
  require(!contents.queries.isEmpty, "an accepted task has a query")
  let ids = contents.queries.map(\.id)
  require(Set(ids).count == ids.count, "each query is there once")
  require(!ids.contains(""), "a query's id is not empty")
  require(contents.qrels.judgmentCount > 0, "an accepted task has a judgement")
  for query in contents.queries {
    require(!query.excludedDocuments.contains("N/A"), "no document is called N/A")
    let relevant = Set(contents.qrels[query.id]?.documents.map { $0 } ?? [])
    require(relevant.isDisjoint(with: query.excludedDocuments), "what is excluded is not relevant")
  }
}

/// Documents are whole, ordinals have no gaps, and every document has a place.
private func checkCorpus(_ corpus: any Corpus) throws {
  let documents = try checkBatches(corpus)
  require(documents > 0, "an accepted corpus has a document")
  let places = [0, documents - 1].map(corpus.place)
  require(!places.contains(nil), "a document has a place")
  require(corpus.place(ofDocument: documents) == nil, "no document is behind the last")
}

/// Documents are whole, ordinals have no gaps; their number.
@discardableResult
private func checkBatches(_ corpus: any Corpus) throws -> Int {
  let reader = try corpus.makeReader()
  var (ordinal, documents) = (0, 0)
  while let batch = try reader.nextBatch() {
    require(batch.ordinal == ordinal, "ordinals have no gaps")
    ordinal += 1
    documents += batch.count
    for entry in batch.entries {
      require(!entry.id.isEmpty, "an accepted id is not empty")
      for range in [entry.id, entry.title, entry.text] {
        let field = String(validating: batch.bytes[range], as: UTF8.self)
        require(field != nil, "an accepted field is UTF-8")
      }
    }
  }
  return documents
}

/// An error names a file of the folder, and a line that it has.
private func check(_ error: DataError, _ pieces: [[UInt8]], _ dress: Dress, _ folder: String) {
  // Only of a subset can it turn out late that it is not there.
  require(
    error.code == .malformed || error.code == .missing && error.problem.contains("dataset"),
    "a file that is there is only malformed: \(error)")
  require(!error.problem.isEmpty, "an error says what is wrong")
  require(error.file.hasPrefix(folder), "an error names a file: \(error)")
  guard let line = error.line else { return }
  guard let index = dress.files.firstIndex(where: { error.file == folder + "/" + $0 }) else {
    require(false, "an error with a line names a file that was written: \(error)")
    return
  }
  let piece = index < pieces.count ? pieces[index] : []
  let isPacked = piece.starts(with: [0x1F, 0x8B]) || piece.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
  let lines = piece.count { $0 == 0x0A } + 1
  require(
    isPacked || piece.count > 3 && piece[1] == 0x2A || (1...lines).contains(line),
    "line \(error) exists")
}
