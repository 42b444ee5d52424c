/// Writes compiled zone files for tests (RFC 8536, section 3), well-formed or not.
struct ZoneFileBuilder {
    var version = UInt8(ascii: "2")
    var transitions: [(time: Int64, type: UInt8)] = []
    var offsets: [Int32] = [0]
    var leapSeconds = 0
    var footer = "\nUTC0\n"

    var bytes: [UInt8] { block(timeSize: 4, transitions: []) + block(timeSize: 8, transitions: transitions) + Array(footer.utf8) }

    private func block(timeSize: Int, transitions: [(time: Int64, type: UInt8)]) -> [UInt8] {
        var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
        for count in [0, 0, leapSeconds, transitions.count, offsets.count, 4] { bytes += bigEndian(Int32(count)) }
        for transition in transitions { bytes += timeSize == 8 ? bigEndian(transition.time) : bigEndian(Int32(transition.time)) }
        bytes += transitions.map(\.type)
        for offset in offsets { bytes += bigEndian(offset) + [0, 0] }
        return bytes + Array("UTC\0".utf8) + [UInt8](repeating: 0, count: leapSeconds * (timeSize + 4))
    }

    private func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }
}
