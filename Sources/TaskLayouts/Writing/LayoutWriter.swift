// SPDX-License-Identifier: Apache-2.0

/// Writes tasks in a layout, so that reading them gives the same documents, queries and judgements.
///
/// What the layout cannot hold is never left out: such a task is refused.
public protocol LayoutWriter: Sendable {
  /// Name of the layout that reads what is written, `beir`.
  var name: String { get }
  /// A line for people on which files it writes.
  var summary: String { get }

  /// Writes the files of a task into a folder that is there and empty.
  ///
  /// - Parameters:
  ///   - contents: The task; its documents stream by.
  ///   - split: The name of its split.
  ///   - folder: The folder; it holds part of the files when this throws.
  /// - Throws: `.malformed` with what would be lost, `.unwritable`, and what reading throws.
  func write(_ contents: TaskContents, split: String, to folder: String) throws
}

/// The layouts that can be written.
public enum LayoutWriters {
  /// Every writer.
  public static let all: [any LayoutWriter] = [
    BEIRLayoutWriter(), TRECLayoutWriter(), T2RankingLayoutWriter(), LoCoLayoutWriter(),
  ]

  /// The writer of the layout of that name, or nil.
  public static func named(_ name: String) -> (any LayoutWriter)? {
    all.first { $0.name == name }
  }
}
