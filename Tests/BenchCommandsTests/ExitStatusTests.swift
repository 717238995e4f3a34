// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Retrieval
import Testing

@testable import BenchCommands

@Suite struct ExitStatusTests {
  private struct Forgotten: Error {}

  @Test func `an error of no known kind is a bug, and asks to be reported`() throws {
    let status = try #require(ExitStatus(Forgotten()))
    #expect(status.rawValue == 70)
    #expect(status.message(for: Forgotten()).contains("Forgotten()"))
    #expect(status.message(for: Forgotten()).contains("report"))
  }

  @Test func `what the parser of the command line ends with is left to it`() {
    #expect(ExitStatus(ExitCode(1)) == nil)
    #expect(ExitStatus(ExitCode(3)) == nil)
    #expect(ExitStatus(ValidationError("no")) == nil)
    #expect(ExitStatus(CleanExit.message("done")) == nil)
    for arguments in [["frobnicate"], ["--help"], ["--version"], ["eval"]] {
      #expect {
        var command = try BenchCommand.parseAsRoot(arguments)
        try command.run()
      } throws: { ExitStatus($0) == nil }
    }
  }

  @Test func `data at fault and interruptions have codes of their own`() {
    let error = DataError(.missing, file: "here", "is missing")
    #expect(ExitStatus(error) == .inputMissing)
    #expect(ExitStatus(error)?.message(for: error) == "bench: \(error)\n")
    #expect(ExitStatus(CancellationError()) == .interrupted)
  }
}
