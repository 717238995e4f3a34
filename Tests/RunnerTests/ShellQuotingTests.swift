// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Runner

@Suite struct `A word for the shell` {
  @Test(arguments: [
    ("bm25:k1=0.9,b=0.4", "bm25:k1=0.9,b=0.4"), ("my data", "'my data'"), ("", "''"),
    ("it's", "'it'\\''s'"), ("$HOME", "'$HOME'"), ("naïve", "'naïve'"),
  ])
  func `is quoted when it has to be`(word: String, quoted: String) {
    #expect(shellQuoted(word) == quoted)
  }
}
