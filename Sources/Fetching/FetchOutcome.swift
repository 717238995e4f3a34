// SPDX-License-Identifier: Apache-2.0

public import Retrieval
public import Suites

/// What became of one task.
public struct FetchOutcome: Sendable {
  /// How it ended.
  public enum Result: Sendable {
    /// It was fetched; so many bytes were downloaded for it and others.
    case fetched(bytes: Int)
    /// It was there, from an earlier fetch.
    case present
    /// A folder was there that somebody placed; nothing was checked.
    case placedByHand
    /// It could not be had.
    case failed(DataError)
  }

  /// The task.
  public let task: RetrievalTask
  /// How it ended.
  public let result: Result
}
