// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// A named, versioned list of tasks with a declared headline measure.
public struct Suite: Sendable, Hashable {
  /// Tasks whose mean counts as one task in the suite's mean (CQADupStack's forums in BEIR).
  public struct Group: Sendable, Hashable {
    /// Name that tasks refer to in ``RetrievalTask/group``, `cqadupstack`.
    public var name: String
    /// Title for people, `CQADupStack`.
    public var title: String

    /// A group from its name and title.
    public init(name: String, title: String) {
      self.name = name
      self.title = title
    }
  }

  /// Name on the command line and in file names, `beir`.
  public var name: String
  /// Title for people, `BEIR`.
  public var title: String
  /// Version of this manifest; changes whenever a score's meaning changes.
  public var version: String
  /// A paragraph for people.
  public var summary: String
  /// Where it comes from.
  public var citation: String
  /// Home page; empty where there is none.
  public var homepage: String
  /// The measure leaderboards sort by, `nDCG@10`; a task may have one of its own.
  public var headline: String
  /// The measures computed and stored, headline first.
  public var measures: [String]
  /// Groups of tasks, in the order of the manifest.
  public var groups: [Group]
  /// Its tasks, in the order of the paper.
  public var tasks: [RetrievalTask]
  /// The manifest it was read from; empty for a suite made by a program.
  public var manifest: String

  /// A suite from its parts.
  public init(
    name: String, title: String, version: String, summary: String, citation: String,
    headline: String, measures: [String], tasks: [RetrievalTask]
  ) {
    self.name = name
    self.title = title
    self.version = version
    self.summary = summary
    self.citation = citation
    homepage = ""
    self.headline = headline
    self.measures = measures
    groups = []
    self.tasks = tasks
    manifest = ""
  }

  /// The measure that ranks retrievers on a task: the task's own, else the suite's.
  public func headline(of task: RetrievalTask) -> String { task.headline ?? headline }

  /// The measures of a task, its headline first.
  public func measures(of task: RetrievalTask) -> [String] {
    let first = headline(of: task)
    return [first] + measures.filter { $0 != first }
  }

  /// The task of that name.
  ///
  /// - Throws: `.missing`, with the names that there are and the nearest one.
  public func task(_ name: String) throws(DataError) -> RetrievalTask {
    if let task = tasks.first(where: { $0.name == name }) { return task }
    throw unknownName(
      name, of: "task", among: tasks.map(\.name), in: manifest.isEmpty ? self.name : manifest)
  }

  /// The tasks that a name means: one task, or all of a group (`cqadupstack`).
  ///
  /// - Throws: `.missing`, with the names that there are and the nearest one.
  public func tasks(named name: String) throws(DataError) -> [RetrievalTask] {
    let members = tasks.filter { $0.group == name }
    return members.isEmpty ? [try task(name)] : members
  }
}
