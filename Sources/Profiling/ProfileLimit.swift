// SPDX-License-Identifier: Apache-2.0

/// One demand of a profile, and what became of it.
public struct ProfileLimit: Sendable, Hashable, Codable {
  /// What is limited.
  public enum Name: String, Sendable, Hashable, Codable, CaseIterable {
    /// The CPUs a worker runs on.
    case cores
    /// Its memory.
    case memory
    /// Whether its memory may be swapped out.
    case swap
    /// Whether it reaches the network.
    case network
    /// How many threads a retriever is told to use.
    case threads
  }

  /// What is limited.
  public var name: Name
  /// What the profile demands, `1` or `4.0 GiB`.
  public var asked: String
  /// Whether the system holds the worker to it, as was read back from it.
  public var isEnforced: Bool
  /// How it is enforced, or why it is only asked for.
  public var detail: String

  /// A limit that the system imposes.
  static func enforced(_ name: Name, _ asked: String, _ how: String) -> ProfileLimit {
    ProfileLimit(name: name, asked: asked, isEnforced: true, detail: how)
  }

  /// A limit that is only asked for.
  static func asked(_ name: Name, _ asked: String, _ why: String) -> ProfileLimit {
    ProfileLimit(name: name, asked: asked, isEnforced: false, detail: why)
  }
}

/// Bytes as a profile's manifest may say them: `512 MiB`.
public func memoryText(_ bytes: Int) -> String {
  for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] where bytes % (1 << shift) == 0 {
    return "\(bytes >> shift) \(unit)"
  }
  return "\(bytes) bytes"
}
