// SPDX-License-Identifier: Apache-2.0

import RunStore
import Suites

/// Remembers in the store which hash a task's files had, so that an unchanged corpus is not read
/// again to find out that it is unchanged.
struct DataMemory {
  private let store: RunStore
  private let task: PreparedTask
  private let signature: DataSignature?

  /// The memory of the files as they are now.
  init(_ store: RunStore, _ task: PreparedTask) {
    self.store = store
    self.task = task
    signature = Self.signature(task)
  }

  /// The hash these files had when they last looked like this.
  var taskHash: String? {
    get throws(StoreError) {
      guard let signature else { return nil }
      return try store.taskHash(ofDataSignature: signature.value)
    }
  }

  /// Remembers the hash of the files, unless they have changed since this was made.
  func remember(_ taskHash: String?) throws(StoreError) {
    guard let taskHash, let signature, !signature.isTooFresh,
      Self.signature(task) == signature
    else { return }
    try store.remember(taskHash: taskHash, ofDataSignature: signature.value)
  }

  private static func signature(_ task: PreparedTask) -> DataSignature? {
    DataSignature(
      folder: task.loaded.folder,
      reading: [
        "format": task.loaded.task.format, "split": task.loaded.task.split,
        "queries": String(task.queries.count),
      ])
  }
}
