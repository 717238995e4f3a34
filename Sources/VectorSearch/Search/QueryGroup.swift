// SPDX-License-Identifier: Apache-2.0

import Kernels

/// Some queries in the form that a scan of a table takes.
///
/// `@unchecked Sendable`: nothing changes after `init`.
final class QueryGroup: @unchecked Sendable {
  let queries: [PreparedQuery]
  /// Whether rows are widened to floats before they are scanned.
  let widens: Bool
  /// By query, how far a first score can be from a final one.
  private(set) var bounds: [Double] = []
  let numbers: RowScan.Numbers
  let isSingle: Bool
  private let width: Int
  private let panels: RowMemory
  private let scales: UnsafeMutablePointer<Float>
  private let offsets: UnsafeMutablePointer<Int32>

  init(
    _ queries: [PreparedQuery], table: VectorTable, bound: ErrorBound, set: InstructionSet
  ) {
    self.queries = queries
    let wanted = Self.numbers(of: table)
    isSingle = queries.count == 1 && RowScan.isFast(wanted, isSingle: true, with: set)
    // Pairs of the last row may end behind the table where rows are not padded.
    let endsInPair = table.isPadded || table.dimensions % 2 == 0 || isSingle
    let isNative = RowScan.isFast(wanted, isSingle: isSingle, with: set) && endsInPair
    widens = Self.mayWiden(wanted) && !isNative
    numbers = widens ? .float32 : wanted
    width = Self.width(numbers, table.dimensions, isSingle: isSingle)
    let columns = (queries.count + RowScan.lanes - 1) / RowScan.lanes * RowScan.lanes
    panels = RowMemory(byteCount: 8 * (width + 31) * columns)
    scales = .allocate(capacity: columns)
    scales.initialize(repeating: 1, count: columns)
    offsets = .allocate(capacity: columns)
    offsets.initialize(repeating: 0, count: columns)
    for (row, query) in queries.enumerated() {
      bounds.append(bound.value(query, rounding: pack(query, row)))
    }
  }

  deinit {
    scales.deallocate()
    offsets.deallocate()
  }

  /// The scan of these queries.
  var scan: RowScan {
    RowScan(
      numbers: numbers, width: width, queries: queries.count, isSingle: isSingle,
      panels: UnsafeRawPointer(panels.start), queryScales: scales, offsets: offsets)
  }

  /// How the rows of a table are multiplied where the machine can.
  private static func numbers(of table: VectorTable) -> RowScan.Numbers {
    switch table.format {
    case .float32: .float32
    case .float16: .float16
    case .bfloat16: .bfloat16
    case .int8: .int8
    case .binary: .bits(table.dimensions)
    }
  }

  /// Whether rows are floats in another format.
  private static func mayWiden(_ numbers: RowScan.Numbers) -> Bool {
    numbers == .float16 || numbers == .bfloat16
  }

  private static func width(
    _ numbers: RowScan.Numbers, _ dimensions: Int, isSingle: Bool
  ) -> Int {
    switch numbers {
    case .float32, .float16: dimensions
    case .bfloat16: isSingle ? dimensions : (dimensions + 1) / 2
    case .int8: (dimensions + 3) / 4
    case .bits: (dimensions + 63) / 64
    }
  }

  /// Stores a query's numbers and returns the length of what rounding took away.
  private func pack(_ query: PreparedQuery, _ row: Int) -> Double {
    var lost = 0.0
    switch numbers {
    case .float32, .float16: packFloats(query, row)
    case .bfloat16 where isSingle: packFloats(query, row)
    case .bfloat16:
      for (column, value) in query.scanned.enumerated() {
        let bits = value.roundedToBFloat16
        let rest = Double(value) - Double(Float(bitPattern: UInt32(bits) << 16))
        lost.addProduct(rest, rest)
        store(bits, at: 4 * place(row, column / 2) + 2 * (column % 2))
      }
    case .int8: lost = packBytes(query, row)
    case .bits:
      for (element, word) in PreparedQuery.bits(query.scanned).enumerated() {
        store(word, at: 8 * place(row, element))
      }
    }
    return lost.squareRoot()
  }

  private func packFloats(_ query: PreparedQuery, _ row: Int) {
    let scan = scan
    for (column, value) in query.scanned.enumerated() {
      store(value, at: 4 * (isSingle ? scan.singlePlace(column) : place(row, column)))
    }
  }

  private func packBytes(_ query: PreparedQuery, _ row: Int) -> Double {
    let largest = query.scanned.reduce(0) { max($0, abs($1)) }
    let scale = RowEncoder.scale(largest)
    var (sum, lost) = (Int32(0), 0.0)
    for (column, value) in query.scanned.enumerated() {
      let whole = Int8(truncatingIfNeeded: (value / scale).nearestByte)
      let rest = Double(value) - Double(whole) * Double(scale)
      lost.addProduct(rest, rest)
      sum += Int32(whole)
      store(whole, at: 4 * place(row, column / 4) + column % 4)
    }
    scales[row] = scale
    offsets[row] = 128 * sum
    return lost
  }

  /// Where an element of a query lies, in elements.
  private func place(_ query: Int, _ element: Int) -> Int {
    if isSingle { return element }
    return (query / RowScan.lanes * width + element) * RowScan.lanes + query % RowScan.lanes
  }

  private func store<Number: BitwiseCopyable>(_ number: Number, at offset: Int) {
    panels.start.storeBytes(of: number, toByteOffset: offset, as: Number.self)
  }
}
