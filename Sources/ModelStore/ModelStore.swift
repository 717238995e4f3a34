// SPDX-License-Identifier: Apache-2.0

public import Fetching
import Formats
import Foundation
public import Retrieval

/// The models on this machine: fetched from the hub, unpacked from an archive, or folders of the
/// user's, each under a name.
///
/// In the store's folder lie `registry`, with one manifest a model, `models`, with the files that the
/// store brought here, and `.bench`, with what ``Fetching/Fetcher`` keeps. A model is there when its
/// manifest is: it is written last, after all files are in place and verified.
public struct ModelStore: Sendable {
  /// The store's folder, which need not be there yet.
  public let path: String
  let settings: FetchSettings

  /// The store in a folder; manifests have its path from the root.
  public init(path: String = ModelStore.standardPath, settings: FetchSettings = FetchSettings()) {
    var path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.settings = settings
  }

  /// `$BENCH_MODELS`, else `bench-models` in the user's cache folder, beside the data.
  public static var standardPath: String {
    let environment = ProcessInfo.processInfo.environment
    func value(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    if let path = value("BENCH_MODELS") { return path }
    let cache = value("XDG_CACHE_HOME") ?? (value("HOME") ?? ".") + "/.cache"
    return cache + "/bench-models"
  }

  var fetcher: Fetcher { Fetcher(dataFolder: path, settings: settings) }

  private var registry: String { path + "/registry" }

  func manifestPath(_ name: String) throws(DataError) -> String {
    "\(registry)/\(try ModelName.fileName(name))"
  }

  /// All models, by name.
  public func models() throws(DataError) -> [ModelManifest] {
    guard isFolder(registry) else { return [] }
    var models: [ModelManifest] = []
    for name in try folderEntries(registry) where name.hasSuffix(".json") {
      models.append(try Self.read("\(registry)/\(name)"))
    }
    return models.sorted { $0.name < $1.name }
  }

  /// The model of that name; nil when there is none.
  ///
  /// - Throws: `.malformed` when this is no name, or its manifest is not what was written.
  public func model(named name: String) throws(DataError) -> ModelManifest? {
    let path = try manifestPath(name)
    guard fileSize(path) != nil else { return nil }
    return try Self.read(path)
  }

  /// The folder of a model, by its name or by a path that holds one.
  ///
  /// - Throws: `.missing` with how to get it, or with which of its files is not there any more.
  public func folder(named name: String) throws(DataError) -> String {
    let isPath = name.hasPrefix("/") || name.hasPrefix(".") || name.hasPrefix("~")
    if !isPath, let found = try? model(named: name) {
      guard found.isWhole else {
        let gone = found.files.first { fileSize("\(found.folder)/\($0.path)") != $0.bytes }
        throw DataError(
          .missing, file: "\(found.folder)/\(gone?.path ?? "")",
          "the model \(name) is not whole: this file is gone or was changed",
          fix: "`bench models rm \(name)`, then " + Self.howToObtain(name, found))
      }
      return found.folder
    }
    if isFolder(name) {
      _ = try ModelFiles.needed(try ModelFiles.names(in: name), place: name)
      return name
    }
    throw DataError(
      .missing, file: name,
      isPath ? "found no such folder, expected one with a model" : "no model of this name is here",
      fix: isPath ? "check the path" : Self.howToObtain(name))
  }

  /// The folder of a model in the usual store.
  public static func folder(named name: String) throws(DataError) -> String {
    try ModelStore().folder(named: name)
  }

  /// How to get a model, in words.
  private static func howToObtain(_ name: String, _ known: ModelManifest? = nil) -> String {
    if KnownModel.named(name) != nil { return "`make models` gets it" }
    switch known?.source {
    case .folder, .archive: return "add it again: `bench models add PATH --name \(name)`"
    case .hub: return "`bench models add \(known?.origin ?? name)` gets it"
    case .made: return "make it again: \(known?.origin ?? "")"
    case nil:
      let parts = name.split(separator: "/")
      return parts.count == 2
        ? "`bench models add \(name)` gets it from the hub"
        : "`bench models` lists what is here; `bench models add ORG/NAME` gets one from the hub, "
          + "`bench models add PATH --name \(name)` takes a folder"
    }
  }

  /// Removes a model: the name, and the files where the store brought them here.
  ///
  /// - Throws: `.missing` when there is none of that name.
  public func remove(_ name: String) async throws {
    guard let found = try model(named: name) else {
      throw DataError(
        .missing, file: name, "no model of this name is here", fix: "`bench models` lists them")
    }
    let fetcher = fetcher
    let manifest = try manifestPath(name)
    try await fetcher.exclusively {
      // First the name: what is left of the files after that is nobody's.
      guard unlink(manifest) == 0 || errno == ENOENT else {
        throw DataError(.unwritable, file: manifest, String(cString: strerror(errno)))
      }
      guard found.source != .folder, let folder = below(found.folder) else { return }
      if try !models().contains(where: { $0.folder == found.folder }) {
        try fetcher.remove(folder: folder)
      }
    }
  }

  /// The part of a path below the store's folder; nil where it lies elsewhere.
  func below(_ folder: String) -> String? {
    folder.hasPrefix(path + "/models/") ? String(folder.dropFirst(path.count + 1)) : nil
  }

  /// Writes a manifest; then what had the name before is no more.
  func register(_ model: ModelManifest) throws(DataError) {
    let old = try? self.model(named: model.name)
    try fetcher.write(model.json + "\n", to: try manifestPath(model.name))
    guard let old, old.folder != model.folder, let folder = below(old.folder) else { return }
    if try !models().contains(where: { $0.folder == old.folder }) {
      try fetcher.remove(folder: folder)
    }
  }

  private static func read(_ path: String) throws(DataError) -> ModelManifest {
    let bytes = try FileBytes(path: path).withBytes { Data($0) }
    do {
      return try JSONDecoder().decode(ModelManifest.self, from: bytes)
    } catch {
      throw DataError(
        .malformed, file: path, "not what bench wrote there: \(error)",
        fix: "remove the file, then add the model again")
    }
  }
}
