// SPDX-License-Identifier: Apache-2.0

import ModelStore
import Retrieval
import Retrievers

extension RetrieverEnvironment {
  /// Models and the cache of vectors of this user: vectors lie in `$BENCH_VECTORS`, else in the
  /// user's cache folder; `BENCH_VECTORS=none` keeps none.
  static var current: RetrieverEnvironment {
    let folder = Environment["BENCH_VECTORS"] ?? Environment.cacheFolder + "/bench-vectors"
    return RetrieverEnvironment(vectorCache: folder == "none" ? nil : folder) {
      (name) throws(DataError) in try ModelStore.folder(named: name)
    }
  }
}
