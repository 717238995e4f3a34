// SPDX-License-Identifier: Apache-2.0

import Manifests
import Retrieval

/// Reads a suite's YAML file, strictly: whatever it does not know is an error.
///
///     name: limit                       # [a-z0-9._-]
///     title: LIMIT
///     version: "1.0"
///     summary: …                        # optional, as citation, homepage, groups and defaults
///     headline: R@2
///     measures: [R@2, R@10, nDCG@10]    # headline first
///     groups: [{name: …, title: …}]
///     defaults: {format: …, split: …, language: …, licence: …, source: …, protocol: {…}}
///     tasks:
///       - {name: …, …}                  # TaskManifest
struct SuiteManifest {
  private static let keys = [
    "name", "title", "version", "summary", "citation", "homepage", "headline", "measures",
    "groups", "defaults", "tasks",
  ]

  /// The suite that the file describes.
  ///
  /// - Parameter file: Bundled data is looked for in the folder of this file.
  static func read(_ file: String) throws(DataError) -> Suite {
    let root = try ManifestMapping(ManifestValue(file: file), keys: keys)
    let name = try checkedName(root.required("name"), slashes: false)
    let headline = try root.required("headline").text()
    let measures = try measureNames(root.required("measures"), headline: headline)
    var suite = Suite(
      name: name,
      title: try root.required("title").text(),
      version: try root.required("version").text(),
      summary: try root.text("summary") ?? "",
      citation: try root.text("citation") ?? "",
      headline: headline,
      measures: measures,
      tasks: [])
    suite.manifest = file
    suite.homepage = try root.text("homepage") ?? ""
    suite.groups = try groups(root["groups"])
    let tasks = TaskManifest(
      suite: name, groups: suite.groups.map(\.name), measures: measures,
      folder: parentFolder(of: file))
    let defaults = try tasks.defaults(root["defaults"])
    suite.tasks = try self.tasks(root.required("tasks"), tasks, defaults)
    return suite
  }

  private static func tasks(
    _ value: ManifestValue, _ reader: TaskManifest, _ defaults: RetrievalTask
  ) throws(DataError) -> [RetrievalTask] {
    var tasks: [RetrievalTask] = []
    for entry in try value.list() {
      let (task, name) = try reader.task(entry, defaults: defaults)
      guard !tasks.contains(where: { $0.name == task.name }) else {
        throw name.malformed("duplicate task \"\(task.name)\", expected each name once")
      }
      tasks.append(task)
    }
    guard !tasks.isEmpty else { throw value.malformed("found no tasks, expected at least one") }
    return tasks
  }

  /// Names of measures; what they mean is checked by whoever computes them.
  private static func measureNames(
    _ value: ManifestValue, headline: String
  ) throws(DataError) -> [String] {
    var names: [String] = []
    for entry in try value.list() {
      let name = try entry.text()
      guard !names.contains(name) else { throw entry.malformed("duplicate measure \"\(name)\"") }
      names.append(name)
    }
    guard names.first == headline else {
      throw value.malformed(
        "found \(names.first.map { "\"\($0)\"" } ?? "no measure"), "
          + "expected the headline \"\(headline)\" as the first measure")
    }
    return names
  }

  private static func groups(_ value: ManifestValue?) throws(DataError) -> [Suite.Group] {
    var groups: [Suite.Group] = []
    for entry in try value?.list() ?? [] {
      let mapping = try ManifestMapping(entry, keys: ["name", "title"])
      let name = try checkedName(mapping.required("name"), slashes: false)
      guard !groups.contains(where: { $0.name == name }) else {
        throw entry.malformed("duplicate group \"\(name)\", expected each name once")
      }
      groups.append(Suite.Group(name: name, title: try mapping.required("title").text()))
    }
    return groups
  }
}

/// The folder that a path lies in; `.` for a bare file name.
func parentFolder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
