// SPDX-License-Identifier: Apache-2.0

import Manifests
public import Retrieval

extension HardwareProfile {
  private static let keys = [
    "name", "summary", "cores", "memory", "threads", "swap", "network", "warm-up", "repetitions",
  ]

  /// Reads a profile's YAML file, strictly: whatever it does not know is an error.
  ///
  ///     name: one-core            # [a-z0-9._-]
  ///     summary: …
  ///     cores: 1                  # or a list of CPU numbers; all without it
  ///     memory: 4 GiB             # all without it
  ///     threads: 1                # optional, as what follows; as many as cores
  ///     swap: false
  ///     network: false
  ///     warm-up: 1                # passes over all queries before they are timed
  ///     repetitions: 3            # passes that are timed
  ///
  /// - Throws: `.missing`, `.unreadable`, or `.malformed` with the line.
  public init(file: String) throws(DataError) {
    let root = try ManifestMapping(ManifestValue(file: file), keys: Self.keys)
    let name = try root.required("name")
    self.init(name: try checkedName(name, slashes: false))
    guard !isUnrestricted else {
      throw name.malformed("found the name of the profile that limits nothing, expected another")
    }
    summary = try root.required("summary").text()
    if let value = root["cores"] { cores = try Self.cores(value) }
    memory = try root["memory"]?.bytes()
    threads = try Self.count(root["threads"], from: 1)
    if let value = root["swap"] { allowsSwap = try value.boolean() }
    if let value = root["network"] { allowsNetwork = try value.boolean() }
    warmUp = try Self.count(root["warm-up"], from: 0) ?? 0
    repetitions = try Self.count(root["repetitions"], from: 1) ?? 1
  }

  private static func cores(_ value: ManifestValue) throws(DataError) -> Cores {
    if let list = try? value.list() {
      var numbers: [Int] = []
      for entry in list {
        let number = try entry.integer()
        guard (0..<CPUSet.limit).contains(number) else {
          throw entry.unexpected("the number of a CPU, from 0")
        }
        guard !numbers.contains(number) else {
          throw entry.malformed("CPU \(number) a second time, expected each once")
        }
        numbers.append(number)
      }
      guard !numbers.isEmpty else { throw value.malformed("found no CPU, expected at least one") }
      return .numbers(numbers.sorted())
    }
    let text = (try? value.text()).flatMap { Int($0) }
    guard let count = text, (1...CPUSet.limit).contains(count) else {
      throw value.unexpected("a number of cores, or a list of CPU numbers")
    }
    return .count(count)
  }

  private static func count(_ value: ManifestValue?, from least: Int) throws(DataError) -> Int? {
    guard let value else { return nil }
    let count = try value.integer()
    guard (least...100_000).contains(count) else {
      throw value.unexpected("a whole number from \(least) to 100000")
    }
    return count
  }
}
