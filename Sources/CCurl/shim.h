#include <curl/curl.h>

// Swift cannot call functions with a variable number of arguments: one inline function a type.

typedef size_t (*bench_curl_data)(char *, size_t, size_t, void *);
typedef int (*bench_curl_progress)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

static inline CURLcode bench_curl_set_number(CURL *curl, CURLoption option, long value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode bench_curl_set_text(CURL *curl, CURLoption option, const char *value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode bench_curl_set_headers(CURL *curl, struct curl_slist *headers) {
  return curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
}

static inline CURLcode bench_curl_set_reason(CURL *curl, char *buffer) {
  return curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, buffer);
}

static inline void bench_curl_set_callbacks(
    CURL *curl, void *receiver, bench_curl_data header, bench_curl_data body, bench_curl_progress progress) {
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, receiver);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, receiver);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, receiver);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

static inline const char *bench_curl_redirect_target(CURL *curl) {
  char *target = NULL;
  curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &target);
  return target;
}
