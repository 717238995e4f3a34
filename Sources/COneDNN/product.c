// SPDX-License-Identifier: Apache-2.0
#include "include/COneDNN.h"

#include <dnnl.h>
#include <pthread.h>
#include <stdlib.h>

#ifdef _OPENMP
#include <omp.h>
#else
void omp_set_num_threads(int threads);
#endif

// What differs between versions 2 and 3 of the library: descriptions of memory became objects, and
// descriptions of operations went.
#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t description;
#define CONST_DESCRIPTION(description) (description)

static void forget(description *old) {
  if (*old) dnnl_memory_desc_destroy(*old);
  *old = NULL;
}

static dnnl_status_t describe(
    description *made, dnnl_dims_t shape, dnnl_data_type_t format, dnnl_format_tag_t order) {
  return dnnl_memory_desc_create_with_tag(made, 2, shape, format, order);
}

static dnnl_status_t copy_description(description *made, const_dnnl_memory_desc_t from) {
  return dnnl_memory_desc_clone(made, from);
}

static dnnl_status_t make_plan(
    dnnl_primitive_desc_t *made, dnnl_engine_t engine, const description *input,
    const description *weights, const description *bias, const description *output,
    dnnl_primitive_attr_t attributes) {
  return dnnl_matmul_primitive_desc_create(
      made, engine, *input, *weights, bias ? *bias : NULL, *output, attributes);
}

static dnnl_status_t append(dnnl_post_ops_t operations, dnnl_alg_kind_t algorithm, float alpha) {
  return dnnl_post_ops_append_eltwise(operations, algorithm, alpha, 0.0f);
}
#else
typedef dnnl_memory_desc_t description;
#define CONST_DESCRIPTION(description) (&(description))

static void forget(description *old) { (void)old; }

static dnnl_status_t describe(
    description *made, dnnl_dims_t shape, dnnl_data_type_t format, dnnl_format_tag_t order) {
  return dnnl_memory_desc_init_by_tag(made, 2, shape, format, order);
}

static dnnl_status_t copy_description(description *made, const dnnl_memory_desc_t *from) {
  *made = *from;
  return dnnl_success;
}

static dnnl_status_t make_plan(
    dnnl_primitive_desc_t *made, dnnl_engine_t engine, const description *input,
    const description *weights, const description *bias, const description *output,
    dnnl_primitive_attr_t attributes) {
  dnnl_matmul_desc_t operation;
  dnnl_status_t status = dnnl_matmul_desc_init(&operation, input, weights, bias, output);
  if (status != dnnl_success) return status;
  return dnnl_primitive_desc_create(made, &operation, attributes, engine, NULL);
}

static dnnl_status_t append(dnnl_post_ops_t operations, dnnl_alg_kind_t algorithm, float alpha) {
  return dnnl_post_ops_append_eltwise(operations, 1.0f, algorithm, alpha, 0.0f);
}
#endif

// The most rows of one call: weights are brought into the cache once for so many.
enum { TILE = 256 };

// Few rows are handed to the library in small steps, so that short queries pay for little more than
// their own; many in large ones, so that there are not too many primitives.
enum { FEW = 64, STEP = 4, SIZES = FEW / STEP + (TILE - FEW) / CONEDNN_ROWS };

static int64_t round_rows(int64_t rows) {
  int64_t step = rows <= FEW ? STEP : CONEDNN_ROWS;
  return (rows + step - 1) / step * step;
}

static int64_t size_index(int64_t rows) {
  return rows <= FEW ? (rows - 1) / STEP : FEW / STEP + (rows - FEW - 1) / CONEDNN_ROWS;
}

static dnnl_engine_t engine;
static pthread_once_t engine_once = PTHREAD_ONCE_INIT;

static void make_engine(void) {
  if (dnnl_engine_create(&engine, dnnl_cpu, 0) != dnnl_success) engine = NULL;
}

struct primitive {
  dnnl_primitive_t primitive;
  description input, output, scratch;
  size_t scratch_size;
};

struct conednn_product {
  int64_t outputs, inputs;
  // In the library's own layout.
  void *weights;
  const float *bias;
  dnnl_data_type_t input_format, weights_format, output_format;
  int activation;
  description weights_desc, bias_desc;
  pthread_mutex_t lock;
  // By size_index; made when first needed.
  struct primitive sizes[SIZES];
};

// Working memory of a thread, freed with it.
struct workspace {
  dnnl_stream_t stream;
  void *scratch;
  size_t size;
  // Of products in whole numbers.
  int32_t *sums;
  size_t sums_size;
};

