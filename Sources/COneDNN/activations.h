// SPDX-License-Identifier: Apache-2.0
#ifndef CONEDNN_ACTIVATIONS_H
#define CONEDNN_ACTIVATIONS_H

#include "exponential.h"

// Activations that compilers can turn into vector code, to a few units of 1e-7.

// tanh x = 1 - 2 / (e^2x + 1)
static inline float hyperbolic_tangent(float x) {
  return 1.0f - 2.0f / (exponential(2.0f * x) + 1.0f);
}

// x Φ(x), with the error function by Abramowitz & Stegun 7.1.26.
static inline float gelu(float x) {
  float z = __builtin_fabsf(x) * 0.70710678118654752f;
  float t = 1.0f / (1.0f + 0.3275911f * z);
  float p = 1.061405429f;
  p = p * t - 1.453152027f;
  p = p * t + 1.421413741f;
  p = p * t - 0.284496736f;
  p = p * t + 0.254829592f;
  // 1 - erf z
  float rest = p * t * exponential(-z * z);
  return x > 0 ? x - 0.5f * x * rest : 0.5f * x * rest;
}

static inline float gelu_tanh(float x) {
  float inner = 0.79788456080286536f * (x + 0.044715f * x * x * x);
  return 0.5f * x * (1.0f + hyperbolic_tangent(inner));
}

static inline float silu(float x) { return x / (1.0f + exponential(-x)); }

#endif
