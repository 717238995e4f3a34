// SPDX-License-Identifier: Apache-2.0

package import Retrieval

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Gives a finished folder its name; an empty folder of that name is replaced.
///
/// - Throws: `.unwritable` with the system's reason.
package func publishFolder(_ unfinished: String, as path: String) throws(DataError) {
  guard rename(unfinished, path) == 0 else { throw DataError(writing: path, errno: errno) }
}
