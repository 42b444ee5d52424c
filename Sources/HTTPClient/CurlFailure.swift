import CCurl

/// What a libcurl result code means (https://curl.se/libcurl/c/libcurl-errors.html). The codes that depend on what the
/// transfer itself decided (write errors, aborts, denied sockets, timeouts) are settled in `Exchange`.
enum CurlFailure {
    static func reason(_ code: CURLcode, detail: String) -> HTTPError.Reason {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: .resolve(detail)
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: .connect(detail)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            .tls(detail)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_SSL_SHUTDOWN_FAILED:
            .reset(detail)
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION, CURLE_BAD_FUNCTION_ARGUMENT: .unavailable(detail)
        case CURLE_URL_MALFORMAT: .invalidURL(detail)
        default: .protocolError(detail)
        }
    }
}
