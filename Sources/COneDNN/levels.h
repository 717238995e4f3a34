// SPDX-License-Identifier: Apache-2.0
#ifndef CONEDNN_LEVELS_H
#define CONEDNN_LEVELS_H

// One version of a function for every level of x86-64, chosen when the program is loaded.
#if defined(__x86_64__) && defined(__linux__)
#define LEVELS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define LEVELS
#endif

#define VECTORIZED _Pragma("clang loop vectorize(enable) interleave(enable)")

#endif
