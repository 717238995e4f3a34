// SPDX-License-Identifier: Apache-2.0

import Fetching
import Formats
import Retrieval

extension ModelStore {
  /// Has a model made in a new folder of the store and takes it under a name.
  ///
  /// - Parameters:
  ///   - origin: What it is made from, in words: the command that makes it again.
  ///   - make: Writes the model to the folder with this path, which is not there yet.
  /// - Throws: What `make` throws, then nothing is left; ``DataError`` about what it made.
  @discardableResult
  public func add(
    made origin: String, name: String, _ make: (_ folder: String) throws -> Void
  ) async throws -> ModelManifest {
    _ = try manifestPath(name)
    return try await fetcher.exclusively {
      let place = "models/made/\(UInt64.random(in: .min ... .max))"
      let folder = "\(path)/\(place)"
      try makeFolder("\(path)/models/made")
      do {
        try make(folder)
        let files = try ModelFiles.needed(try ModelFiles.names(in: folder), place: folder)
        let model = ModelManifest(
          name: name, source: .made, origin: origin, revision: "", folder: folder,
          files: try ModelFiles.hashed(files, in: folder))
        try register(model)
        return model
      } catch {
        if isFolder(folder) { try fetcher.remove(folder: place) }
        throw error
      }
    }
  }
}
