// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval

/// RAR-b's *full* setting (Xiao et al. 2024): a BEIR folder and an `instruction.txt`.
///
/// The instruction is the same for all queries and stands in each of them; whether retrievers see it
/// is the protocol's choice, so that both of the benchmark's settings are two protocols of one task.
public struct RARbFullLayout: TaskLayout {
  /// The layout.
  public init() {}

  /// `rarb-full`.
  public var name: String { "rarb-full" }

  /// The files.
  public var summary: String {
    "corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv and instruction.txt"
  }

  private static let instruction = "instruction.txt"

  /// BEIR's files with an instruction beside them.
  public func recognises(_ folder: FolderListing) -> Bool {
    folder.has(Self.instruction) && BEIRLayout().recognises(folder)
  }

  /// BEIR's splits.
  public func splits(of folder: FolderListing) throws(DataError) -> [String] {
    try BEIRLayout().splits(of: folder)
  }

  /// Opens the task of a split.
  public func open(_ place: TaskPlace) throws(DataError) -> TaskContents {
    let folder = try FolderListing(path: place.folder)
    let instruction = try readInstruction(existing(Self.instruction, in: folder))
    var contents = try BEIRLayout().open(place)
    for index in contents.queries.indices { contents.queries[index].instruction = instruction }
    return contents
  }

  /// The whole file but white space at its ends.
  private func readInstruction(_ path: String) throws(DataError) -> String {
    var lines: [String] = []
    try FileBytes(path: path).forEachTextLine { (line) throws(DataError) in
      lines.append(String(decoding: line.bytes, as: UTF8.self))
    }
    let text = trimmingBlanks(lines.joined(separator: "\n"))
    guard !text.isEmpty else {
      throw DataError(
        .malformed, file: path, "found no text, expected the instruction of all queries",
        fix: "fetch the file again, or read the folder with --format beir")
    }
    return text
  }
}

/// `text` without white space at its ends.
func trimmingBlanks(_ text: String) -> String {
  let rest = text.drop { $0.isWhitespace }
  return String(rest.reversed().drop { $0.isWhitespace }.reversed())
}
