// SPDX-License-Identifier: Apache-2.0

import Kernels

/// Adds up what the summaries of lists' blocks promise a query.
///
/// Where the entries are is found for all lists before any is read, so that their memory is fetched
/// at once.
struct SeismicPromises {
  let index: SeismicIndex
  let query: ImpactQuery

  /// Adds the blocks of some terms' lists with what they promise.
  func add(_ terms: [UInt32], _ scratch: SeismicScratch) {
    for term in terms {
      for part in index.lists[Int(term)]..<index.lists[Int(term) + 1] {
        find(index.parts[Int(part)], scratch)
        scratch.parts.append((part, scratch.probes.count))
      }
    }
    var next = 0
    for (part, end) in scratch.parts {
      for probe in scratch.probes[next..<end] {
        SummaryGroup.add(
          index.entries + probe.start, count: Int(probe.count), term: probe.term,
          factor: probe.factor, to: scratch.sums, with: scratch.set)
      }
      next = end
      take(index.parts[Int(part)], scratch)
    }
  }

  /// Finds the groups of a part in which the query's terms may be.
  private func find(_ part: SeismicLayout.PartRecord, _ scratch: SeismicScratch) {
    let groups = index.groups + Int(part.firstGroup)
    let count = Int(part.groupCount)
    let shift = UInt32(part.shift)
    let all = ((index.termCount - 1) >> Int(shift)) + 1
    let first = Int(part.firstEntry)
    var low = 0
    for place in query.terms.indices {
      let term = query.terms[place]
      let number = Int(term >> shift)
      // In most parts most groups occur: then a group's row is not far from its number.
      low = max(low, count - (all - number))
      var high = min(count, number + 1)
      while low < high {
        let middle = (low + high) / 2
        if Int(groups[middle].number) < number { low = middle + 1 } else { high = middle }
      }
      guard low < count else { return }
      guard Int(groups[low].number) == number else { continue }
      let start = low == 0 ? 0 : Int(groups[low - 1].end)
      let size = Int(groups[low].end) - start
      let probe = SummaryProbe(
        start: (first + start) * SeismicLayout.entrySize, count: UInt32(truncatingIfNeeded: size),
        term: UInt8(truncatingIfNeeded: term & (1 << shift - 1)), factor: query.weights[place])
      ImpactScore.fetch(index.entries + probe.start, count: SeismicLayout.entrySize * size)
      scratch.probes.append(probe)
    }
  }

  /// Adds the blocks of a part whose promises are in the sums, which are then 0.
  private func take(_ part: SeismicLayout.PartRecord, _ scratch: SeismicScratch) {
    let first = Int(part.firstBlock)
    for block in 0..<Int(part.blockCount) {
      let scale = index.scales[first + block]
      scratch.promises.append(scale.isFinite ? scratch.sums[block] * scale : scale)
      scratch.blocks.append(UInt32(truncatingIfNeeded: first + block))
      scratch.sums[block] = 0
    }
  }
}

/// Entries of a group that are looked at for a term.
struct SummaryProbe {
  /// Where the group starts among all entries.
  var start: Int
  var count: UInt32
  /// Counted from the first of the group.
  var term: UInt8
  var factor: Float
}
