import CivilTime
import Logging

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Log lines for people, on standard error: time, level, message, then metadata as `key=value`.
struct LineLog: LogHandler {
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]
    private let time = SystemTime()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let line = "\(time.now().rfc3339) \(event.level): \(event.message)\(pairs)\n"
        var bytes = Array(line.utf8)
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes.removeFirst(count)
        }
    }
}
