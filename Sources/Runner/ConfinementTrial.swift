// SPDX-License-Identifier: Apache-2.0

public import Profiling

extension Runner {
  /// Tries out what profiles can enforce on this machine, on a process that does nothing.
  ///
  /// - Parameter launcher: As for ``init(store:worker:launcher:)``.
  /// - Returns: What became of each limit that a profile can have.
  public static func tryConfinement(
    launcher: WorkerCommand = .thisLauncher
  ) async throws -> [ProfileLimit] {
    var profile = HardwareProfile(name: "trial")
    profile.cores = .count(1)
    profile.memory = 1 << 30
    profile.allowsSwap = false
    profile.allowsNetwork = false
    let confinement = Confinement(profile)
    defer { confinement.remove() }
    let nothing = WorkerCommand(executable: "/bin/true", arguments: [])
    let process = WorkerProcess(
      try nothing.confined(to: confinement.orders, by: launcher), timeLimit: .seconds(60)
    ) { _ in }
    return try await process.limitsAlone()
  }
}
