// SPDX-License-Identifier: Apache-2.0

/// Chooses the CPUs of a profile among those of the machine.
struct Processors {
  /// The CPUs that this process may use.
  let allowed: CPUSet
  /// What stands before `/sys`; not empty in tests.
  let root: String

  init(allowed: CPUSet? = .allowed(), root: String = "") {
    self.allowed = allowed ?? CPUSet([])
    self.root = root
  }

  /// The CPUs for some cores, and why they are not what was asked for; nil for all of them.
  ///
  /// Whole cores first, then their second threads; from the last on, as the first one has most to
  /// do for the system.
  func choose(_ cores: HardwareProfile.Cores) -> (cpus: CPUSet, lack: String?)? {
    switch cores {
    case .all: return nil
    case .numbers(let numbers):
      let usable = CPUSet(numbers.filter(allowed.numbers.contains))
      let absent = CPUSet(numbers.filter { !allowed.numbers.contains($0) })
      return (
        usable,
        absent.numbers.isEmpty
          ? nil : "CPU \(absent.text) is not there; usable is \(allowed.text)"
      )
    case .count(let count):
      let chosen = CPUSet(Array(wholeCoresFirst.prefix(count)))
      let lack =
        chosen.numbers.count < count
        ? "only \(allowed.numbers.count) CPUs are usable (\(allowed.text))" : nil
      return (chosen, lack)
    }
  }

  private var wholeCoresFirst: [Int] {
    var seen: Set<String> = []
    var first: [Int] = []
    var second: [Int] = []
    for cpu in allowed.numbers.reversed() {
      if seen.insert(core(of: cpu)).inserted { first.append(cpu) } else { second.append(cpu) }
    }
    return first + second
  }

  private func core(of cpu: Int) -> String {
    let folder = "\(root)/sys/devices/system/cpu/cpu\(cpu)/topology"
    guard let core = (try? lines(ofFile: folder + "/core_id"))?.first else { return "cpu\(cpu)" }
    let package = (try? lines(ofFile: folder + "/physical_package_id"))?.first ?? ""
    return "\(package)/\(core)"
  }
}
