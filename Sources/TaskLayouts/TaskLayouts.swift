// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// The layouts that there are.
public enum TaskLayouts {
  /// Every layout, the more particular ones first: a folder is read by the first that recognises
  /// it, and the plainest, BEIR's and TREC's, are the last.
  public static let all: [any TaskLayout] = [
    T2RankingLayout(), MultiCPRLayout(), RARbFullLayout(), RARbChoiceLayout(), LoCoV1Layout(),
    LoCoV0Layout(), BRIGHTLayout(), LitSearchLayout(), KILTLayout(), CoIRLayout(), LIMITLayout(),
    MTEBLayout(), BEIRLayout(), TRECLayout(),
  ]

  /// The layout of that name, or nil.
  public static func named(_ name: String) -> (any TaskLayout)? {
    all.first { $0.name == name }
  }

  /// The layout of a folder.
  ///
  /// - Throws: `.missing` when the folder is not there, or no layout recognises it.
  public static func recognise(_ folder: FolderListing) throws(DataError) -> any TaskLayout {
    if let layout = all.first(where: { $0.recognises(folder) }) { return layout }
    let found =
      folder.files.isEmpty
      ? "no files"
      : folder.files.prefix(4).joined(separator: ", ")
        + (folder.files.count > 4 ? " and \(folder.files.count - 4) more" : "")
    throw DataError(
      .missing, file: folder.path, "found \(found), expected a task in a layout that is known",
      fix: "name one with --format: " + all.map(\.name).joined(separator: ", "))
  }
}
