// SPDX-License-Identifier: Apache-2.0

/// Replaces every match of a pattern.
struct ReplaceNormalizer: Normalizer {
  private let pattern: Pattern
  private let content: [UInt8]

  init(_ pattern: Pattern, by content: String) {
    self.pattern = pattern
    self.content = Array(content.utf8)
  }

  func normalize(_ text: inout NormalizedText) {
    guard text.bytes.count > 0 else { return }
    var scratch = PatternScratch()
    text.rewrite { old, leading, new, _ in
      guard let base = old.baseAddress else { return 0 }
      var newLeading = 0
      var done = 0
      func copy(to end: Int, _ new: inout ByteBuffer) {
        let start = new.count
        new.append(base + done, count: end - done)
        if done < leading { newLeading = start + min(leading, end) - done }
      }
      pattern.forEachMatch(in: base, 0..<old.count, &scratch) { start, end in
        copy(to: start, &new)
        new.append(content)
        // What is put in stands where the last character of the match stood.
        if end <= leading || end == 0 { newLeading = new.count }
        done = end
      }
      copy(to: old.count, &new)
      return newLeading
    }
  }

  /// `text` with every match replaced, for decoders.
  func replacing(in text: [UInt8]) -> [UInt8] {
    guard !text.isEmpty else { return text }
    var scratch = PatternScratch()
    var result: [UInt8] = []
    var done = 0
    text.withUnsafeBufferPointer { text in
      guard let base = text.baseAddress else { return }
      pattern.forEachMatch(in: base, 0..<text.count, &scratch) { start, end in
        result += text[done..<start]
        result += content
        done = end
      }
      result += text[done...]
    }
    return result
  }
}
