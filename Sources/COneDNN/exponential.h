// SPDX-License-Identifier: Apache-2.0
#ifndef CONEDNN_EXPONENTIAL_H
#define CONEDNN_EXPONENTIAL_H

#include <stdint.h>
#include <string.h>

// e^x to 2 ulp: 2^n × p(r) with x = n ln 2 + r (Cephes' polynomial). Below -87 it is 0.
static inline float exponential(float x) {
  x = x < -87.0f ? -87.0f : x > 88.0f ? 88.0f : x;
  float n = __builtin_floorf(x * 1.44269504088896341f + 0.5f);
  float r = x - n * 0.693359375f + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  float value = p * r * r + r + 1.0f;
  int32_t bits = ((int32_t)n + 127) << 23;
  float power;
  memcpy(&power, &bits, 4);
  return value * power;
}

#endif