static pthread_key_t workspace_key;
static pthread_once_t workspace_once = PTHREAD_ONCE_INIT;

static void free_workspace(void *pointer) {
  struct workspace *workspace = pointer;
  dnnl_stream_destroy(workspace->stream);
  free(workspace->scratch);
  free(workspace->sums);
  free(workspace);
}

static void make_workspace_key(void) { pthread_key_create(&workspace_key, free_workspace); }

static struct workspace *thread_workspace(size_t size) {
  pthread_once(&workspace_once, make_workspace_key);
  struct workspace *workspace = pthread_getspecific(workspace_key);
  if (!workspace) {
    workspace = calloc(1, sizeof *workspace);
    if (!workspace) return NULL;
    if (dnnl_stream_create(&workspace->stream, engine, dnnl_stream_default_flags)
        != dnnl_success) {
      free(workspace);
      return NULL;
    }
    pthread_setspecific(workspace_key, workspace);
    // Threads are the caller's business: each of its threads multiplies alone.
    omp_set_num_threads(1);
  }
  if (workspace->size < size) {
    free(workspace->scratch);
    size_t rounded = (size + 4095) / 4096 * 4096;
    workspace->scratch = aligned_alloc(4096, rounded);
    workspace->size = workspace->scratch ? rounded : 0;
    if (!workspace->scratch) return NULL;
  }
  return workspace;
}

static dnnl_alg_kind_t algorithm(int activation) {
  switch (activation) {
    case CONEDNN_GELU: return dnnl_eltwise_gelu_erf;
    case CONEDNN_GELU_TANH: return dnnl_eltwise_gelu_tanh;
    case CONEDNN_SILU: return dnnl_eltwise_swish;
    case CONEDNN_RELU: return dnnl_eltwise_relu;
    default: return dnnl_eltwise_tanh;
  }
}

static dnnl_status_t add_activation(dnnl_primitive_attr_t attributes, int activation) {
  dnnl_post_ops_t operations;
  dnnl_status_t status = dnnl_post_ops_create(&operations);
  if (status != dnnl_success) return status;
  // Swish has its factor in alpha; the others ignore it (a ReLU's slope below zero is 0).
  float alpha = activation == CONEDNN_SILU ? 1.0f : 0.0f;
  status = append(operations, algorithm(activation), alpha);
  if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(attributes, operations);
  dnnl_post_ops_destroy(operations);
  return status;
}

static dnnl_status_t make_attributes(dnnl_primitive_attr_t *attributes, int activation) {
  dnnl_status_t status = dnnl_primitive_attr_create(attributes);
  if (status != dnnl_success) return status;
  status = dnnl_primitive_attr_set_scratchpad_mode(*attributes, dnnl_scratchpad_mode_user);
  if (status == dnnl_success && activation != CONEDNN_IDENTITY)
    status = add_activation(*attributes, activation);
  if (status != dnnl_success) dnnl_primitive_attr_destroy(*attributes);
  return status;
}

// Plans the product of so many rows.
static dnnl_status_t plan(
    struct conednn_product *product, int64_t rows, struct primitive *made,
    dnnl_primitive_desc_t *primitive) {
  dnnl_dims_t input = {rows, product->inputs}, output = {rows, product->outputs};
  dnnl_status_t status = describe(&made->input, input, product->input_format, dnnl_ab);
  if (status != dnnl_success) return status;
  status = describe(&made->output, output, product->output_format, dnnl_ab);
  if (status != dnnl_success) return status;
  dnnl_primitive_attr_t attributes;
  status = make_attributes(&attributes, product->activation);
  if (status != dnnl_success) return status;
  status = make_plan(
      primitive, engine, &made->input, &product->weights_desc,
      product->bias ? &product->bias_desc : NULL, &made->output, attributes);
  dnnl_primitive_attr_destroy(attributes);
  return status;
}

static dnnl_status_t make_primitive(
    struct conednn_product *product, int64_t rows, struct primitive *made) {
  dnnl_primitive_desc_t primitive;
  dnnl_status_t status = plan(product, rows, made, &primitive);
  if (status != dnnl_success) return status;
  status = copy_description(
      &made->scratch, dnnl_primitive_desc_query_md(primitive, dnnl_query_scratchpad_md, 0));
  if (status != dnnl_success) {
    dnnl_primitive_desc_destroy(primitive);
    return status;
  }
  made->scratch_size = dnnl_memory_desc_get_size(CONST_DESCRIPTION(made->scratch));
  dnnl_primitive_t result = NULL;
  status = dnnl_primitive_create(&result, primitive);
  dnnl_primitive_desc_destroy(primitive);
  if (status == dnnl_success) made->primitive = result;
  return status;
}

