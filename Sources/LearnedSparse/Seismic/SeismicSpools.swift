// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import SparseRetrieval
import Synchronization

/// The lists of an index while they are built, in temporary files.
final class SeismicSpools: Sendable {
  private struct State: ~Copyable {
    var lists: Spool
    var parts: Spool
    var blocks: Spool
    var scales: Spool
    var documents: Spool
    var groups: Spool
    var entries: Spool
    var (partCount, blockCount, documentCount, groupCount, entryCount) = (0, 0, 0, 0, 0)

    init(folder: String) {
      func spool() -> Spool { Spool(folder: folder, capacity: 1 << 21) }
      lists = spool()
      parts = spool()
      blocks = spool()
      scales = spool()
      documents = spool()
      groups = spool()
      entries = spool()
    }
  }

  private let state: Mutex<State>

  /// Spools whose files lie in `folder`.
  init(folder: String) { state = Mutex(State(folder: folder)) }

  /// Adds the lists of the next terms.
  ///
  /// - Throws: `.malformed` for more postings than an index can have; `.unwritable`.
  func append(_ lists: SeismicLists) throws(DataError) {
    try state.withLock { state throws(DataError) in
      guard UInt32(exactly: state.documentCount + lists.documents.count) != nil else {
        throw DataError(
          .malformed, file: "corpus", "has more than 2^32 postings, expected fewer",
          fix: "keep fewer postings of a list: postings=1000")
      }
      try state.lists.append(lists.starts.map { $0 + UInt32(state.partCount) })
      try state.parts.append(
        lists.parts.map { part in
          var part = part
          part.firstBlock += UInt64(state.blockCount)
          part.firstGroup += UInt64(state.groupCount)
          part.firstEntry += UInt64(state.entryCount)
          return part
        })
      let first = UInt32(state.documentCount)
      try state.blocks.append(lists.blockStarts.map { $0 + first })
      try state.scales.append(lists.scales)
      try state.documents.append(lists.documents)
      try state.groups.append(lists.groups)
      try state.entries.append(lists.entries)
      state.partCount += lists.parts.count
      state.blockCount += lists.scales.count
      state.documentCount += lists.documents.count
      state.groupCount += lists.groups.count
      state.entryCount += lists.entryCount
    }
  }

  /// Writes all lists; returns how many postings they have.
  func copy(to writer: inout IndexFileWriter) throws(DataError) -> Int {
    try state.withLock { state throws(DataError) in
      try state.blocks.append([UInt32(state.documentCount)])
      try state.lists.append([UInt32(state.partCount)])
      try writer.begin(SeismicLayout.Section.lists)
      try writer.append(&state.lists)
      try writer.begin(SeismicLayout.Section.parts)
      try writer.append(&state.parts)
      try writer.begin(SeismicLayout.Section.blocks)
      try writer.append(&state.blocks)
      try writer.begin(SeismicLayout.Section.scales)
      try writer.append(&state.scales)
      try writer.begin(SeismicLayout.Section.documents)
      try writer.append(&state.documents)
      try writer.begin(SeismicLayout.Section.groups)
      try writer.append(&state.groups)
      try writer.begin(SeismicLayout.Section.entries)
      try writer.append(&state.entries)
      return state.documentCount
    }
  }
}
