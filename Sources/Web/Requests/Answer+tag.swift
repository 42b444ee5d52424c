import JSON

/// Entity tags (RFC 9110, section 8.8.3), computed from what is answered.
extension Answer {
    /// The answer with its tag, where it has one; 304 without a body when one of the tags that the client has is the same.
    func tagged(unless known: String?) -> Answer {
        guard isTagged, status == .ok else { return self }
        let tag = "\"\(Self.hash(json.bytes(.compact)))\""
        let isKnown = (known ?? "").split { $0 == "," || $0 == " " }.contains { $0 == "*" || $0 == tag || $0 == "W/" + tag }
        var answer = isKnown ? Answer(.notModified, .null) : self
        answer.headers += [("ETag", tag), ("Cache-Control", "private, no-cache")]
        return answer
    }

    /// FNV-1a over 64 bits: tells versions of one thing apart, and protects nothing.
    private static func hash(_ bytes: [UInt8]) -> String {
        String(bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
    }
}
