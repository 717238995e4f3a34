// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval
import TaskLayouts

/// How to read a folder that belongs to no suite; what is not said is found out.
public struct FolderReading: Sendable, Hashable {
  /// Name of the layout; nil: the first that recognises the folder.
  public var format: String?
  /// The split; nil: `test` where there is one, else the first.
  public var split: String?
  /// Options of the layout, as under a manifest's `reading:`.
  public var options: [String: String]
  /// BCP 47 tag of the language of its texts; nil: English.
  public var language: String?

  /// A way to read a folder.
  public init(
    format: String? = nil, split: String? = nil, options: [String: String] = [:],
    language: String? = nil
  ) {
    self.format = format
    self.split = split
    self.options = options
    self.language = language
  }
}

extension RetrievalTask {
  /// The task whose data lies in a folder, scored by the layout's protocol; its name is the folder's
  /// and its suite is `local`.
  ///
  /// - Throws: `.missing` when the folder is not there or its layout is not recognised,
  ///   `.malformed` for options that the layout does not have.
  public init(
    folderAt path: String, _ reading: FolderReading = FolderReading()
  ) throws(DataError) {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
    let listing = try FolderListing(path: String(trimmed))
    let layout = try Self.layout(reading.format, of: listing)
    if let fault = layout.fault(in: reading.options) {
      throw DataError(.malformed, file: path, fault, fix: "see bench formats")
    }
    let name = trimmed.split(separator: "/").last.map(String.init) ?? "data"
    self.init(
      name: name, folder: String(trimmed), evaluation: layout.evaluation(of: reading.options))
    suite = "local"
    bundledFolder = String(trimmed)
    format = layout.name
    options = reading.options
    if let tag = reading.language { language = tag }
    let splits = try layout.splits(of: listing)
    split = reading.split ?? (splits.contains("test") ? "test" : splits.first ?? "test")
  }

  private static func layout(
    _ name: String?, of folder: FolderListing
  ) throws(DataError) -> any TaskLayout {
    guard let name else { return try TaskLayouts.recognise(folder) }
    if let layout = TaskLayouts.named(name) { return layout }
    throw unknownName(
      name, of: "format", among: TaskLayouts.all.map(\.name), in: "the layouts that are known")
  }
}
