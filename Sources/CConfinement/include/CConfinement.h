// SPDX-License-Identifier: Apache-2.0
#ifndef BENCH_CCONFINEMENT_H
#define BENCH_CCONFINEMENT_H

#include <stdint.h>

/// Limits the calling thread, and whatever it starts from now on, to the CPUs whose bits are set.
/// Returns 0, or the error's number.
int bench_set_affinity(const uint64_t *bits, int words);

/// The CPUs that a thread (0: the calling one) may run on. Returns 0, or the error's number.
int bench_get_affinity(int thread, uint64_t *bits, int words);

/// Moves the calling thread, and whatever it starts from now on, to a network of its own that has
/// nothing but a loopback device. Without privileges this takes a user namespace, which only a
/// process of one thread may enter. Returns 0, or the error's number.
int bench_leave_network(void);

/// Whether the calling thread's network leads anywhere: 1 or 0. Sends nothing.
int bench_reaches_network(void);

#endif
