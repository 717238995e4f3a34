// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Where a repository of the hub has its tables: folders called as its configurations, or files.
struct HubTables {
  let folder: FolderListing
  /// Prefix of the configurations of one language or part; empty where there are no parts.
  let subset: String
  let split: String

  /// Places of a configuration's table, the likeliest first, as ``FolderListing/table(_:)``
  /// takes them.
  ///
  /// As in MTEB's loader, of a configuration that has a single split this is the one.
  func stems(_ configurations: String...) -> [String] {
    configurations.flatMap { configuration in
      places(configuration).flatMap { place in
        var stems = [place, "\(place)/\(split)", "\(place)/\(configuration)"]
        let inside = folder.stems(in: place)
        if inside.count == 1 { stems += inside }
        return stems
      }
    }
  }

  /// The files of the judgements: a table, or three columns in a `.tsv`.
  ///
  /// - Throws: `.missing` when they are nowhere.
  func qrels() throws(DataError) -> [String] {
    let configurations = subset.isEmpty ? ["qrels", "data", "default"] : ["qrels", "data"]
    for place in configurations.flatMap(places) {
      for stem in ["\(place)/\(split)", place] {
        if let file = folder.path(of: stem + ".tsv") { return [file] }
        if let files = try folder.table([stem]) { return files }
      }
    }
    if !subset.isEmpty, let files = try folder.table(["\(subset)/\(split)"]) { return files }
    let found = splits()
    throw DataError(
      .missing, file: "\(folder.path)/\(subset.isEmpty ? "" : subset + "-")qrels/\(split).tsv",
      "found no qrels of the split \"\(split)\", the folder has "
        + (found.isEmpty ? "no qrels at all" : "only " + found.joined(separator: ", ")),
      fix: found.isEmpty ? "fetch the data set again" : "name one of these splits")
  }

  /// The names of the splits that have judgements.
  func splits() -> [String] {
    var splits: Set<String> = []
    for place in ["qrels", "data", "default"].flatMap(places) {
      splits.formUnion(folder.stems(in: place).map { String($0.dropFirst(place.count + 1)) })
      for file in folder.files where file.hasPrefix(place + "/") {
        let name = file.dropFirst(place.count + 1)
        guard !name.contains("/") else { continue }
        for suffix in [".tsv", ".tsv.gz", ".tsv.zst"] where name.hasSuffix(suffix) {
          splits.insert(String(name.dropLast(suffix.count)))
        }
      }
    }
    return splits.subtracting(["corpus", "queries"]).sorted()
  }

  private func places(_ configuration: String) -> [String] {
    guard !subset.isEmpty else { return [configuration, "data/\(configuration)"] }
    return [
      "\(subset)-\(configuration)", "\(subset)/\(configuration)", "\(configuration)/\(subset)",
    ]
  }
}
