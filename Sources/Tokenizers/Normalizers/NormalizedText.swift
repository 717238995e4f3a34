// SPDX-License-Identifier: Apache-2.0

/// A piece of text on its way through the normalizers.
struct NormalizedText: ~Copyable {
  /// The text: well-formed UTF-8.
  var bytes = ByteBuffer()
  /// Where the next form of the text is written.
  private var next = ByteBuffer()
  /// Working memory of the Unicode forms.
  var reordering = Reordering()
  /// How many bytes at the front stand for the first character of the input (or were put before
  /// it); ``Metaspace`` asks which piece begins the input.
  var leading = 0

  /// Replaces the text by the bytes at `start`.
  mutating func load(_ start: UnsafePointer<UInt8>, count: Int, isFirst: Bool) {
    bytes.removeAll()
    bytes.append(start, count: count)
    leading = isFirst && count > 0 ? bytes.pointer.scalar(at: 0).next : 0
  }

  /// Replaces every code point by what `transform` appends for it.
  @inline(__always)
  mutating func replaceScalars(_ transform: (UInt32, inout ByteBuffer) -> Void) {
    next.removeAll()
    next.reserve(bytes.count)
    let source = bytes.pointer
    let end = bytes.count
    var position = 0
    var newLeading = 0
    while position < end {
      let (scalar, following) = source.scalar(at: position)
      transform(scalar, &next)
      if position < leading { newLeading = next.count }
      position = following
    }
    swap(&bytes, &next)
    leading = newLeading
  }

  /// Writes the text anew: `body` reads the old bytes, appends the new ones and returns ``leading``.
  @inline(__always)
  mutating func rewrite(
    _ body: (
      _ old: UnsafeBufferPointer<UInt8>, _ leading: Int, _ new: inout ByteBuffer,
      _ reordering: inout Reordering
    ) -> Int
  ) {
    next.removeAll()
    next.reserve(bytes.count)
    let old = UnsafeBufferPointer(start: bytes.pointer, count: bytes.count)
    leading = body(old, leading, &next, &reordering)
    swap(&bytes, &next)
  }

  /// Keeps only the bytes in `range`.
  mutating func keep(_ range: Range<Int>) {
    guard range != 0..<bytes.count else { return }
    rewrite { old, leading, new, _ in
      if let start = old.baseAddress { new.append(start + range.lowerBound, count: range.count) }
      return max(0, min(leading, range.upperBound) - range.lowerBound)
    }
  }

  /// Whether all bytes are below 0x80.
  var isASCII: Bool {
    let end = bytes.count
    let raw = UnsafeRawPointer(bytes.pointer)
    var position = 0
    var union: UInt64 = 0
    while position + 8 <= end {
      union |= raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      position += 8
    }
    while position < end {
      union |= UInt64(bytes.pointer[position])
      position += 1
    }
    return union & 0x8080_8080_8080_8080 == 0
  }
}

/// One step of normalization.
protocol Normalizer: Sendable {
  func normalize(_ text: inout NormalizedText)
}

/// Steps in order.
struct NormalizerSequence: Normalizer {
  var steps: [any Normalizer]

  func normalize(_ text: inout NormalizedText) {
    for step in steps { step.normalize(&text) }
  }
}
