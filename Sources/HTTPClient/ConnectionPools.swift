import CCurl

/// One cache of open connections for each address policy.
///
/// A libcurl transfer takes a connection from, and returns it to, the cache of the share object it was given and no other:
/// `CURL_LOCK_DATA_CONNECT` is to "put the connection cache in the share object and make all easy handles using this share object
/// share the connection cache" (https://curl.se/libcurl/c/CURLSHOPT_SHARE.html). One share object for each policy therefore keeps
/// connections apart without a second thread or multi handle. That page also warns that "it is not safe to share connections this
/// way between multiple concurrent threads"; here only one thread uses them, which is also why they need no lock functions.
struct ConnectionPools: ~Copyable {
    /// More idle pools than this are closed; workspaces name a handful of policies.
    private static let kept = 64

    private var pools: [AddressPolicy: UnsafeMutableRawPointer] = [:]

    mutating func pool(for policy: AddressPolicy) -> UnsafeMutableRawPointer? {
        if let pool = pools[policy] { return pool }
        if pools.count >= Self.kept { close() }
        guard let pool = curl_share_init() else { return nil }
        guard ccurl_share(pool, CURL_LOCK_DATA_CONNECT) == CURLSHE_OK else {
            curl_share_cleanup(pool)
            return nil
        }
        pools[policy] = pool
        return pool
    }

    /// Closes all pools that no transfer uses. (libcurl refuses to clean up a share that is in use, and so tells.)
    mutating func close() {
        pools = pools.filter { curl_share_cleanup($0.value) != CURLSHE_OK }
    }
}
