// SPDX-License-Identifier: Apache-2.0

/// How files are fetched.
public struct FetchSettings: Sendable {
  /// Address of the Hugging Face hub, without a slash at its end.
  public var hubEndpoint = "https://huggingface.co"
  /// Sent to the hub's own host and to no other; empty for none.
  public var hubToken = ""
  /// What the program calls itself to servers.
  public var userAgent = "bench"
  /// Downloads at a time.
  public var parallelDownloads = 4
  /// Tries of one address without a new byte before the next mirror's turn.
  public var attempts = 5
  /// Wait before the second try; doubles with each further one.
  public var firstDelay = Duration.seconds(1)
  /// Longest wait that is accepted, whoever asks for it.
  public var longestDelay = Duration.seconds(120)
  /// Redirects that are followed.
  public var redirects = 10
  /// Seconds in which a connection must stand.
  public var connectSeconds = 30
  /// Seconds without a byte after which a connection counts as dead.
  public var stallSeconds = 60
  /// Fetches also what is there already.
  public var isForced = false

  /// The defaults.
  public init() {}
}
