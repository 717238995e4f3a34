#include <zlib.h>

// inflateInit2 and deflateInit2 are macros, which Swift does not import. 15 is the largest
// window, 16 asks for a gzip header and trailer.
static inline int bench_inflate_init_gzip(z_stream *stream) {
  return inflateInit2(stream, 15 + 16);
}
static inline int bench_deflate_init_gzip(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
