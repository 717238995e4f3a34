// SPDX-License-Identifier: Apache-2.0

import Identity

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What decides how fast this machine is: timings are comparable only under the same one.
///
/// Nothing in it names the machine, its user or its network.
public struct MachineFingerprint: Sendable, Hashable {
  /// Facts by name: `cpu`, `cpu_flags` (a hash), `cores`, `threads`, `cache_l1d` …, `memory_bytes`,
  /// `kernel`, `architecture`, `governor`, `virtualisation`. What cannot be read is absent.
  public var facts: [String: String]

  /// A fingerprint from known facts.
  public init(facts: [String: String]) {
    self.facts = facts
  }

  /// Twelve hex digits over all facts.
  public var hash: String {
    String(CanonicalJSON.object(facts.mapValues(CanonicalJSON.string)).digest.hex.prefix(12))
  }

  /// The fingerprint of the machine this process runs on.
  public static func current() -> MachineFingerprint {
    var facts: [String: String] = [:]
    var system = utsname()
    if uname(&system) == 0 {
      facts["system"] = text(system.sysname)
      facts["kernel"] = text(system.release)
      facts["architecture"] = text(system.machine)
    }
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let pageSize = sysconf(Int32(_SC_PAGESIZE))
    if pages > 0, pageSize > 0 { facts["memory_bytes"] = String(pages * pageSize) }
    let threads = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    if threads > 0 { facts["threads"] = String(threads) }
    #if os(Linux)
      let processors = (try? lines(ofFile: "/proc/cpuinfo")) ?? []
      facts.merge(Self.facts(cpuinfo: processors)) { $1 }
      facts.merge(Self.facts(systemFolder: "/sys")) { $1 }
    #endif
    return MachineFingerprint(facts: facts)
  }

  /// Reads a fixed-size C array of characters.
  private static func text<Characters>(_ characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

extension MachineFingerprint {
  /// Facts from the lines of Linux's `/proc/cpuinfo`.
  static func facts(cpuinfo lines: [String]) -> [String: String] {
    var first: [String: String] = [:]
    var cores: Set<String> = []
    var socket = ""
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let name = trimmed(parts[0])
      let value = trimmed(parts[1])
      if first[name] == nil { first[name] = value }
      if name == "physical id" { socket = value }
      if name == "core id" { cores.insert("\(socket)/\(value)") }
    }
    var facts: [String: String] = [:]
    facts["cpu"] = first["model name"] ?? first["CPU part"]
    if let family = first["cpu family"], let model = first["model"] {
      facts["cpu_family_model"] = "\(family)/\(model)"
    }
    if !cores.isEmpty { facts["cores"] = String(cores.count) }
    if let flags = first["flags"] ?? first["Features"] {
      let sorted = flags.split(separator: " ").sorted().joined(separator: " ")
      facts["cpu_flags"] = String(SHA256Hasher.digest(of: sorted).hex.prefix(12))
      let isVirtual = flags.split(separator: " ").contains("hypervisor")
      facts["virtualisation"] = isVirtual ? "virtual machine" : "none seen"
    }
    return facts
  }

  /// Facts from Linux's `/sys`: caches of the first core, its governor, the virtual machine's kind.
  static func facts(systemFolder: String) -> [String: String] {
    let cpu = systemFolder + "/devices/system/cpu"
    var facts: [String: String] = [:]
    facts["governor"] = word(cpu + "/cpu0/cpufreq/scaling_governor")
    facts["turbo_off"] = word(cpu + "/intel_pstate/no_turbo")
    facts["smt"] = word(cpu + "/smt/control")
    for index in 0..<8 {
      let cache = cpu + "/cpu0/cache/index\(index)"
      guard let level = word(cache + "/level"), let size = word(cache + "/size") else { break }
      let kind = ["Data": "d", "Instruction": "i"][word(cache + "/type") ?? ""] ?? ""
      facts["cache_l\(level)\(kind)"] = size
    }
    return facts
  }

  private static func word(_ path: String) -> String? {
    (try? lines(ofFile: path))?.first.map { trimmed($0[...]) }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
