// SPDX-License-Identifier: Apache-2.0

extension RowScan {
  /// The scan by its definition.
  func runPlain(_ rows: Rows, into lists: Lists) {
    for row in 0..<rows.count {
      let start = rows.start + row * rows.stride
      for query in 0..<queries {
        let factor = rows.scales[row] * queryScales[query]
        let score = rows.shifts[row].addingProduct(product(start, query), factor)
        if score < lists.limits[query] { continue }
        let place = query * lists.capacity + Int(lists.counts[query])
        lists.rows[place] = UInt32(rows.first + row)
        lists.scores[place] = score
        lists.counts[query] += 1
      }
    }
  }

  private func product(_ row: UnsafeRawPointer, _ query: Int) -> Float {
    switch numbers {
    case .float32:
      return sum(query) { row.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    case .float16:
      return sum(query) {
        Self.widened(half: row.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))
      }
    case .bfloat16 where isSingle:
      return sum(query) {
        Self.widened(brain: row.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))
      }
    case .bfloat16:
      var sum: Float = 0
      for element in 0..<width {
        for half in 0..<2 {
          let x = row.loadUnaligned(fromByteOffset: 4 * element + 2 * half, as: UInt16.self)
          let q = panels.loadUnaligned(
            fromByteOffset: 4 * place(query, element) + 2 * half, as: UInt16.self)
          sum.addProduct(Self.widened(brain: x), Self.widened(brain: q))
        }
      }
      return sum
    case .int8:
      var sum: Int32 = 0
      for element in 0..<width {
        for byte in 0..<4 {
          let x = row.load(fromByteOffset: 4 * element + byte, as: Int8.self)
          let q = panels.load(fromByteOffset: 4 * place(query, element) + byte, as: Int8.self)
          sum &+= Int32(x) * Int32(q)
        }
      }
      return Float(sum)
    case .bits(let bits):
      var differing = 0
      for element in 0..<width {
        let x = row.loadUnaligned(fromByteOffset: 8 * element, as: UInt64.self)
        let q = panels.loadUnaligned(fromByteOffset: 8 * place(query, element), as: UInt64.self)
        differing += (x ^ q).nonzeroBitCount
      }
      return Float(bits - 2 * differing)
    }
  }

  private func sum(_ query: Int, _ value: (Int) -> Float) -> Float {
    var sum: Float = 0
    for element in 0..<width {
      let place = isSingle ? singlePlace(element) : place(query, element)
      let q = panels.loadUnaligned(fromByteOffset: 4 * place, as: Float.self)
      sum.addProduct(value(element), q)
    }
    return sum
  }

  /// Where an element of a query lies, in elements.
  private func place(_ query: Int, _ element: Int) -> Int {
    if isSingle { return element }
    return (query / Self.lanes * width + element) * Self.lanes + query % Self.lanes
  }

  /// The value of a bfloat16.
  static func widened(brain: UInt16) -> Float { Float(bitPattern: UInt32(brain) << 16) }

  /// The value of a binary16.
  static func widened(half: UInt16) -> Float {
    let sign = UInt32(half & 0x8000) << 16
    let magnitude = UInt32(half & 0x7FFF)
    if magnitude >= 0x7C00 {
      return Float(bitPattern: sign | 0x7F80_0000 | (magnitude & 0x3FF) << 13)
    }
    // Scaling by 2^112 moves the exponent from one bias to the other, subnormals included.
    let scaled =
      Float(bitPattern: magnitude << 13) * Float(sign: .plus, exponent: 112, significand: 1)
    return Float(bitPattern: sign | scaled.bitPattern)
  }
}
