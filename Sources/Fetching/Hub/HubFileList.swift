// SPDX-License-Identifier: Apache-2.0

import Identity
import Retrieval
import Suites

/// Which files of a repository a task has, as the hub said on the first fetch.
struct HubFileList: StateEntry, Hashable {
  /// The commit that the revision was.
  let commit: String
  /// The files that fit to the patterns, by path.
  let files: [HubRepository.File]

  /// What of a repository fits to a task's patterns.
  ///
  /// - Throws: `.missing` where a pattern fits to no file.
  init(_ wanted: RetrievalTask.HubFiles, of repository: HubRepository) throws(DataError) {
    for pattern in wanted.patterns
    where !repository.files.contains(where: { pattern.matches($0.path) }) {
      let some = repository.files.map(\.path).sorted().prefix(8).joined(separator: ", ")
      throw DataError(
        .missing, file: "hub:\(repository.name)@\(repository.commit)",
        "none of its \(repository.files.count) files fits to \"\(pattern.text)\""
          + (some.isEmpty ? "" : ", it has \(some)")
          + (repository.files.count > 8 ? " and more" : ""),
        fix: "correct \"files\" in the manifest")
    }
    commit = repository.commit
    files = repository.files.filter { file in
      wanted.patterns.contains { $0.matches(file.path) }
    }.sorted { $0.path < $1.path }
  }

  /// What must be downloaded.
  func downloads(for wanted: RetrievalTask.HubFiles) -> [RetrievalTask.Download] {
    files.map { file in
      file.download(
        .hub(repository: wanted.repository, revision: commit, file: file.path), in: wanted.path)
    }
  }

  var json: CanonicalJSON {
    .object(["commit": .string(commit), "files": .array(files.map(\.json))])
  }
}

extension RetrievalTask {
  /// Everything to download, with those files that lists tell; nil where a list is not known.
  func downloads(_ list: (HubFiles) -> HubFileList?) -> [Download]? {
    var all = downloads
    for files in hubFiles {
      guard let list = list(files) else { return nil }
      all += list.downloads(for: files)
    }
    return all
  }

  /// What two of its files say who want the same place.
  ///
  /// Of a manifest's own its reader knows; of those that the hub names nobody does before.
  static func clash(in downloads: [Download]) -> DataError? {
    var names: [String: String] = [:]
    for download in downloads where !download.path.isEmpty {
      guard let other = names.updateValue(download.name, forKey: download.path) else { continue }
      return DataError(
        .malformed, file: download.name, "it has the same place \"\(download.path)\" as \(other)",
        fix: "correct \"files\" in the manifest, or give one of them a \"path\"")
    }
    return nil
  }
}
