// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval

@testable import Formats

/// Reads the input as a corpus, checks the batch, and compares its first line with Foundation.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSONLines(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  checkBatch(bytes)
  compareWithFoundation(Array(bytes.prefix { $0 != 0x0A }))
  return 0
}

/// Whatever is accepted is whole: ids are not empty, all fields lie inside and are UTF-8.
private func checkBatch(_ bytes: [UInt8]) {
  do throws(DataError) {
    let batch = try BEIRDocuments.decode(
      LineChunk(ordinal: 0, path: "fuzz", bytes, firstLine: 1))
    for entry in batch.entries {
      require(!entry.id.isEmpty, "an accepted id is not empty")
      for range in [entry.id, entry.title, entry.text] {
        let field = String(validating: batch.bytes[range], as: UTF8.self)
        require(field != nil, "an accepted field is UTF-8")
      }
    }
  } catch {
    require((1...bytes.count { $0 == 0x0A } + 1).contains(error.line ?? 0), "the line exists")
  }
}

/// The same line is accepted by both, with the same strings, but for the documented differences.
private func compareWithFoundation(_ line: [UInt8]) {
  // Foundation guesses UTF-16 and UTF-32 from zero bytes and byte-order marks.
  guard !line.contains(0), line.first != 0xFE, line.first != 0xFF, line.first != 0xEF else {
    return
  }
  guard line.contains(where: { $0 > 0x20 }) else { return }
  let ours = ourStrings(line)
  let theirs =
    (try? JSONSerialization.jsonObject(with: Data(line))) as? [String: Any]
  if let ours, let theirs {
    for (name, value) in zip(["title", "text"], ours) {
      require(theirs[name] as? String == value, "\(name) is equal")
    }
  } else if ours != nil {
    require(hasExponentOrLongNumber(line), "Foundation rejects only numbers out of its range")
  } else if theirs != nil {
    require(hasTrailingComma(line), "Foundation accepts only commas before a closing brace")
  }
}

private func ourStrings(_ line: [UInt8]) -> [String?]? {
  let arena = UnsafeMutableBufferPointer<UInt8>.allocate(
    capacity: line.count + JSONScanner.arenaSlack)
  defer { arena.deallocate() }
  return line.withUnsafeBytes { bytes in
    var scanner = JSONScanner(bytes, arena: arena)
    var fields = JSONFields(["title", "text"])
    do throws(JSONFault) {
      try fields.readLine(&scanner)
    } catch {
      return nil
    }
    return fields.values.map { value in
      guard case .string(let range) = value else { return nil }
      return scanner.text(range)
    }
  }
}

private func hasExponentOrLongNumber(_ line: [UInt8]) -> Bool {
  let text = String(decoding: line, as: UTF8.self)
  return text.contains(/[0-9][eE]/) || text.contains(/[0-9]{15}/)
}

private func hasTrailingComma(_ line: [UInt8]) -> Bool {
  String(decoding: line, as: UTF8.self).contains(/,[ \t\r]*[}\]]/)
}
