// SPDX-License-Identifier: Apache-2.0

/// Tokens and their ids, found by their bytes.
struct Vocabulary: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = [0]
  private var ids: [UInt32] = []
  /// Places in ``ids`` plus one, 0 where free; the length is a power of two.
  private var slots: [UInt32]
  private var places: [UInt32: UInt32] = [:]

  /// An empty vocabulary with room for `capacity` tokens.
  init(capacity: Int) {
    var length = 16
    while length < capacity * 2 { length *= 2 }
    slots = Array(repeating: 0, count: length)
    ids.reserveCapacity(capacity)
    ends.reserveCapacity(capacity + 1)
    places.reserveCapacity(capacity)
  }

  /// The number of tokens.
  var count: Int { ids.count }

  /// Every token with its id, in the order in which they were added.
  func forEach(_ body: (UnsafeBufferPointer<UInt8>, UInt32) -> Void) {
    bytes.withUnsafeBufferPointer { bytes in
      for place in ids.indices { body(Self.token(place, bytes, ends), ids[place]) }
    }
  }

  /// Gives `token` the number `id`; a token that is there already gets the new
  /// number and keeps the old one for ``token(_:)``.
  mutating func insert(_ token: UnsafeBufferPointer<UInt8>, id: UInt32) {
    let slot = slot(of: token)
    if slots[slot] > 0 {
      let place = Int(slots[slot] - 1)
      ids[place] = id
      places[id] = UInt32(place)
      return
    }
    bytes.append(contentsOf: token)
    ends.append(UInt32(bytes.count))
    ids.append(id)
    slots[slot] = UInt32(ids.count)
    places[id] = UInt32(ids.count - 1)
    if ids.count * 2 > slots.count { rehash() }
  }

  /// The number of the token with these bytes.
  @inline(__always)
  func id(of token: UnsafeBufferPointer<UInt8>) -> UInt32? {
    let place = slots[slot(of: token)]
    return place > 0 ? ids[Int(place - 1)] : nil
  }

  /// The number of `token`.
  func id(of token: String) -> UInt32? {
    var token = token
    return token.withUTF8 { id(of: $0) }
  }

  /// The number of the token with these bytes.
  func id(of token: [UInt8]) -> UInt32? {
    token.withUnsafeBufferPointer { id(of: $0) }
  }

  /// The bytes of the token with number `id`.
  func token(_ id: UInt32) -> [UInt8]? {
    guard let place = places[id] else { return nil }
    return bytes.withUnsafeBufferPointer { Array(Self.token(Int(place), $0, ends)) }
  }

  private static func token(
    _ place: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ ends: [UInt32]
  ) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[Int(ends[place])..<Int(ends[place + 1])])
  }

  /// The slot that holds `token`, or the free one where it belongs.
  private func slot(of token: UnsafeBufferPointer<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: ByteHash.hash(token)) & mask
    return bytes.withUnsafeBufferPointer { bytes in
      while slots[slot] > 0 {
        let candidate = Self.token(Int(slots[slot] - 1), bytes, ends)
        if candidate.count == token.count && candidate.elementsEqual(token) { break }
        slot = (slot + 1) & mask
      }
      return slot
    }
  }

  private mutating func rehash() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = larger.count - 1
    bytes.withUnsafeBufferPointer { bytes in
      for place in ids.indices {
        var slot = Int(truncatingIfNeeded: ByteHash.hash(Self.token(place, bytes, ends))) & mask
        while larger[slot] > 0 { slot = (slot + 1) & mask }
        larger[slot] = UInt32(place + 1)
      }
    }
    slots = larger
  }
}
