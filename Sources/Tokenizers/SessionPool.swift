// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Sessions that no thread is using.
final class SessionPool: Sendable {
  /// A session on its way to a thread; the lock of `idle` hands each to one thread at a time.
  private struct Handle: @unchecked Sendable {
    let session: TokenizerSession
  }

  private let idle = Mutex<[Handle]>([])

  /// Calls `body` with a session that no other thread has meanwhile.
  func withSession<Result>(
    of tokenizer: Tokenizer, _ body: (TokenizerSession) -> Result
  ) -> Result {
    let handle = idle.withLock { $0.popLast() } ?? Handle(session: tokenizer.makeSession())
    defer { idle.withLock { $0.append(handle) } }
    return body(handle.session)
  }
}
