// SPDX-License-Identifier: Apache-2.0

import Inference
import Synchronization

/// What one thread encodes with.
final class SentenceWorkspace {
  let encoder = EncoderWorkspace()
  let scratch: VectorHead.Scratch

  init(_ head: VectorHead) { scratch = head.makeScratch() }
}

/// Workspaces that no thread is using.
final class WorkspacePool: Sendable {
  /// A workspace on its way to a thread; the lock of `idle` hands each to one thread at a time.
  private struct Handle: @unchecked Sendable {
    let workspace: SentenceWorkspace
  }

  private let idle = Mutex<[Handle]>([])

  /// Calls `body` with a workspace that no other thread has meanwhile.
  func withWorkspace(of encoder: SentenceEncoder, _ body: (SentenceWorkspace) -> Void) {
    let handle =
      idle.withLock { $0.popLast() } ?? Handle(workspace: SentenceWorkspace(encoder.head))
    defer { idle.withLock { $0.append(handle) } }
    body(handle.workspace)
  }
}
