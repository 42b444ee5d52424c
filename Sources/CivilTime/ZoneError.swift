/// Why there is no zone for a name.
package enum ZoneError: Error, Sendable, Hashable {
    /// An abbreviation or a legacy name; `use` names what to write instead.
    case legacy(String, use: [String])
    /// An offset such as `+02:00` or `UTC+2`.
    case offset(String)
    /// No zone of that name in the directory; `nearest` is the most similar one, if any is similar at all.
    case unknown(String, nearest: String?)
    /// The directory holds no zones.
    case empty(directory: String)
    /// The file could not be read; `code` is `errno`, or 0 when it is no ordinary file or far too large for a zone.
    case unreadable(String, path: String, code: Int32)
    /// The file is no zone file that can be used.
    case malformed(String, path: String, reason: String)
}

extension ZoneError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .legacy(let name, let use):
            "time zone \(excerpt(name)) is an abbreviation or a legacy name, which others may read differently: use "
                + use.map { "\"\($0)\"" }.joined(separator: " or ")
        case .offset(let name):
            "time zone \(excerpt(name)) is an offset, which knows no clock changes: use the Area/City name of a place, such as "
                + "\"Europe/Paris\", or \"UTC\""
        case .unknown(let name, let nearest?):
            "time zone \(excerpt(name)) is unknown: did you mean \"\(nearest)\"?"
        case .unknown(let name, nil):
            "time zone \(excerpt(name)) is unknown: use \"UTC\" or an Area/City name, such as \"Europe/Paris\""
        case .empty(let directory):
            "no time zone files in \(directory): install the tzdata package, or name their directory in TZDIR"
        case .unreadable(let name, let path, let code):
            "time zone \(excerpt(name)): cannot read \(path) (errno \(code)): check the file and its permissions"
        case .malformed(let name, let path, let reason):
            "time zone \(excerpt(name)): \(path) is not a usable zone file: \(reason); reinstall the tzdata package"
        }
    }
}
