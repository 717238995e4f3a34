// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Files that belong to the program: its own path, and the folders installed with it.
enum ProgramFiles {
  /// Path of the running executable.
  static var executable: String {
    #if os(Linux)
      let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      if let link { return link }
    #endif
    return CommandLine.arguments.first ?? "bench"
  }

  /// A folder such as `suites` or `site`: beside the executable, in `../share/bench`, or in the
  /// source checkout that the executable was built in.
  static func folder(named name: String) -> String? {
    var folder = URL(filePath: executable).deletingLastPathComponent()
    let installed = [
      folder.appending(path: name),
      folder.deletingLastPathComponent().appending(path: "share/bench/\(name)"),
    ]
    if let found = installed.first(where: { isFolder($0.path) }) { return found.path }
    for _ in 0..<5 {
      folder = folder.deletingLastPathComponent()
      let manifest = folder.appending(path: "Package.swift").path
      if FileManager.default.fileExists(atPath: manifest), isFolder(folder.path + "/" + name) {
        return folder.path + "/" + name
      }
    }
    return nil
  }

  private static func isFolder(_ path: String) -> Bool {
    var isDirectory = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
  }
}
