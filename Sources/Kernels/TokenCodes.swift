// SPDX-License-Identifier: Apache-2.0

import CKernels

/// The centroids of the tokens of documents: a number of two or of four bytes each.
public struct TokenCodes {
  /// The first number.
  public var start: UnsafeRawPointer
  /// Whether numbers have four bytes.
  public var isWide: Bool
  /// The first token of each document and, behind them, the number of tokens.
  public var offsets: UnsafePointer<Int64>

  /// Numbers in the given memory.
  public init(start: UnsafeRawPointer, isWide: Bool, offsets: UnsafePointer<Int64>) {
    self.start = start
    self.isWide = isWide
    self.offsets = offsets
  }

  /// Bytes of a number.
  public var size: Int { isWide ? 4 : 2 }

  /// The centroid of a token.
  @inlinable
  public subscript(token: Int) -> Int {
    isWide
      ? Int(start.loadUnaligned(fromByteOffset: 4 &* token, as: UInt32.self))
      : Int(start.loadUnaligned(fromByteOffset: 2 &* token, as: UInt16.self))
  }

  /// The tokens of a document.
  @inlinable
  public func tokens(of document: Int) -> Range<Int> {
    Int(offsets[document])..<Int(offsets[document + 1])
  }

  var native: ckernels_codes {
    ckernels_codes(codes: start, is_wide: isWide ? 1 : 0, offsets: offsets)
  }

  /// Centroid interaction: for each document, the sum over lanes of the highest level of any of its
  /// tokens, 0 where it has none.
  ///
  /// - Parameters:
  ///   - levels: Rows of `lanes` bytes, one a centroid; see ``ByteRows/Scores``.
  ///   - lanes: Bytes of a row, a multiple of ``BytePanels/lanes``.
  ///   - kept: By centroid, 1 where its tokens count, else 0; nil where all do.
  ///   - documents: The documents.
  ///   - room: Memory for the codes of the longest document.
  ///   - sums: One sum a document.
  public func interact(
    _ levels: UnsafePointer<UInt8>, lanes: Int, kept: UnsafePointer<UInt8>?,
    documents: UnsafeBufferPointer<UInt32>, room: UnsafeMutableRawPointer,
    sums: UnsafeMutablePointer<UInt32>, with set: InstructionSet
  ) {
    guard let base = documents.baseAddress else { return }
    if set != .plain {
      return withUnsafePointer(to: native) {
        ckernels_interact_avx2(
          levels, UInt32(lanes), $0, kept, base, UInt32(documents.count), room, sums)
      }
    }
    for (place, document) in documents.enumerated() {
      var sum: UInt32 = 0
      for lane in 0..<lanes {
        var highest: UInt8 = 0
        for token in tokens(of: Int(document)) {
          let code = self[token]
          guard kept.map({ $0[code] != 0 }) ?? true else { continue }
          highest = max(highest, levels[code * lanes + lane])
        }
        sum += UInt32(highest)
      }
      sums[place] = sum
    }
  }
}
