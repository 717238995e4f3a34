// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernels
import Retrieval
import TextAnalysis

@testable import SparseRetrieval

private let scratch = ScratchFile("index.sparse")
private let bases = Base.all

/// Takes the input as changes to an index file whose checksums are then made right again, opens it,
/// and asks what is accepted: nothing may crash, and every hit must be a document.
///
/// The first byte chooses the index, every eight further ones are a change.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSparseIndex(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = UnsafeRawBufferPointer(start: data, count: count)
  guard let first = input.first else { return 0 }
  let base = bases[Int(first) % bases.count]
  var file = ForgedIndexFile(
    base.file, sections: IndexLayout.sectionCount(fields: base.configuration.fields.names.count))
  file.apply(all: UnsafeRawBufferPointer(rebasing: input.dropFirst()))
  file.bytes.withUnsafeBytes { scratch.write($0) }
  do {
    ask(try SparseIndex.open(scratch.path, base.configuration))
  } catch let error as DataError {
    require(error.code == .malformed && !error.problem.contains("checksum"), "\(error)")
  } catch {
    require(false, "an index is refused as malformed: \(error)")
  }
  return 0
}

private func ask(_ index: SparseIndex) {
  require(index.documentCount > 0, "an index has documents")
  for query in ["w0", "w1 w1 w9", "w2 w30 w4 w0 w7 nowhere"] {
    for strategy in SparseIndex.Strategy.allCases {
      for depth in [10, 1000] {
        let hits = index.search(query, depth: depth, strategy: strategy)
        require(hits.count <= min(depth, index.documentCount), "no more hits than asked for")
        require(hits.allSatisfy { (0..<index.documentCount).contains($0.document) }, "they exist")
        if let hit = hits.last { _ = index.identifier(of: hit.document) }
      }
    }
  }
}

/// An index of a few hundred documents, in which lists of 150 already count as long.
private struct Base {
  let configuration: IndexConfiguration
  let file: [UInt8]

  static let all: [Base] = [
    Base(.bm25(.lucene, k1: 0.9, b: 0.4, delta: 0), .flat),
    Base(.bm25(.luceneAccurate, k1: 0.9, b: 0.4, delta: 0), .multifield),
    Base(.dirichlet(mu: 100), .flat),
  ]

  init(_ function: RankingFunction, _ fields: IndexedFields) {
    configuration = IndexConfiguration(
      analyzer: "whitespace", fields: fields, function: function)
    let folder = ProcessInfo.processInfo.environment["FUZZ_SCRATCH"] ?? "/tmp"
    let path = "\(folder)/base-\(getpid())"
    let finished = DispatchSemaphore(value: 0)
    let configuration = configuration
    Task.detached {
      do {
        var builder = IndexBuilder(
          configuration: configuration, analyzer: try Analyzer(named: "whitespace"), threads: 1)
        builder.longThreshold = 150
        try await builder.build(
          InMemoryCorpus(Self.documents), path: path, folder: folder, progress: .none)
      } catch {
        require(false, "the base index is built: \(error)")
      }
      finished.signal()
    }
    finished.wait()
    file = [UInt8](FileManager.default.contents(atPath: path) ?? Data())
  }

  /// Words of which the first is in all documents, each further one in fewer.
  private static var documents: [Document] {
    (0..<400).map { row in
      let words = (0..<40).filter { row * 7919 % 997 % ($0 + 1) == 0 }
      let text = words.flatMap { Array(repeating: "w\($0)", count: 1 + row % ($0 + 2) % 5) }
      return Document(id: "d\(row)", title: "w\(row % 3)", text: text.joined(separator: " "))
    }
  }
}
