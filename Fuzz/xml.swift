// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import XMLDocuments

private let scratch = ScratchFile("xml")

/// Reads the input as a collection in XML and checks what every accepted document promises.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzXML(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: data, count: count)
  scratch.write(bytes)
  for names in [XMLDocumentNames(), XMLDocumentNames(document: "d", id: "@i", text: "t")] {
    do {
      let reader = try XMLCorpus(paths: [scratch.path], names, batchSize: 1).makeReader()
      var found = 0
      while let batch = try reader.nextBatch() {
        for entry in batch.entries {
          require(!entry.id.isEmpty, "an accepted id is not empty")
          for range in [entry.id, entry.title, entry.text] {
            let field = String(validating: batch.bytes[range], as: UTF8.self)
            require(field != nil, "an accepted field is UTF-8")
          }
        }
        found += batch.entries.count
      }
      require(found > 0, "an accepted collection has documents")
      let text = String(decoding: bytes, as: UTF8.self)
      require(!text.contains("<!DOCTYPE"), "no document type is accepted")
    } catch let error as DataError {
      require(error.code == .malformed && !error.problem.isEmpty, "it is refused for a reason")
    } catch {
      require(false, "every error is a DataError")
    }
  }
  return 0
}
