#pragma once
#include <curl/curl.h>

#if LIBCURL_VERSION_NUM < 0x075700
#error "libcurl 7.87.0 or later is needed (CURLOPT_QUICK_EXIT, CURLOPT_PROTOCOLS_STR, CURLOPT_PREREQFUNCTION)"
#endif

/* curl_easy_setopt, curl_easy_getinfo, curl_multi_setopt and curl_share_setopt are variadic, so Swift cannot call them.
   One function for each type of argument; CURLoption itself says which type an option takes. */

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode ccurl_set_size(CURL *easy, CURLoption option, curl_off_t value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode ccurl_on_write(CURL *easy, curl_write_callback f) { return curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, f); }
static inline CURLcode ccurl_on_header(CURL *easy, curl_write_callback f) { return curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, f); }
static inline CURLcode ccurl_on_socket(CURL *easy, curl_opensocket_callback f) { return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, f); }
static inline CURLcode ccurl_on_request(CURL *easy, curl_prereq_callback f) { return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, f); }
static inline CURLcode ccurl_on_progress(CURL *easy, curl_xferinfo_callback f) { return curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, f); }
static inline CURLcode ccurl_get_pointer(CURL *easy, CURLINFO info, void **value) { return curl_easy_getinfo(easy, info, value); }
static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) { return curl_multi_setopt(multi, option, value); }
static inline CURLSHcode ccurl_share(CURLSH *share, curl_lock_data data) { return curl_share_setopt(share, CURLSHOPT_SHARE, data); }

/* Members and constants that Swift does not import. */
static inline CURLcode ccurl_result(const CURLMsg *message) { return message->data.result; }
static inline const struct sockaddr *ccurl_address(const struct curl_sockaddr *address) { return &address->addr; }
static const size_t ccurl_pause = CURL_WRITEFUNC_PAUSE;
