// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval

/// RAR-b's *multiple choice* setting (Xiao et al. 2024): a CSV file with a question in each row.
///
/// The columns are `instructions`, `queries`, `documents` (a Python list of strings) and `labels`
/// (the place of the right one, from 0). Row 7, counted from 0 behind the header, is the query `7`
/// with the documents `7-0`, `7-1` … as its only candidates; the right one is judged 1, the others
/// are not judged. Accuracy is P@1 over the candidates: of equal scores the first choice is taken, as
/// numpy's `argmax` does, which is what the tie rule `as-ranked` says of candidates ranked in order.
public struct RARbChoiceLayout: TaskLayout {
  /// The layout.
  public init() {}

  /// `rarb-mcr`.
  public var name: String { "rarb-mcr" }

  /// The files.
  public var summary: String { "SUBSET-SPLIT.csv: instructions, queries, documents, labels" }

  /// Which file.
  public var options: [LayoutOption] {
    [
      LayoutOption(
        "subset", "name of the file before -SPLIT.csv, where the folder has several", standard: "")
    ]
  }

  /// Candidates in their order, one of them right.
  public func evaluation(of options: [String: String]) -> EvaluationProtocol {
    EvaluationProtocol(ties: .asRanked)
  }

  private static let columns = ["instructions", "queries", "documents", "labels"]

  /// A folder with a CSV file of these columns.
  public func recognises(_ folder: FolderListing) -> Bool {
    let header = Self.columns.joined(separator: ",")
    return folder.files.contains { file in
      isTable(file) && fileBegins("\(folder.path)/\(file)", with: header)
    }
  }

  /// What stands behind the last hyphen of the files' names.
  public func splits(of folder: FolderListing) throws(DataError) -> [String] {
    let splits = folder.files.filter(isTable).compactMap { file in
      uncompressedName(file).dropLast(4).split(separator: "-").dropFirst().last.map(String.init)
    }
    return Set(splits).sorted()
  }

  /// Opens the task of a subset.
  public func open(_ place: TaskPlace) throws(DataError) -> TaskContents {
    let folder = try FolderListing(path: place.folder)
    let path = try file(of: value(of: "subset", at: place), split: place.split, in: folder)
    let rows = try readCSV(path: path)
    let order = try columnOrder(rows.first, path)
    var questions = ChoiceQuestions(path: path)
    for (number, row) in rows.dropFirst().enumerated() {
      try questions.add(order.map { row.fields[$0] }, number: number, line: row.line)
    }
    return try questions.contents()
  }

  private func isTable(_ file: String) -> Bool {
    uncompressedName(file).hasSuffix(".csv") && !file.contains("/")
  }

  /// Where the columns that are read stand.
  private func columnOrder(_ header: CSVRow?, _ path: String) throws(DataError) -> [Int] {
    let order = Self.columns.compactMap { header?.fields.firstIndex(of: $0) }
    guard order.count == Self.columns.count else {
      throw DataError(
        .malformed, file: path, line: 1,
        "found the header \(header?.fields.joined(separator: ",") ?? "\"\""), expected "
          + Self.columns.joined(separator: ","),
        fix: "check that this is a multiple-choice file of RAR-b")
    }
    return order
  }

  private func file(
    of subset: String, split: String, in folder: FolderListing
  ) throws(DataError) -> String {
    if !subset.isEmpty { return try existing("\(subset)-\(split).csv", in: folder) }
    let ending = "-\(split).csv"
    let names = Set(folder.files.filter(isTable).map(uncompressedName))
      .filter { $0.hasSuffix(ending) }.sorted()
    guard let name = names.first, names.count == 1 else {
      let found = names.map { String($0.dropLast(ending.count)) }.joined(separator: ", ")
      throw DataError(
        .missing, file: "\(folder.path)/SUBSET\(ending)",
        names.isEmpty
          ? "found no file of this split"
          : "found the subsets \(found), expected one of them to be chosen",
        fix: names.isEmpty
          ? "check the split and the folder"
          : "name it: reading: {subset: …} in a manifest, --reading subset=… on the command line")
    }
    return try existing(name, in: folder)
  }
}
