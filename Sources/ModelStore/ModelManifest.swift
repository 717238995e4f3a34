// SPDX-License-Identifier: Apache-2.0

import Identity

/// What the store knows of a model: where it came from, where it lies, and every file of it.
public struct ModelManifest: Codable, Sendable, Hashable {
  /// Where a model came from.
  public enum Source: String, Codable, Sendable, Hashable {
    /// A repository of the hub.
    case hub
    /// An archive: a wheel, a zip, a tarball.
    case archive
    /// A folder of the user's, which stays where it is.
    case folder
    /// Made here from another model.
    case made
  }

  /// A file of the model.
  public struct File: Codable, Sendable, Hashable {
    /// Path below the model's folder.
    public var path: String
    /// Size in bytes.
    public var bytes: Int
    /// 64 lower-case hexadecimal digits.
    public var sha256: String
  }

  /// The name by which it is asked for: `minilm`, `ORG/NAME`.
  public var name: String
  /// What kind of source it has.
  public var source: Source
  /// The repository, the archive's file name, the path of the folder, or what it was made from.
  public var origin: String
  /// The commit of a repository, or the SHA-256 of an archive; empty for others.
  public var revision: String
  /// Path of the folder.
  public var folder: String
  /// The files that are needed, by path.
  public var files: [File]

  /// Bytes of all files.
  public var bytes: Int { files.reduce(0) { $0 + $1.bytes } }

  /// As it is kept and printed.
  public var json: String {
    CanonicalJSON.object([
      "format": .string("bench-model/1"), "name": .string(name),
      "source": .string(source.rawValue), "origin": .string(origin),
      "revision": .string(revision), "folder": .string(folder),
      "files": .array(
        files.map { file in
          .object([
            "path": .string(file.path), "bytes": .integer(file.bytes),
            "sha256": .string(file.sha256),
          ])
        }),
    ]).text
  }

  /// Whether all files are there in the sizes that they had.
  var isWhole: Bool {
    !files.isEmpty && files.allSatisfy { ModelFiles.size(of: "\(folder)/\($0.path)") == $0.bytes }
  }
}
