// SPDX-License-Identifier: Apache-2.0

import Identity

/// What a measurement may use of a machine, and how it is done.
public struct HardwareProfile: Sendable, Hashable {
  /// Which CPUs, by the numbers of the system.
  public enum Cores: Sendable, Hashable {
    /// All that the program itself may use.
    case all
    /// So many, on different physical cores where there are enough.
    case count(Int)
    /// These.
    case numbers([Int])
  }

  /// Name, as it stands behind `--profile`.
  public var name: String
  /// What it is for, in a line.
  public var summary = ""
  /// The CPUs that a worker runs on.
  public var cores = Cores.all
  /// Bytes of memory that a worker may take; nil for all.
  public var memory: Int?
  /// Threads that a retriever is told to use; nil for as many as there are cores.
  public var threads: Int?
  /// Whether a worker's memory may be swapped out.
  public var allowsSwap = true
  /// Whether a worker reaches the network.
  public var allowsNetwork = true
  /// How often all queries are asked before they are timed.
  public var warmUp = 0
  /// How often all queries are asked and timed, at least 1.
  public var repetitions = 1

  /// A profile that limits nothing yet.
  public init(name: String) {
    self.name = name
  }

  /// The profile of whoever names none: nothing is limited, and nothing is checked.
  public static let unrestricted: HardwareProfile = {
    var profile = HardwareProfile(name: "unrestricted")
    profile.summary = "The whole machine as it is: nothing is enforced or checked."
    return profile
  }()

  /// Whether this is ``unrestricted``, whose times are nobody's to compare.
  public var isUnrestricted: Bool { name == Self.unrestricted.name }

  /// What the profile demands, by the names of its manifest.
  public var settings: [String: String] {
    var settings = [
      "swap": String(allowsSwap), "network": String(allowsNetwork), "warm-up": String(warmUp),
      "repetitions": String(repetitions),
    ]
    switch cores {
    case .all: break
    case .count(let count): settings["cores"] = String(count)
    case .numbers(let numbers): settings["cores"] = "[\(CPUSet(numbers).text)]"
    }
    settings["memory"] = memory.map { "\($0) B" }
    settings["threads"] = threads.map { String($0) }
    return settings
  }

  /// Eight hex digits over ``settings``: a profile that was changed is another one.
  public var hash: String {
    String(CanonicalJSON.object(settings.mapValues(CanonicalJSON.string)).digest.hex.prefix(8))
  }

  /// Threads to tell a retriever; nil for as many as it likes.
  public var toldThreads: Int? {
    switch cores {
    case .all: threads
    case .count(let count): threads ?? count
    case .numbers(let numbers): threads ?? numbers.count
    }
  }
}
