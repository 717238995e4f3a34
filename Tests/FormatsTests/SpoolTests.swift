// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import TestSupport
import Testing

@Suite struct `A spool` {
  @Test(arguments: [0, 10, 1000, 1 << 20])
  func `gives back what was appended, from memory or a file`(capacity: Int) throws {
    try withTemporaryFolder { folder in
      var generator = SeededGenerator(seed: 5)
      var spool = Spool(folder: folder, capacity: capacity)
      var expected: [UInt8] = []
      for _ in 0..<100 {
        let bytes = (0..<Int.random(in: 0..<90, using: &generator)).map { _ in
          UInt8.random(in: .min ... .max, using: &generator)
        }
        expected += bytes
        try spool.append(bytes)
        #expect(spool.count == expected.count)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      let mapping = try spool.map()
      withExtendedLifetime(mapping) { #expect(mapping.bytes.elementsEqual(expected)) }
    }
  }
}
