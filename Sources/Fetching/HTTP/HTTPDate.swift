// SPDX-License-Identifier: Apache-2.0

/// Seconds since 1970 of a date as HTTP writes it, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110,
/// section 5.6.7); nil for anything else.
func secondsSince1970(httpDate text: String) -> Int? {
  let words = text.split(separator: " ")
  let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), (1...31).contains(day),
    let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]),
    (1970...9999).contains(year)
  else { return nil }
  let clock = words[4].split(separator: ":").compactMap { Int($0) }
  guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]),
    (0...60).contains(clock[2])
  else { return nil }
  let days = daysSince1970(year: year, month: month + 1, day: day)
  return days * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
}

/// Days from 1 January 1970 in the Gregorian calendar, counting years from March so that the leap
/// day is the last one.
private func daysSince1970(year: Int, month: Int, day: Int) -> Int {
  let shifted = month > 2 ? year : year - 1
  let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
  return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
}
