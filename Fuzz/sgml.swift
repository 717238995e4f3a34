// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval

@testable import Formats

private let scratch = ScratchFile("sgml")

/// Reads the input as TREC documents, in one chunk and in many, and as topics.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSGML(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: data, count: count)
  scratch.write(bytes)
  checkTokens(bytes)
  let whole = documents(chunkSize: 1 << 20)
  let cut = documents(chunkSize: 5)
  require(whole == cut, "chunks of any size give the same")
  do throws(DataError) {
    let topics = try readTRECTopics(path: scratch.path)
    require(topics.allSatisfy { !$0.id.isEmpty && $0.line > 0 }, "accepted topics have numbers")
  } catch {
    require(error.code == .malformed && !error.problem.isEmpty, "it is refused for a reason")
  }
  return 0
}

/// Tokens are the whole text, in order, comments and declarations left out.
private func checkTokens(_ bytes: UnsafeRawBufferPointer) {
  var position = 0
  for token in SGMLScanner(bytes, 0..<bytes.count) {
    let range =
      switch token {
      case .tag(_, _, let range): range
      case .text(let range): range
      }
    require(range.lowerBound >= position && !range.isEmpty, "tokens follow each other")
    position = range.upperBound
  }
  require(position <= bytes.count, "tokens lie inside")
}

private func documents(chunkSize: Int) -> [Document]? {
  var documents: [Document] = []
  do {
    let corpus = try TRECDocumentCorpus(paths: [scratch.path], chunkSize: chunkSize)
    let reader = try corpus.makeReader()
    while let batch = try reader.nextBatch() {
      for entry in batch.entries {
        require(!entry.id.isEmpty, "an accepted id is not empty")
        let text = String(validating: batch.bytes[entry.text], as: UTF8.self)
        require(text != nil, "an accepted text is UTF-8")
      }
      documents += batch.entries.indices.map { batch[$0] }
    }
    return documents
  } catch let error as DataError {
    require(error.code == .malformed && !error.problem.isEmpty, "it is refused for a reason")
    return nil
  } catch {
    require(false, "every error is a DataError")
    return nil
  }
}
