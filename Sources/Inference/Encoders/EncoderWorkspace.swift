// SPDX-License-Identifier: Apache-2.0

import Tensors

/// Memory that a forward pass works in, of one thread.
package final class EncoderWorkspace {
  private var buffers: [Role: FloatBuffer] = [:]

  enum Role: Hashable {
    case hidden, projected, mixed, inner, scores, converted
  }

  /// A workspace that grows with what it is used for.
  package init() {}

  /// Room for `count` values; what was there is lost.
  func reserve(_ role: Role, _ count: Int) -> UnsafeMutablePointer<Float> {
    if let buffer = buffers[role], buffer.count >= count { return buffer.start }
    let buffer = FloatBuffer(count: count + count / 4)
    buffer.start.initialize(repeating: 0, count: buffer.count)
    buffers[role] = buffer
    return buffer.start
  }
}
