// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A control group of Linux, made for one worker.
struct ControlGroup: Sendable, Codable, Hashable {
  /// Its folder.
  let folder: String
  /// `cgroup v2` or `cgroup v1`.
  let version: String
  /// Which limits of a profile it imposes.
  private(set) var limits: [ProfileLimit.Name] = []

  /// Makes a group below `parent`; nil where that is not allowed.
  init?(below parent: String, version: String) {
    let name = "bench-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 36))"
    folder = "\(parent)/\(name)"
    self.version = version
    guard mkdir(folder, 0o755) == 0 else { return nil }
  }

  /// Writes a setting, and takes down that it imposes a limit.
  ///
  /// - Returns: Whether the system took it.
  mutating func set(_ file: String, _ value: String, for limit: ProfileLimit.Name) -> Bool {
    guard write(file, value) else { return false }
    if !limits.contains(limit) { limits.append(limit) }
    return true
  }

  /// Writes a file of the group.
  func write(_ file: String, _ value: String) -> Bool {
    let descriptor = open("\(folder)/\(file)", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let bytes = Array(value.utf8)
    #if canImport(Glibc)
      return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
    #else
      return Darwin.write(descriptor, bytes, bytes.count) == bytes.count
    #endif
  }

  /// Moves this process into the group.
  func enter() -> Bool { write("cgroup.procs", "0") }

  /// A number of the form `name 12` in one of the group's files; nil where there is none.
  func count(_ name: String, in file: String) -> Int? {
    for line in (try? lines(ofFile: "\(folder)/\(file)")) ?? [] {
      let words = line.split(separator: " ")
      if words.count == 2, words[0] == name { return Int(words[1]) }
    }
    return nil
  }

  /// Processes of the group that were killed because it was out of memory.
  var outOfMemoryKills: Int { count("oom_kill", in: "memory.events") ?? 0 }

  /// Removes the group, which must have no process any more; one that has just been killed is
  /// waited for.
  func remove() {
    for _ in 0..<50 {
      if rmdir(folder) == 0 || errno != EBUSY { return }
      usleep(10_000)
    }
  }
}

/// Finds out where groups can be made.
struct ControlGroupHierarchy {
  /// What stands before `/proc` and `/sys`; not empty in tests.
  let root: String
  private let mounts: [Mount]
  private let memberships: [(controllers: String, path: String)]

  private struct Mount {
    let point: String
    let root: String
    let type: String
    let options: [Substring]
  }

  init(root: String = "") {
    self.root = root
    mounts = ((try? lines(ofFile: root + "/proc/self/mountinfo")) ?? []).compactMap { line in
      // 36 35 98:0 ROOT POINT options … - TYPE source options
      let words = line.split(separator: " ")
      guard let dash = words.firstIndex(of: "-"), dash > 4, words.count > dash + 3 else {
        return nil
      }
      return Mount(
        point: String(words[4]), root: String(words[3]), type: String(words[dash + 1]),
        options: words[dash + 3].split(separator: ","))
    }
    memberships = ((try? lines(ofFile: root + "/proc/self/cgroup")) ?? []).compactMap { line in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      return parts.count == 3 ? (String(parts[1]), String(parts[2])) : nil
    }
  }

  /// The groups of version 2 around this process, its own first.
  var unified: [String] {
    guard let mount = mounts.first(where: { $0.type == "cgroup2" }),
      let membership = memberships.first(where: { $0.controllers.isEmpty }),
      let own = folder(membership.path, mount)
    else { return [] }
    var folders = [own]
    let top = root + mount.point
    while let last = folders.last, last.utf8.count > top.utf8.count,
      let slash = last.lastIndex(of: "/")
    {
      folders.append(String(last[..<slash]))
    }
    return folders
  }

  /// This process's own group of a controller of version 1.
  func own(_ controller: String) -> String? {
    func names(_ list: String) -> [Substring] { list.split(separator: ",") }
    guard
      let mount = mounts.first(where: {
        $0.type == "cgroup" && $0.options.contains { $0 == controller }
      }),
      let membership = memberships.first(where: {
        names($0.controllers).contains { $0 == controller }
      })
    else { return nil }
    return folder(membership.path, mount)
  }

  /// Makes a group of version 2 that can impose some of `controllers`: where most of them are
  /// handed down, nearest first.
  ///
  /// - Returns: The group and the controllers it has; nil where none can be made.
  func makeUnified(_ controllers: [String]) -> (group: ControlGroup, controllers: [String])? {
    let candidates = unified.compactMap { folder -> (String, [String])? in
      let handed = word(folder + "/cgroup.subtree_control").split(separator: " ").map(String.init)
      let usable = controllers.filter(handed.contains)
      return usable.isEmpty || access(folder, W_OK) != 0 ? nil : (folder, usable)
    }
    for count in stride(from: controllers.count, to: 0, by: -1) {
      for (folder, usable) in candidates where usable.count == count {
        removeAbandoned(in: folder)
        if let group = ControlGroup(below: folder, version: "cgroup v2") { return (group, usable) }
      }
    }
    return nil
  }

  /// Makes a group of version 1 for CPUs.
  func makeCPUSet() -> ControlGroup? {
    guard let parent = own("cpuset"), access(parent, W_OK) == 0 else { return nil }
    removeAbandoned(in: parent)
    guard let group = ControlGroup(below: parent, version: "cgroup v1") else { return nil }
    // Without memory nodes no process may enter it.
    guard group.write("cpuset.mems", word(parent + "/cpuset.mems")) else {
      group.remove()
      return nil
    }
    return group
  }

  /// Removes what a runner that was killed left behind.
  private func removeAbandoned(in folder: String) {
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      let parts = name.split(separator: "-")
      guard parts.count == 3, parts[0] == "bench", let process = pid_t(parts[1]) else { continue }
      if kill(process, 0) != 0, errno == ESRCH { rmdir("\(folder)/\(name)") }
    }
  }

  private func folder(_ path: String, _ mount: Mount) -> String? {
    guard !path.contains("..") else { return nil }
    var below = path[...]
    if mount.root != "/" {
      guard path == mount.root || path.hasPrefix(mount.root + "/") else { return nil }
      below = path.dropFirst(mount.root.count)
    }
    return root + mount.point + (below == "/" ? "" : below)
  }

  private func word(_ path: String) -> String { (try? lines(ofFile: path))?.first ?? "" }
}
