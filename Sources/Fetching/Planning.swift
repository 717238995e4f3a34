// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import Suites

/// Finds out what is there; looks at names and sizes only.
struct Planning {
  let state: StateFolder
  let settings: FetchSettings
  /// All tasks that may share folders or archives with those that are wanted.
  let catalogue: [RetrievalTask]
  private let receipts: [String: [Receipt]]
  private let checksums: ChecksumFile

  init(
    state: StateFolder, settings: FetchSettings, catalogue: [RetrievalTask]
  ) throws(DataError) {
    self.state = state
    self.settings = settings
    self.catalogue = catalogue
    receipts = Dictionary(grouping: try Receipt.all(in: state), by: \.folder)
    checksums = try ChecksumFile(state.checksums)
  }

  /// The plan for `tasks`.
  func plan(_ tasks: [RetrievalTask]) -> FetchPlan {
    var plan = FetchPlan(
      entries: tasks.map { entry($0, status(of: $0), isCompanion: false) })
    plan.entries += companions(of: plan)
    for download in plan.downloads {
      plan.sizes[download.name] = download.bytes ?? checksums[download.name]?.bytes
      plan.bytesThere[download.name] = bytesThere(of: download)
    }
    let needed = Set(plan.downloads.map(\.name))
    plan.leftovers = plan.entries.filter { $0.status == .present }.flatMap(\.task.downloads)
      .filter { !needed.contains($0.name) }.flatMap(partialPaths)
      .filter { fileSize($0 + ".partial") != nil }
    return plan
  }

  private func entry(
    _ task: RetrievalTask, _ status: FetchPlan.Status, isCompanion: Bool
  ) -> FetchPlan.Entry {
    let isByHand = receipts[task.folder] == nil && isFolder("\(state.data)/\(task.folder)")
    return FetchPlan.Entry(
      task: task, status: status, isFolderByHand: isByHand, isCompanion: isCompanion)
  }

  private func status(of task: RetrievalTask) -> FetchPlan.Status {
    guard task.bundledFolder == nil else { return .present }
    let isThere = isFolder("\(state.data)/\(task.folder)")
    guard !task.downloads.isEmpty else { return isThere ? .placedByHand : .byHandOnly }
    guard isThere, !settings.isForced else { return .missing(task.downloads) }
    let known = receipts[task.folder] ?? []
    let missing = task.downloads.filter { download in
      !known.contains { $0.holds(for: download, in: state.data) }
    }
    if missing.isEmpty { return .present }
    if known.isEmpty && !isShared(task) { return .placedByHand }
    // In a folder of several tasks each file that is there by hand counts for itself.
    let absent = missing.filter { download in
      let isOurs = known.contains { $0.name == download.name && $0.path == download.path }
      let file = "\(state.data)/\(task.folder)/\(download.path)"
      return isOurs || download.isArchive || fileSize(file) == nil
    }
    return absent.isEmpty ? .placedByHand : .missing(absent)
  }

  /// Whether other files than this task's make up its folder too.
  private func isShared(_ task: RetrievalTask) -> Bool {
    catalogue.contains { $0.folder == task.folder && $0.downloads != task.downloads }
  }

  /// Missing tasks of the same suites for which no further byte has to be downloaded.
  private func companions(of plan: FetchPlan) -> [FetchPlan.Entry] {
    let archives = Set(plan.downloads.filter(\.isArchive).map(\.name))
    let wanted = Set(plan.entries.map(\.task.qualifiedName))
    guard !archives.isEmpty else { return [] }
    return catalogue.compactMap { task in
      guard !wanted.contains(task.qualifiedName),
        plan.entries.contains(where: { $0.task.suite == task.suite }),
        case .missing(let downloads) = status(of: task),
        downloads.allSatisfy({ archives.contains($0.name) })
      else { return nil }
      return entry(task, .missing(downloads), isCompanion: true)
    }
  }

  private func bytesThere(of download: RetrievalTask.Download) -> Int? {
    partialPaths(of: download).compactMap { fileSize($0 + ".partial") }.max()
  }

  private func partialPaths(of download: RetrievalTask.Download) -> [String] {
    settings.addresses(of: download).map { FileDownload.partialPath($0, in: state.downloads) }
  }
}