// The primitive for so many rows, at most TILE.
static struct primitive *sized(struct conednn_product *product, int64_t rows) {
  struct primitive *primitive = &product->sizes[size_index(rows)];
  pthread_mutex_lock(&product->lock);
  int failed = 0;
  if (!primitive->primitive)
    failed = make_primitive(product, round_rows(rows), primitive) != dnnl_success;
  pthread_mutex_unlock(&product->lock);
  return failed ? NULL : primitive;
}

// Copies `weights` from one layout into the product's.
static int reorder(
    struct conednn_product *product, const void *weights, const description *plain) {
  size_t size = dnnl_memory_desc_get_size(CONST_DESCRIPTION(product->weights_desc));
  product->weights = aligned_alloc(64, (size + 63) / 64 * 64);
  struct workspace *workspace = thread_workspace(0);
  if (!product->weights || !workspace) return -1;
  dnnl_memory_t from = NULL, to = NULL;
  dnnl_primitive_desc_t move = NULL;
  dnnl_primitive_t primitive = NULL;
  int failed = -1;
  if (dnnl_memory_create(&from, CONST_DESCRIPTION(*plain), engine, (void *)weights)
          == dnnl_success
      && dnnl_memory_create(
             &to, CONST_DESCRIPTION(product->weights_desc), engine, product->weights)
             == dnnl_success
      && dnnl_reorder_primitive_desc_create(
             &move, CONST_DESCRIPTION(*plain), engine, CONST_DESCRIPTION(product->weights_desc),
             engine, NULL)
             == dnnl_success
      && dnnl_primitive_create(&primitive, move) == dnnl_success) {
    dnnl_exec_arg_t arguments[2] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
    if (dnnl_primitive_execute(primitive, workspace->stream, 2, arguments) == dnnl_success)
      failed = 0;
  }
  if (primitive) dnnl_primitive_destroy(primitive);
  if (move) dnnl_primitive_desc_destroy(move);
  if (from) dnnl_memory_destroy(from);
  if (to) dnnl_memory_destroy(to);
  return failed;
}

// Copies `weights` into the layout in which the library multiplies most rows fastest; it takes the same
// for fewer rows.
static int pack(struct conednn_product *product, const void *weights) {
  dnnl_dims_t shape = {product->inputs, product->outputs};
  description plain;
  if (describe(&plain, shape, product->weights_format, dnnl_ba) != dnnl_success) return -1;
  if (describe(&product->weights_desc, shape, product->weights_format, dnnl_format_tag_any)
      != dnnl_success) {
    forget(&plain);
    return -1;
  }
  struct primitive largest = {0};
  dnnl_primitive_desc_t primitive;
  int failed = -1;
  if (plan(product, TILE, &largest, &primitive) == dnnl_success) {
    forget(&product->weights_desc);
    if (copy_description(
            &product->weights_desc,
            dnnl_primitive_desc_query_md(primitive, dnnl_query_weights_md, 0))
        == dnnl_success)
      failed = reorder(product, weights, &plain);
    dnnl_primitive_desc_destroy(primitive);
  }
  forget(&largest.input);
  forget(&largest.output);
  forget(&plain);
  return failed;
}

conednn_product *conednn_product_make(
    int64_t outputs, int64_t inputs, const void *weights, int format, const float *bias,
    int activation, int output_format) {
  pthread_once(&engine_once, make_engine);
  // Before anything is planned: plans are for as many threads as there are to be.
  if (!engine || !thread_workspace(0)) return NULL;
  struct conednn_product *product = calloc(1, sizeof *product);
  if (!product) return NULL;
  static const dnnl_data_type_t inputs_of[] = {dnnl_f32, dnnl_bf16, dnnl_u8};
  static const dnnl_data_type_t weights_of[] = {dnnl_f32, dnnl_bf16, dnnl_s8};
  static const dnnl_data_type_t outputs_of[] = {dnnl_f32, dnnl_bf16, dnnl_s32};
  product->outputs = outputs;
  product->inputs = inputs;
  product->bias = bias;
  product->input_format = inputs_of[format];
  product->weights_format = weights_of[format];
  product->output_format = outputs_of[output_format];
  product->activation = activation;
  pthread_mutex_init(&product->lock, NULL);
  dnnl_dims_t bias_shape = {1, outputs};
  if (describe(&product->bias_desc, bias_shape, dnnl_f32, dnnl_ab) != dnnl_success
      || pack(product, weights) != 0 || !sized(product, 1) || !sized(product, TILE)) {
    conednn_product_free(product);
    return NULL;
  }
  return product;
}

