// SPDX-License-Identifier: Apache-2.0

/// A trie over bytes: finds the tokens that a text begins with, walking it once.
///
/// Its edges lie in one hash table, keyed by node and byte; building takes one step a byte.
struct ByteTrie: Sendable {
  /// Node and byte plus one, 0 where free; the length is a power of two.
  private var keys: [UInt64]
  private var targets: [UInt32]
  private var edges = 0
  /// The value at each node plus one, 0 where no token ends.
  private var values: [UInt32] = [0]

  /// The node where every walk begins.
  static let root: UInt32 = 0

  /// An empty trie with room for `capacity` edges.
  init(capacity: Int = 64) {
    var length = 128
    while length < capacity * 2 { length *= 2 }
    keys = Array(repeating: 0, count: length)
    targets = Array(repeating: 0, count: length)
  }

  /// Ends `token` with `value`, in place of any value it had.
  mutating func insert(_ token: some Sequence<UInt8>, value: UInt32) {
    var node = Self.root
    for byte in token { node = extend(node, byte) }
    values[Int(node)] = value + 1
  }

  /// The node that `byte` leads to from `node`.
  @inline(__always)
  func step(_ node: UInt32, _ byte: UInt8) -> UInt32? {
    let key = Self.key(node, byte)
    let mask = keys.count - 1
    var slot = Self.slot(key, mask)
    while keys[slot] != key {
      if keys[slot] == 0 { return nil }
      slot = (slot + 1) & mask
    }
    return targets[slot]
  }

  /// The value of the token that ends at `node`.
  @inline(__always)
  func value(_ node: UInt32) -> UInt32? {
    let value = values[Int(node)]
    return value > 0 ? value - 1 : nil
  }

  /// The longest token that starts at `position`: its value and where it ends.
  @inline(__always)
  func longest(
    in text: UnsafeBufferPointer<UInt8>, from position: Int, root: UInt32 = Self.root
  ) -> (value: UInt32, end: Int)? {
    var node = root
    var position = position
    var found: (UInt32, Int)?
    while position < text.count, let next = step(node, text[position]) {
      node = next
      position += 1
      if let value = value(node) { found = (value, position) }
    }
    return found
  }

  @inline(__always)
  private static func key(_ node: UInt32, _ byte: UInt8) -> UInt64 {
    (UInt64(node) << 8 | UInt64(byte)) + 1
  }

  @inline(__always)
  private static func slot(_ key: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
  }

  private mutating func extend(_ node: UInt32, _ byte: UInt8) -> UInt32 {
    if let next = step(node, byte) { return next }
    if (edges + 1) * 2 > keys.count { grow() }
    let target = UInt32(values.count)
    values.append(0)
    put(Self.key(node, byte), target)
    edges += 1
    return target
  }

  private mutating func put(_ key: UInt64, _ target: UInt32) {
    let mask = keys.count - 1
    var slot = Self.slot(key, mask)
    while keys[slot] != 0 { slot = (slot + 1) & mask }
    keys[slot] = key
    targets[slot] = target
  }

  private mutating func grow() {
    let old = zip(keys, targets)
    keys = Array(repeating: 0, count: keys.count * 2)
    targets = Array(repeating: 0, count: keys.count)
    for (key, target) in old where key != 0 { put(key, target) }
  }
}
