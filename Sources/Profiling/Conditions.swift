// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The state of this process and of what is around it at a moment between two phases.
public struct Conditions: Sendable, Hashable, Codable {
  /// What begins at this moment, `indexing`; empty at the end.
  public var phase: String
  /// A monotonic wall clock.
  var nanoseconds: UInt64
  /// CPU time of this process so far, all threads.
  var ownCPUSeconds: Double
  /// CPU time of everybody on the CPUs of this process so far, without what was stolen; nil where
  /// that cannot be read, as everything below.
  var busySeconds: Double?
  /// Time that these CPUs were taken away by the machine's host.
  var stolenSeconds: Double?
  /// Time that threads of this process were ready and had no CPU.
  var waitedSeconds: Double?
  /// How often CPUs got too hot.
  var thermalEvents: Int?
  /// How often the process's control group had used up its CPU time.
  var groupThrottles: Int?
  /// The governors of the CPUs, each once.
  var governors: [String]?
  /// Whether clocks may rise above the nominal one.
  var turboIsOn: Bool?
  /// Threads of this process.
  var threads: Int?
  /// Bytes of this process that are swapped out.
  var swappedBytes: Int?
  /// The CPUs that some thread of this process may run on.
  var cpus: String?

  init(phase: String, nanoseconds: UInt64, ownCPUSeconds: Double) {
    self.phase = phase
    self.nanoseconds = nanoseconds
    self.ownCPUSeconds = ownCPUSeconds
  }
}

extension Conditions {
  /// Takes down how things are now.
  ///
  /// - Parameters:
  ///   - phase: What begins now.
  ///   - root: What stands before `/proc` and `/sys`; not empty in tests.
  public static func current(phase: String, root: String = "") -> Conditions {
    let meter = ResourceMeter.cpuSeconds
    var now = Conditions(
      phase: phase, nanoseconds: ResourceMeter.nanoseconds, ownCPUSeconds: meter)
    let status = Self.fields(root + "/proc/self/status")
    let tasks = Self.entries(root + "/proc/self/task")
    let sets = tasks.compactMap {
      Self.fields(root + "/proc/self/task/\($0)/status")["Cpus_allowed_list"]
    }.compactMap { CPUSet(text: $0) }
    let cpus = CPUSet(sets.flatMap(\.numbers))
    if !cpus.numbers.isEmpty { now.cpus = cpus.text }
    now.threads = status["Threads"].flatMap { Int($0) }
    now.swappedBytes = status["VmSwap"].flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1024 }
    now.waitedSeconds = Self.waited(tasks, root)
    now.readTimes(of: cpus, root)
    now.readClocks(of: cpus, root)
    let group = ControlGroupHierarchy(root: root)
    let throttles = (group.unified.prefix(1) + [group.own("cpu")].compactMap(\.self))
      .compactMap { Self.number("nr_throttled", in: $0 + "/cpu.stat") }
    now.groupThrottles = throttles.isEmpty ? nil : throttles.reduce(0, +)
    return now
  }

  /// `cpu0 user nice system idle iowait irq softirq steal …`, in ticks.
  private mutating func readTimes(of cpus: CPUSet, _ root: String) {
    let tick = 1 / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
    for line in (try? lines(ofFile: root + "/proc/stat")) ?? [] {
      let words = line.split(separator: " ")
      guard let name = words.first, name.hasPrefix("cpu"), let cpu = Int(name.dropFirst(3)),
        cpus.numbers.contains(cpu)
      else { continue }
      let ticks = words.dropFirst().compactMap { Double($0) }
      guard ticks.count >= 8 else { continue }
      let busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]
      busySeconds = (busySeconds ?? 0) + busy * tick
      stolenSeconds = (stolenSeconds ?? 0) + ticks[7] * tick
    }
  }

  private mutating func readClocks(of cpus: CPUSet, _ root: String) {
    let folder = root + "/sys/devices/system/cpu"
    var found: Set<String> = []
    var events: Int?
    for cpu in cpus.numbers {
      if let governor = Self.word("\(folder)/cpu\(cpu)/cpufreq/scaling_governor") {
        found.insert(governor)
      }
      for kind in ["core", "package"] {
        let file = "\(folder)/cpu\(cpu)/thermal_throttle/\(kind)_throttle_count"
        if let count = Self.word(file).flatMap({ Int($0) }) { events = (events ?? 0) + count }
      }
    }
    governors = found.isEmpty ? nil : found.sorted()
    thermalEvents = events
    if let off = Self.word(folder + "/intel_pstate/no_turbo") {
      turboIsOn = off == "0"
    } else if let boost = Self.word(folder + "/cpufreq/boost") {
      turboIsOn = boost == "1"
    }
  }

  /// The second number of `schedstat` is nanoseconds on a queue.
  private static func waited(_ tasks: [String], _ root: String) -> Double? {
    var sum: Double?
    for task in tasks {
      let line = word("\(root)/proc/self/task/\(task)/schedstat") ?? ""
      let numbers = line.split(separator: " ").compactMap { Double($0) }
      if numbers.count >= 2 { sum = (sum ?? 0) + numbers[1] / 1e9 }
    }
    return sum
  }

  /// The lines `Name: value` of a file.
  private static func fields(_ path: String) -> [String: String] {
    var fields: [String: String] = [:]
    for line in (try? lines(ofFile: path)) ?? [] {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      fields[String(parts[0])] = String(parts[1].drop { $0 == "\t" || $0 == " " })
    }
    return fields
  }

  private static func number(_ name: String, in path: String) -> Int? {
    for line in (try? lines(ofFile: path)) ?? [] {
      let words = line.split(separator: " ")
      if words.count == 2, words[0] == name { return Int(words[1]) }
    }
    return nil
  }

  private static func word(_ path: String) -> String? { (try? lines(ofFile: path))?.first }

  private static func entries(_ path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}
