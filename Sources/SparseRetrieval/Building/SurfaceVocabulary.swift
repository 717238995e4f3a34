// SPDX-License-Identifier: Apache-2.0

import TextAnalysis

/// Turns texts into numbers of terms, on one thread.
struct SurfaceVocabulary: ~Copyable {
  /// All terms so far, by number.
  private(set) var terms = ByteTable()
  private let session: AnalysisSession
  private var surfaces = SurfaceCache()
  private var tokens: [SurfaceToken] = []
  private var term: [UInt8] = []
  private var numbers: UnsafeMutableBufferPointer<UInt32> = .allocate(capacity: 1 << 10)

  init(_ analyzer: Analyzer) {
    session = analyzer.makeSession()
  }

  deinit { numbers.deallocate() }

  /// The number of surface tokens that are remembered.
  var surfaceCount: Int { surfaces.count }

  /// The terms of a text in order, valid until the next call.
  ///
  /// One loop that does nothing but look up, so that the processor can fetch several slots of the
  /// cache at once.
  mutating func terms(of text: UnsafeRawBufferPointer) -> UnsafeBufferPointer<UInt32> {
    guard let start = text.baseAddress, !text.isEmpty else { return .init(start: nil, count: 0) }
    session.segment(text, into: &tokens)
    if tokens.count > numbers.count {
      numbers.deallocate()
      numbers = .allocate(capacity: tokens.count * 2)
    }
    var count = 0
    for index in 0..<tokens.count {
      let token = tokens[index]
      let length = Int(token.length)
      var number: UInt32?
      if !token.isInScratch, length <= SurfaceCache.longestShort {
        number = surfaces.find(start + token.offset, length)
      }
      let found = number ?? resolve(token, in: text)
      numbers[count] = found
      count &+= found == SurfaceCache.dropped ? 0 : 1
    }
    return UnsafeBufferPointer(rebasing: numbers[..<count])
  }

  /// The term of a token that is new, long, or no stretch of the text.
  @inline(never)
  private mutating func resolve(
    _ token: SurfaceToken, in text: UnsafeRawBufferPointer
  ) -> UInt32 {
    let session = session
    return session.withBytes(of: token, in: text) { surface in
      surfaces.term(surface) { surface in
        guard session.normalize(surface, into: &term), !term.isEmpty else {
          return SurfaceCache.dropped
        }
        let number = term.withUnsafeBytes { terms.insert($0).number }
        return UInt32(truncatingIfNeeded: number)
      }
    }
  }

  /// Bytes of memory in use.
  var byteCount: Int { terms.byteCount + surfaces.byteCount }
}
