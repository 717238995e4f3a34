// SPDX-License-Identifier: Apache-2.0

import Kernels
import SparseRetrieval

/// Finds documents that are likely the best for a query.
///
/// The lists of the query's heaviest terms are looked at. What the summary of each block promises is
/// added up, and blocks are taken in the order of their promises, the highest first, until the next
/// promises too little against the k-th best score. Then the neighbours of the best documents are looked
/// at, where there is a graph. The scores of a block's documents are those of the
/// exact index over the same weights, to the bit.
struct SeismicSearch {
  /// Promises are sorted into so many bins.
  private static let binCount = 512
  /// Documents whose vectors are fetched while those before them are scored.
  private static let batchSize = 16

  let index: SeismicIndex
  let k: Int
  let queryCut: Int
  let heapFactor: Float
  var graph: NeighbourGraph?
  /// Neighbours of each of the best documents that are looked at.
  var neighbours = 0

  /// Leaves the best `k` documents found, with a score above 0, in `scratch.top`.
  func run(_ query: ImpactQuery, _ scratch: SeismicScratch) {
    scratch.begin(query, step: index.step)
    var bound = 0.0
    for weight in query.weights { bound += Double(weight * index.step) * Double(index.largest) }
    let slack = 1 + Double(query.terms.count + 2) * 0x1p-23
    scratch.top.reset(k: k, lowest: 0, highest: Float(bound * slack).nextUp)
    SeismicPromises(index: index, query: query).add(heaviest(query), scratch)
    let highest = sort(scratch)
    look(highest, scratch)
    if let graph, neighbours > 0 { look(at: graph, scratch) }
    scratch.end(query)
  }

  /// The terms whose lists are looked at, the heaviest first.
  private func heaviest(_ query: ImpactQuery) -> [UInt32] {
    let known = query.terms.indices.filter { Int(query.terms[$0]) < index.termCount }
    guard known.count > queryCut else { return known.map { query.terms[$0] } }
    return known.sorted { (query.weights[$0], $1) > (query.weights[$1], $0) }
      .prefix(queryCut).map { query.terms[$0] }
  }

  /// Orders blocks by the bins of their promises, the highest first; returns the highest that is
  /// finite.
  private func sort(_ scratch: SeismicScratch) -> Float {
    var highest: Float = 0
    for promise in scratch.promises where promise.isFinite { highest = max(highest, promise) }
    let scale = highest > 0 ? Float(Self.binCount - 2) / highest : 0
    let count = scratch.promises.count
    scratch.order.removeAll(keepingCapacity: true)
    scratch.order.append(contentsOf: repeatElement(0, count: count))
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.binCount + 1) { starts in
      starts.initialize(repeating: 0)
      scratch.promises.withUnsafeBufferPointer { promises in
        for place in 0..<count { starts[Self.bin(promises[place], scale) + 1] += 1 }
        for bin in 0..<Self.binCount { starts[bin + 1] += starts[bin] }
        scratch.order.withUnsafeMutableBufferPointer { order in
          for place in 0..<count {
            let bin = Self.bin(promises[place], scale)
            order[Int(starts[bin])] = UInt32(truncatingIfNeeded: place)
            starts[bin] += 1
          }
        }
      }
    }
    return highest
  }

  /// Bins from the highest promise, infinite ones alone in the first.
  @inline(__always)
  private static func bin(_ promise: Float, _ scale: Float) -> Int {
    promise.isFinite ? binCount - 1 - Int(promise * scale) : 0
  }

  /// Scores the documents of blocks in their order, while these promise enough.
  private func look(_ highest: Float, _ scratch: SeismicScratch) {
    var scored = 0
    scratch.order.withUnsafeBufferPointer { order in
      var next = 0
      var isOpen = true
      while isOpen || scored < scratch.seen.count {
        let ready = scratch.seen.count
        // Fetch the next documents while those before them are scored.
        while isOpen, scratch.seen.count - ready < Self.batchSize {
          guard next < order.count else {
            isOpen = false
            break
          }
          let place = Int(order[next])
          next += 1
          let promise = scratch.promises[place]
          if promise < heapFactor * scratch.top.threshold.bound { continue }
          let block = Int(scratch.blocks[place])
          for row in Int(index.blocks[block])..<Int(index.blocks[block + 1]) {
            let document = index.documents[row]
            if scratch.visit(document) { index.fetch(Int(document)) }
          }
        }
        score(scored..<ready, scratch)
        scored = ready
      }
    }
  }

  /// Scores the neighbours of the best documents.
  private func look(at graph: NeighbourGraph, _ scratch: SeismicScratch) {
    var scored = scratch.seen.count
    scratch.best.removeAll(keepingCapacity: true)
    scratch.top.forEachBest { document, _ in scratch.best.append(document) }
    for document in scratch.best {
      let ready = scratch.seen.count
      for neighbour in graph.neighbours(of: document, count: neighbours)
      where scratch.visit(neighbour) { index.fetch(Int(neighbour)) }
      score(scored..<ready, scratch)
      scored = ready
    }
    score(scored..<scratch.seen.count, scratch)
  }

  /// Scores some of the documents that were looked at.
  @inline(__always)
  private func score(_ rows: Range<Int>, _ scratch: SeismicScratch) {
    for row in rows {
      let document = scratch.seen[row]
      let score = index.score(
        Int(document), filter: scratch.filter, factors: scratch.factors,
        isVectorised: scratch.isVectorised)
      if score > 0 { scratch.top.insert(document, score: score) }
    }
  }
}
