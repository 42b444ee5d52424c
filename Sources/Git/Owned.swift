import CGit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One libgit2 object, freed exactly once, at the end of the scope that owns it.
///
/// Always bind it with `let`: Swift keeps a bound owner to the end of its scope, but destroys an unnamed one (`try make().pointer`) as soon as
/// the pointer is read, before the call that uses it.
struct Owned: ~Copyable {
    let pointer: OpaquePointer
    private let free: (OpaquePointer?) -> Void

    /// Calls `make`, which stores a new object in its argument and returns libgit2's status.
    init(
        _ operation: String, _ subject: String = "", free: @escaping (OpaquePointer?) -> Void, _ make: (inout OpaquePointer?) -> Int32
    ) throws(GitError) {
        var made: OpaquePointer?
        try check(make(&made), operation, subject)
        guard let made else { throw .library(code: 0, operation: operation, message: "no object was returned") }
        pointer = made
        self.free = free
    }

    deinit { free(pointer) }
}

/// A `git_buf`: memory that libgit2 allocated and must free.
struct Buffer: ~Copyable {
    private var buffer = git_buf()

    /// Calls `fill`, which stores bytes in its argument and returns libgit2's status.
    init(_ operation: String, _ subject: String = "", _ fill: (inout git_buf) -> Int32) throws(GitError) {
        try check(fill(&buffer), operation, subject)
    }

    deinit {
        var buffer = buffer
        git_buf_dispose(&buffer)
    }

    var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size)) }
    /// The bytes as text; what is not UTF-8 becomes U+FFFD.
    var text: String { String(decoding: UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size), as: UTF8.self) }
}

/// A `git_strarray` of copies of Swift strings.
struct StringArray: ~Copyable {
    private let strings: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>

    init(_ values: [String]) {
        strings = .allocate(capacity: values.count)
        for (index, value) in values.enumerated() { strings.initializeElement(at: index, to: strdup(value)) }
    }

    deinit {
        for string in strings { free(string) }
        strings.deallocate()
    }

    /// Valid while the owner lives.
    var array: git_strarray { git_strarray(strings: strings.baseAddress, count: strings.count) }
}
