@testable import HTTPClient

/// What the test server does by path.
enum Behaviours {
    static let big = 20 << 20

    @Sendable static func answer(_ request: SeenRequest, _ peer: Peer) {
        let path = request.target.prefix { $0 != "?" }
        let argument = String(request.target.dropFirst(path.count + 1))
        switch path {
        case "/echo": peer.respond(headers: ["X-Method": request.method, "X-Target": request.target], body: request.body)
        case "/status": peer.respond(Int(argument) ?? 500)
        case "/hang": peer.waitForClose()
        case "/silent":
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
            peer.waitForClose()
        case "/reset":
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")
            peer.reset()
        case "/drop": peer.hangUp()
        case "/big": peer.respond(body: [UInt8](repeating: 7, count: big))
        case "/endless":
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while peer.send("5\r\nhello\r\n") {}
        case "/gzip": peer.respond(headers: ["Content-Encoding": "gzip"], body: Gzip.zeros(Int(argument) ?? 0))
        case "/fields": peer.respond(headers: Headers((0..<(Int(argument) ?? 0)).map { ("X-\($0)", "v") }))
        case "/long-field": peer.respond(headers: ["X-Long": String(repeating: "v", count: Int(argument) ?? 0)])
        case "/redirect":
            let parts = argument.split(separator: "&", maxSplits: 1).map(String.init)
            peer.respond(Int(parts[0]) ?? 500, headers: ["Location": String(decoding: Escapes.decoded(parts[1]), as: UTF8.self)], body: [1, 2, 3])
        case "/loop": peer.respond(302, headers: ["Location": "/loop"])
        case "/events":
            peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
            for chunk in ["data: o", "ne\n\ndata: two\n", "\n"] {
                peer.send("\(String(chunk.utf8.count, radix: 16))\r\n\(chunk)\r\n")
            }
            peer.send("0\r\n\r\n")
        case "/garbage":
            peer.send("this is not HTTP\r\n\r\n")
            peer.hangUp()
        case "/interim":
            peer.send("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
            peer.respond(headers: ["X-Late": "1"])
        default: peer.respond(body: Array("ok".utf8))
        }
    }
}

/// Makes gzip data without a compressor: one literal zero and as many copies of 258 zeros as fit, in one fixed-Huffman block
/// (RFC 1951), 13 bits for each copy.
enum Gzip {
    static func zeros(_ count: Int) -> [UInt8] {
        var bits = Bits()
        bits.append(1, count: 1)
        bits.append(1, count: 2)
        bits.appendCode(0b0011_0000, count: 8)
        let copies = (count - 1) / 258
        for _ in 0..<copies {
            bits.appendCode(0b1100_0101, count: 8)
            bits.appendCode(0, count: 5)
        }
        for _ in 0..<(count - 1 - copies * 258) { bits.appendCode(0b0011_0000, count: 8) }
        bits.appendCode(0, count: 7)
        let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        return head + bits.bytes + littleEndian(crc(zeros: count)) + littleEndian(UInt32(count))
    }

    private struct Bits {
        var bytes: [UInt8] = []
        private var used = 8

        mutating func append(_ value: Int, count: Int) {
            for position in 0..<count { appendBit(value >> position & 1) }
        }

        /// Huffman codes come most significant bit first.
        mutating func appendCode(_ code: Int, count: Int) {
            for position in (0..<count).reversed() { appendBit(code >> position & 1) }
        }

        private mutating func appendBit(_ bit: Int) {
            if used == 8 {
                bytes.append(0)
                used = 0
            }
            bytes[bytes.count - 1] |= UInt8(bit << used)
            used += 1
        }
    }

    private static func crc(zeros count: Int) -> UInt32 {
        var table: [UInt32] = []
        for index in 0..<256 as Range<UInt32> {
            table.append((0..<8).reduce(index) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 })
        }
        var crc = UInt32.max
        for _ in 0..<count { crc = table[Int(crc & 0xFF)] ^ crc >> 8 }
        return ~crc
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
}
