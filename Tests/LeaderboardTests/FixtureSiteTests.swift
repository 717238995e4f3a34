// SPDX-License-Identifier: Apache-2.0

import Foundation
import Leaderboard
import Suites
import Testing

/// `BENCH_FIXTURE_SITE=folder swift test --filter FixtureSite` writes the site that the browser test
/// (`Browser/check_site.py`) opens.
@Suite struct FixtureSite {
  static let folder = ProcessInfo.processInfo.environment["BENCH_FIXTURE_SITE"]

  @Test(.enabled(if: folder != nil, "set BENCH_FIXTURE_SITE to the folder to write"))
  func `the fixture site is written for the browser test`() throws {
    let folder = try #require(Self.folder)
    let builder = try SiteBuilder(folder: siteFolder, suites: Fixture.suites)
    let report = try builder.build(from: Fixture.source, into: folder)
    #expect(FileManager.default.fileExists(atPath: report.index))
  }
}
