import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The system's compiled time zones. The list of names and each zone are read once, when first needed, and then kept; errors are not.
///
/// To pick up an update of the zone files, make a new directory.
package final class ZoneDirectory: Sendable {
    package let path: String
    private let loaded = Mutex(Loaded())

    private struct Loaded {
        var zones: [String: Zone] = [:]
        /// All names in the directory, sorted; empty until first needed.
        private var names: [String] = []

        mutating func names(in path: String) -> [String] {
            if names.isEmpty { names = zoneNames(in: path).sorted() }
            return names
        }
    }

    /// `path` overrides the usual places: pass the value of `TZDIR` when it is set.
    package init(path: String? = nil) {
        self.path = path ?? Self.usualPaths.first { access($0, R_OK) == 0 } ?? Self.usualPaths[0]
    }

    /// Linux and macOS; then where macOS keeps updates, and older systems.
    private static let usualPaths = ["/usr/share/zoneinfo", "/var/db/timezone/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo"]

    /// The zone of a name: `UTC`, `Etc/UTC` (both known without any file), or `Area/City` exactly as IANA spells it.
    ///
    /// Abbreviations, legacy single-word names and offsets are refused even where a file of that name exists.
    package func zone(named name: String) throws(ZoneError) -> Zone {
        if name == "UTC" || name == "Etc/UTC" { return Zone(name: name, offset: 0) }
        if let use = ZoneName.replacements(for: name) { throw .legacy(name, use: use) }
        if ZoneName.isOffset(name) { throw .offset(name) }
        return try loaded.withLock { (loaded) throws(ZoneError) in
            if let zone = loaded.zones[name] { return zone }
            let names = loaded.names(in: path)
            if names.isEmpty { throw .empty(directory: path) }
            // The listing, not the file system, decides: on some systems the latter ignores case.
            guard names.contains(name) else { throw .unknown(name, nearest: nearestName(to: name, in: names)) }
            let zone = try readZone(name)
            loaded.zones[name] = zone
            return zone
        }
    }

    /// All names `zone(named:)` accepts from this directory, sorted; `UTC` is not among them.
    package var names: [String] {
        loaded.withLock { $0.names(in: path) }
    }

    private func readZone(_ name: String) throws(ZoneError) -> Zone {
        let path = path + "/" + name
        let bytes: [UInt8]
        do {
            bytes = try readSmallFile(path)
        } catch {
            throw .unreadable(name, path: path, code: error.code)
        }
        var file = ZoneFile(bytes)
        do {
            return try file.zone(named: name)
        } catch {
            throw .malformed(name, path: path, reason: error.reason)
        }
    }
}
