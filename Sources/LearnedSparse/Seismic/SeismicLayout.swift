// SPDX-License-Identifier: Apache-2.0

import Kernels
import SparseRetrieval

/// How the file of a Seismic index is divided.
///
/// The vectors of all documents, one after the other, and for each term a list of documents, cut into
/// blocks. A list has parts of so many blocks that a byte numbers them. The summaries of a part's
/// blocks are kept by term, in entries of three bytes: groups of neighbouring terms are found by a
/// table, and a term in its group by comparing a byte with many at a time.
enum SeismicLayout {
  /// The most blocks of a part: as many as a byte numbers.
  static let mostBlocks = 1 << 8

  /// The largest shift that makes a term the number of its group: a byte tells its terms apart.
  static let largestShift = 8

  enum Section: Int, CaseIterable {
    /// One ``Header``.
    case header
    /// A ``VectorPlace`` a document.
    case places
    /// The vectors: terms and weights of each, the wider ones first.
    case vectors
    /// Where the parts of each term's list start, then where those of the last end.
    case lists
    /// A ``PartRecord`` each.
    case parts
    /// Where the documents of each block start, then where those of the last end.
    case blocks
    /// What a code in the summary of each block is worth; infinite for a block without a summary.
    case scales
    /// Documents of blocks.
    case documents
    /// A ``GroupRecord`` each, ascending within a part.
    case groups
    /// The entries of each group: their terms, counted from the first of the group and ascending, then
    /// their blocks, counted from the first of the part, then their codes.
    case entries
  }

  static let kind = IndexFileKind(
    name: "bench seismic", version: 2, sectionCount: Section.allCases.count)

  struct Header {
    var documents: UInt64 = 0
    var postings: UInt64 = 0
    var terms: UInt64 = 0
    /// The largest weight, as the index has it.
    var largest: Float = 0
    /// What a code of a document's weight is worth; 0 where weights are floats.
    var step: Float = 0
  }

  /// Where a vector lies: four bytes a unit, and how many terms it has.
  struct VectorPlace {
    private static let countBits: UInt64 = 24
    private let packed: UInt64

    init(unit: Int, count: Int) {
      packed = UInt64(unit) << Self.countBits | UInt64(count)
    }

    var offset: Int { Int(truncatingIfNeeded: packed >> Self.countBits) &* 4 }
    var count: Int { Int(truncatingIfNeeded: packed & (1 << Self.countBits - 1)) }
    static var mostTerms: Int { 1 << Int(countBits) - 1 }
  }

  /// A part of a term's list.
  struct PartRecord {
    var firstBlock: UInt64 = 0
    var firstGroup: UInt64 = 0
    var firstEntry: UInt64 = 0
    var groupCount: UInt32 = 0
    var blockCount: UInt16 = 0
    /// A term, shifted right by so many bits, is the number of its group.
    var shift: UInt16 = 0
  }

  /// A group of terms that occur in the summaries of a part.
  struct GroupRecord {
    /// Its number.
    var number: UInt32 = 0
    /// Where its entries end, behind the first of the part.
    var end: UInt32 = 0
  }

  /// Bytes of an entry.
  static let entrySize = 3

  /// How a vector is stored.
  struct VectorShape {
    /// Whether a term has 16 bits, else 32.
    let isShort: Bool
    let weights: ImpactStorage.Weights

    init(termCount: Int, _ weights: ImpactStorage.Weights) {
      isShort = termCount <= 1 << 16
      self.weights = weights
    }

    var termSize: Int { isShort ? 2 : 4 }
    var weightSize: Int { weights == .int8 ? 1 : 4 }

    var stored: ImpactScore.Shape {
      ImpactScore.Shape(hasShortTerms: isShort, hasCodes: weights == .int8)
    }

    /// Where the terms start in a vector.
    func termOffset(_ count: Int) -> Int { weights == .int8 ? 0 : 4 * count }

    /// Where the weights start in a vector.
    func weightOffset(_ count: Int) -> Int { weights == .int8 ? termSize * count : 0 }

    /// Bytes of a vector, a multiple of four.
    func size(_ count: Int) -> Int { ((termSize + weightSize) * count + 3) / 4 * 4 }
  }
}
