// SPDX-License-Identifier: Apache-2.0

import Formats

/// A tokenizer at work, with its working memory and what it remembers of words; for one thread.
public final class TokenizerSession {
  private let tokenizer: Tokenizer
  private var work = TokenizerWork()

  init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
  }

  /// The ids of a text, or of a pair of texts, as
  /// ``Tokenizer/encode(_:pair:addingSpecialTokens:truncation:)`` gives them.
  public func encode(
    _ text: String, pair: String? = nil, addingSpecialTokens: Bool = true,
    truncation: Truncation? = nil
  ) -> Encoding {
    var encoding = Encoding()
    work.load(text, pair: pair, tokenizer)
    work.assemble(
      tokenizer.template, isPair: pair != nil, addingSpecialTokens: addingSpecialTokens,
      truncation: truncation, into: &encoding)
    return encoding
  }

  /// Replaces `encoding` by the ids of `text`: UTF-8, or bytes that are meant to be; what is not
  /// well-formed counts as U+FFFD, one for each maximal subpart, as in Python's `errors="replace"`.
  public func encode(
    utf8 text: UnsafeRawBufferPointer, addingSpecialTokens: Bool = true,
    truncation: Truncation? = nil, into encoding: inout Encoding
  ) {
    if UTF8Sequence.firstInvalid(in: text) == nil {
      work.load(text.bindMemory(to: UInt8.self), tokenizer)
    } else {
      work.load(String(decoding: text, as: UTF8.self), pair: nil, tokenizer)
    }
    work.assemble(
      tokenizer.template, isPair: false, addingSpecialTokens: addingSpecialTokens,
      truncation: truncation, into: &encoding)
  }
}
