import JSON
import Workspace

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `.ratchet/server.json`: where clients find the running server.
struct ServerFile {
    let url: String
    let processID: Int32

    func write(_ layout: WorkspaceLayout) throws(FileError) {
        let json: JSON = ["url": .string(url), "process_id": .int(Int64(processID))]
        try Files.write(layout.server, json.bytes(.pretty), mode: 0o600)
    }
}

enum ProcessID {
    static var own: Int32 { getpid() }
}

/// Randomness of the system.
enum SystemRandom {
    static func word() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }

    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
