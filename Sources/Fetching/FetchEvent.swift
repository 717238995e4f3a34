// SPDX-License-Identifier: Apache-2.0

public import Retrieval
public import Suites

/// What happens while data is fetched; reported from any thread.
public enum FetchEvent: Sendable {
  /// Another process is fetching into this data folder; this one waits for it.
  case waiting(folder: String)
  /// So many bytes of a file are there, of `total` where that is known.
  case progress(file: String, bytes: Int, total: Int?)
  /// A try failed and will be repeated.
  case retrying(file: String, reason: String, delay: Duration)
  /// An address failed for good and the next mirror's turn has come.
  case mirrorFailed(address: String, error: DataError)
  /// A file is there with the right checksum, or with one that is remembered from now on.
  case verified(file: String, sha256: String)
  /// An archive is being unpacked for a task.
  case unpacking(file: String, task: RetrievalTask)
  /// A task's data is in place.
  case placed(RetrievalTask)
  /// A task's data could not be had.
  case failed(RetrievalTask, DataError)
}
