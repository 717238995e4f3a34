// SPDX-License-Identifier: Apache-2.0

import RunStore
import Suites

/// Remembers in the store which hash a task's files had, so that an unchanged corpus is not read
/// again to find out that it is unchanged.
struct DataMemory {
  private let store: RunStore
  private let task: PreparedTask
  private let programVersion: String
  private let signature: DataSignature?

  /// The memory of the files as they are now.
  ///
  /// What another version of the program has found out counts for nothing: it may have hashed
  /// otherwise.
  init(_ store: RunStore, _ task: PreparedTask, programVersion: String) {
    self.store = store
    self.task = task
    self.programVersion = programVersion
    signature = Self.signature(task, programVersion)
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
      Self.signature(task, programVersion) == signature
    else { return }
    try store.remember(taskHash: taskHash, ofDataSignature: signature.value)
  }

  private static func signature(
    _ task: PreparedTask, _ programVersion: String
  ) -> DataSignature? {
    let read = task.loaded.task
    var reading = [
      "format": read.format, "split": read.split, "queries": String(task.queries.count),
      "program": programVersion,
    ]
    for (option, value) in read.options { reading["option \(option)"] = value }
    return DataSignature(folder: task.loaded.folder, reading: reading)
  }
}
