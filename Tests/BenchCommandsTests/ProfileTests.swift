// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

private func object(_ line: String) throws -> [String: Any] {
  try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
}

@Suite struct `bench profiles` {
  @Test func `lists those that are shipped, as a table and as JSON`() throws {
    let table = try BuiltProgram().run(["profiles"])
    #expect(table.status == 0)
    let names = ["unrestricted", "half-gigabyte", "one-core", "two-cores"]
    for name in names { #expect(table.output.contains("\n\(name) ")) }
    #expect(table.output.contains(" 512 MiB "))
    let lines = try BuiltProgram().run(["profiles", "--json"]).output.split(separator: "\n")
    let profiles = try lines.map { try object(String($0)) }
    #expect(profiles.compactMap { $0["name"] as? String } == names)
    #expect(profiles[2]["cores"] as? Int == 1 && profiles[2]["threads"] as? Int == 1)
    #expect(profiles[2]["memory_bytes"] as? Int == 4 << 30)
    #expect(profiles[2]["network"] as? Bool == false && profiles[2]["warm_up"] as? Int == 1)
    #expect(profiles[0]["hash"] is NSNull && (profiles[2]["hash"] as? String)?.count == 8)
  }

  @Test func `are found where the program is installed, with suites of one's own too`() throws {
    try withTemporaryFolder { folder in
      let files = FileManager.default
      for name in ["bin", "share/bench/suites/profiles", "own"] {
        try files.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      }
      try files.copyItem(atPath: BuiltProgram().path, toPath: folder + "/bin/bench")
      try Data("name: here\nsummary: Installed.\n".utf8)
        .write(to: URL(filePath: folder + "/share/bench/suites/profiles/here.yaml"))
      // The installed program, in a folder that has no suites, instead of the built one.
      let there = ["sh", "-c", "cd \"$0\" && shift && exec bin/bench \"$@\"", folder]
      for options in [[], ["--suites", "own"]] {
        let outcome = try BuiltProgram().run(["profiles"] + options, wrapper: there)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("\nhere "), "\(outcome.output)")
        #expect(!outcome.output.contains("one-core"))
      }
    }
  }

  @Test func `of another folder are read strictly`() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/profiles", withIntermediateDirectories: true)
      let file = folder + "/profiles/mine.yaml"
      try Data("name: mine\nsummary: Mine.\ncpus: 2\n".utf8).write(to: URL(filePath: file))
      let outcome = try BuiltProgram().run(["profiles", "--suites", folder])
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("\(file):3: unknown key \"cpus\", expected one of name, "))
    }
  }
}

@Suite struct `bench machine` {
  @Test func `says what it is and what it can enforce`() throws {
    let outcome = try BuiltProgram().run(["machine", "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let machine = try object(outcome.output)
    #expect(machine["kernel"] is String && (machine["fingerprint"] as? String)?.count == 12)
    let limits = try #require(machine["enforcement"] as? [[String: Any]])
    #expect(
      limits.compactMap { $0["name"] as? String } == [
        "cores", "memory", "swap", "network", "threads",
      ])
    for limit in limits { #expect(limit["enforced"] is Bool && limit["detail"] is String) }
  }
}

@Suite struct `bench run under a profile` {
  @Test func `tells which limits held, as read back from the worker`() throws {
    try withTemporaryFolder { folder in
      let task = try TinyTask(in: folder)
      let arguments = task.runArguments(store: folder + "/s.sqlite", ["--profile", "one-core"])
      let outcome = try BuiltProgram().run(arguments + ["--json"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let cell = try object(outcome.output)
      #expect(cell["profile"] as? String == "one-core" && cell["status"] as? String == "done")
      let conformance = try #require(cell["conformance"] as? [String: Any])
      #expect(
        Set(conformance.keys) == [
          "conformant", "limits", "profile_hash", "reasons", "settings", "unseen",
        ])
      let reasons = try #require(conformance["reasons"] as? [String])
      #expect(conformance["conformant"] as? Bool == reasons.isEmpty)
      let limits = try #require(conformance["limits"] as? [[String: Any]])
      let cores = try #require(limits.first { $0["name"] as? String == "cores" })
      #if os(Linux)
        #expect(cores["enforced"] as? Bool == true, "\(cores)")
        #expect((cores["detail"] as? String)?.hasPrefix("CPU ") == true)
      #endif
      let table = try BuiltProgram().run(arguments)
      #expect(
        table.output.contains(
          "bm25: profile one-core: " + (reasons.isEmpty ? "conformant\n" : "not conformant: ")),
        "\(table.output)")
    }
  }

  @Test func `without one is unrestricted and says nothing of conformance`() throws {
    try withTemporaryFolder { folder in
      let task = try TinyTask(in: folder)
      let outcome = try BuiltProgram().run(
        task.runArguments(store: folder + "/s.sqlite", ["--json"]))
      let cell = try object(outcome.output)
      #expect(cell["profile"] as? String == "unrestricted" && cell["conformance"] is NSNull)
    }
  }
}
