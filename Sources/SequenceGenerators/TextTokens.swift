// SPDX-License-Identifier: Apache-2.0

import Generation
import Tokenizers

/// Turns texts into the tokens with which a generator writes them, for a constraint; for one thread.
///
/// Special tokens are left out of passages and names, also where a text spells one.
public final class TextTokens {
  private let session: TokenizerSession
  /// Tokens that were added to the model's vocabulary, by what they say.
  public let added: [String: Int32]
  private let special: Set<Int32>
  /// Whether a word has other tokens at the beginning of a text than behind a space.
  private let dependsOnPlace: Bool

  /// Tokens of a generator.
  public init(_ generator: SequenceGenerator) {
    let session = generator.tokenizer.makeSession()
    self.session = session
    added = Dictionary(
      generator.tokenizer.addedTokens.map { ($0.content, $0.id) }, uniquingKeysWith: { $1 })
    special = Set(
      generator.tokenizer.addedTokens.filter(\.isSpecial).map(\.id)
        + generator.settings.endTokens + generator.settings.prompt + generator.firstTokens)
    func ids(_ text: String) -> [Int32] {
      session.encode(text, addingSpecialTokens: false).ids
    }
    dependsOnPlace = ids("a a") != ids("a") + ids("a")
  }

  /// The tokens of a text as it stands in the middle of another: words at its beginning have the same
  /// tokens as anywhere else.
  public func passage(_ text: String) -> [Int32] {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.isEmpty ? [] : tokens(dependsOnPlace ? " " + words : words)
  }

  /// The tokens of a name that is all that is written.
  public func name(_ text: String) -> [Int32] { tokens(text) }

  /// The tokens of an identifier that the model was trained to write: all that the text spells, special
  /// ones too.
  public func identifier(_ text: String) -> [Int32] {
    session.encode(text, addingSpecialTokens: false).ids
  }

  private func tokens(_ text: String) -> [Int32] {
    session.encode(text, addingSpecialTokens: false).ids.filter { !special.contains($0) }
  }
}