static dnnl_status_t run_tile(
    struct conednn_product *product, int64_t rows, const void *input, void *output) {
  if (!thread_workspace(0)) return dnnl_out_of_memory;
  struct primitive *primitive = sized(product, rows);
  if (!primitive) return dnnl_unimplemented;
  struct workspace *workspace = thread_workspace(primitive->scratch_size);
  if (!workspace) return dnnl_out_of_memory;
  dnnl_memory_t memory[5] = {NULL};
  dnnl_exec_arg_t arguments[5];
  struct {
    int argument;
    const description *layout;
    const void *data;
  } parts[5] = {
      {DNNL_ARG_SRC, &primitive->input, input},
      {DNNL_ARG_WEIGHTS, &product->weights_desc, product->weights},
      {DNNL_ARG_DST, &primitive->output, output},
      {DNNL_ARG_SCRATCHPAD, &primitive->scratch, workspace->scratch},
      {DNNL_ARG_BIAS, &product->bias_desc, product->bias},
  };
  int count = product->bias ? 5 : 4;
  dnnl_status_t status = dnnl_success;
  for (int index = 0; index < count && status == dnnl_success; index++) {
    status = dnnl_memory_create(
        &memory[index], CONST_DESCRIPTION(*parts[index].layout), engine,
        (void *)parts[index].data);
    arguments[index] = (dnnl_exec_arg_t){parts[index].argument, memory[index]};
  }
  if (status == dnnl_success)
    status = dnnl_primitive_execute(primitive->primitive, workspace->stream, count, arguments);
  for (int index = 0; index < count; index++)
    if (memory[index]) dnnl_memory_destroy(memory[index]);
  return status;
}

static int64_t size_of(dnnl_data_type_t format) {
  return format == dnnl_u8 ? 1 : format == dnnl_bf16 ? 2 : 4;
}

int conednn_product_run(
    conednn_product *product, int64_t rows, const void *input, void *output) {
  int64_t input_size = size_of(product->input_format) * product->inputs;
  int64_t output_size = size_of(product->output_format) * product->outputs;
  for (int64_t row = 0; row < rows; row += TILE) {
    int64_t count = rows - row < TILE ? rows - row : TILE;
    if (run_tile(
            product, count, (const char *)input + row * input_size,
            (char *)output + row * output_size)
        != dnnl_success)
      return -1;
  }
  return 0;
}

int conednn_product_run_quantized(
    conednn_product *product, int64_t rows, const uint8_t *input,
    const conednn_row_scale *row_scales, const float *scales, const int32_t *sums,
    const float *bias, int activation, float *output) {
  struct workspace *workspace = thread_workspace(0);
  if (!workspace) return -1;
  // Few enough for the sums to stay in the processor's cache.
  enum { COUNT = 64 };
  size_t size = (size_t)((COUNT + CONEDNN_ROWS) * product->outputs) * sizeof(int32_t);
  if (workspace->sums_size < size) {
    free(workspace->sums);
    workspace->sums = aligned_alloc(64, (size + 63) / 64 * 64);
    workspace->sums_size = workspace->sums ? size : 0;
    if (!workspace->sums) return -1;
  }
  for (int64_t row = 0; row < rows; row += COUNT) {
    int64_t count = rows - row < COUNT ? rows - row : COUNT;
    if (run_tile(product, count, input + row * product->inputs, workspace->sums) != dnnl_success)
      return -1;
    conednn_dequantize(
        workspace->sums, row_scales + row, count, product->outputs, scales, sums, bias,
        activation, output + row * product->outputs);
  }
  return 0;
}

void conednn_product_free(conednn_product *product) {
  if (!product) return;
  for (int index = 0; index < SIZES; index++) {
    struct primitive *size = &product->sizes[index];
    if (size->primitive) dnnl_primitive_destroy(size->primitive);
    forget(&size->input);
    forget(&size->output);
    forget(&size->scratch);
  }
  forget(&product->weights_desc);
  forget(&product->bias_desc);
  free(product->weights);
  pthread_mutex_destroy(&product->lock);
  free(product);
}

void conednn_multiply(
    int transposed, int64_t m, int64_t n, int64_t k, float alpha, const float *a, int64_t lda,
    const float *b, int64_t ldb, float beta, float *c, int64_t ldc) {
  pthread_once(&engine_once, make_engine);
  thread_workspace(0);
  dnnl_sgemm('N', transposed ? 'T' : 'N', m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
