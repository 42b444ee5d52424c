/// Reads a compiled zone file: TZif, RFC 8536 (version 2 and 3) and RFC 9636 (version 4).
///
/// Only the 64-bit block and the footer are used. Whatever the bytes are, the outcome is a zone or an error.
struct ZoneFile {
    private let bytes: [UInt8]
    private var position = 0

    struct Malformed: Error, Hashable {
        let reason: String
    }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func zone(named name: String) throws(Malformed) -> Zone {
        let legacy = try header()
        try skip(legacy.dataLength(timeSize: 4))
        let header = try header()
        guard header.leapSeconds == 0 else {
            throw Malformed(reason: "it counts leap seconds (a zone from \"right/\"), which instants do not")
        }
        let times = try times(header.times)
        let types = try take(header.times).map(Int.init)
        let offsets = try offsets(header.types)
        try skip(header.names + header.standardFlags + header.universalFlags)
        guard types.allSatisfy({ $0 < offsets.count }) else { throw Malformed(reason: "a transition names a type that is not there") }
        let rule = try footer()

        let all = zip(times, types).map { OffsetChange(second: $0, offset: offsets[$1]) }
        // Only changes in the years 0000 to 9999 matter; what came before them is the offset the zone starts with.
        let initial = all.last { $0.second < Instant.earliest.second }?.offset ?? offsets[0]
        let changes = all.filter { (Instant.earliest.second...Instant.latest.second).contains($0.second) }
        guard let rule, all.last.map({ $0.second <= Instant.latest.second }) ?? true else {
            return Zone(name: name, initial: initial, changes: changes, rule: nil)
        }
        return Zone(name: name, initial: all.isEmpty ? rule.standard : initial, changes: changes, rule: rule)
    }

    /// The counts of a block, in the order of the file.
    private struct Header {
        let universalFlags: Int
        let standardFlags: Int
        let leapSeconds: Int
        let times: Int
        let types: Int
        let names: Int

        func dataLength(timeSize: Int) -> Int {
            times * (timeSize + 1) + types * 6 + names + leapSeconds * (timeSize + 4) + standardFlags + universalFlags
        }
    }

    private mutating func header() throws(Malformed) -> Header {
        guard try take(4).elementsEqual("TZif".utf8) else { throw Malformed(reason: "it does not start with \"TZif\"") }
        let version = try take(1)
        guard version.allSatisfy({ $0 >= UInt8(ascii: "2") }) else {
            throw Malformed(reason: "version 1 ends in 2037: version 2 or later is needed")
        }
        try skip(15)
        let header = Header(
            universalFlags: try count(), standardFlags: try count(), leapSeconds: try count(), times: try count(), types: try count(),
            names: try count())
        guard [0, header.types].contains(header.universalFlags), [0, header.types].contains(header.standardFlags) else {
            throw Malformed(reason: "its counts contradict each other")
        }
        return header
    }

    private mutating func times(_ count: Int) throws(Malformed) -> [Int] {
        var times: [Int] = []
        for _ in 0..<count {
            let time = Int(Int64(bitPattern: try take(8).reduce(0) { $0 << 8 | UInt64($1) }))
            guard times.last.map({ $0 < time }) ?? true else { throw Malformed(reason: "its transitions are not in order") }
            times.append(time)
        }
        return times
    }

    /// The offset of each type: seconds east of UTC, followed in the file by two bytes that do not matter here.
    private mutating func offsets(_ count: Int) throws(Malformed) -> [Int] {
        guard count > 0 else { throw Malformed(reason: "it has no local time types") }
        var offsets: [Int] = []
        for _ in 0..<count {
            let offset = Int(Int32(bitPattern: try take(4).reduce(0) { $0 << 8 | UInt32($1) }))
            guard (-89_999...93_599).contains(offset) else { throw Malformed(reason: "an offset from UTC is over a day") }
            offsets.append(offset)
            try skip(2)
        }
        return offsets
    }

    /// A rule between two line feeds; nil when there is nothing between them.
    private mutating func footer() throws(Malformed) -> ZoneRule? {
        let text = bytes[position...].dropFirst().prefix { $0 != UInt8(ascii: "\n") }
        guard bytes[position...].first == UInt8(ascii: "\n"), text.endIndex < bytes.endIndex else {
            throw Malformed(reason: "its footer is cut off")
        }
        if text.isEmpty { return nil }
        guard let rule = ZoneRule(text) else {
            throw Malformed(reason: "its footer is no rule: \(excerpt(String(decoding: text, as: UTF8.self)))")
        }
        return rule
    }

    /// A 32-bit count: at most what the rest of the file could hold.
    private mutating func count() throws(Malformed) -> Int {
        let count = Int(try take(4).reduce(0) { $0 << 8 | UInt32($1) })
        guard count <= bytes.count else { throw Malformed(reason: "it is cut off") }
        return count
    }

    private mutating func take(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw Malformed(reason: "it is cut off") }
        defer { position += count }
        return bytes[position..<(position + count)]
    }

    private mutating func skip(_ count: Int) throws(Malformed) { _ = try take(count) }
}
