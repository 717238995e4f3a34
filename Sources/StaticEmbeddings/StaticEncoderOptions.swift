// SPDX-License-Identifier: Apache-2.0

extension StaticEncoder {
  /// What may be chosen when a model is opened; what is nil is as the folder says.
  public struct Options: Sendable, Hashable {
    /// The most tokens of a text that are read.
    public var maximumTokens: Int?
    /// What is put before every query; empty for nothing.
    public var queryPrompt: String?
    /// What is put before every document; empty for nothing.
    public var documentPrompt: String?
    /// Keep so many values of each vector; those of models that scale to length 1 are scaled after.
    public var dimensions: Int?
    /// Whether vectors are scaled to length 1.
    public var normalizes: Bool?

    /// Everything as the folder says.
    public init() {}
  }
}
