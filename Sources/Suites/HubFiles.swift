// SPDX-License-Identifier: Apache-2.0

extension RetrievalTask {
  /// Those files of a dataset repository of the Hugging Face hub that fit to patterns.
  ///
  /// Which these are the hub is asked on the first fetch; what it said is recorded with the commit
  /// then, and holds ever after.
  public struct HubFiles: Sendable, Hashable {
    /// `owner/name`.
    public var repository: String
    /// A commit; a branch where nobody could confirm one.
    public var revision: String
    /// What the paths of the files are like; each fits to one at least.
    public var patterns: [FilePattern]
    /// Folder below the task's in which the files are put, under their paths in the repository;
    /// empty for the task's own.
    public var path: String

    /// The files of a repository that fit to one of `patterns`.
    public init(
      repository: String, revision: String, patterns: [FilePattern], path: String = ""
    ) {
      self.repository = repository
      self.revision = revision
      self.patterns = patterns
      self.path = path
    }

    /// All of it in one line but the folder: `hub:repository@revision/pattern`.
    public var name: String {
      "hub:\(repository)@\(revision)/\(patterns.map(\.text).joined(separator: " "))"
    }
  }

  /// Whether the data, or a part of it, can be downloaded.
  public var hasDownloads: Bool { !downloads.isEmpty || !hubFiles.isEmpty }
}
