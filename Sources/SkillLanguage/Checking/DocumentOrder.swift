import JSON

/// Puts findings in the order of their places in the document; of several in one text, the one that comes first in it.
enum DocumentOrder {
    static func sorted(_ findings: [Finding], in document: JSON) -> [Finding] {
        guard findings.count > 1 else { return findings }
        var positions: [String: Int] = [:]
        number(document, "", &positions)
        let placed = findings.enumerated().map { order, finding in
            (finding: finding, place: (position(of: finding.pointer, positions), offset(of: finding, in: document), order))
        }
        var seen: Set<Finding> = []
        return placed.sorted { $0.place < $1.place }.map(\.finding).filter { seen.insert($0).inserted }
    }

    /// Within the text, in bytes; 0 for what is about the whole of it.
    private static func offset(of finding: Finding, in document: JSON) -> Int {
        guard let excerpt = finding.excerpt, let text = Pointer(parsing: finding.pointer).flatMap({ document[$0]?.string }),
            let start = text.firstRange(of: excerpt.source)?.lowerBound
        else { return 0 }
        return text.utf8.distance(from: text.startIndex, to: start) + excerpt.offset
    }

    private static func number(_ json: JSON, _ pointer: String, _ positions: inout [String: Int]) {
        positions[pointer] = positions.count
        switch json {
        case .array(let items): for (i, item) in items.enumerated() { number(item, "\(pointer)/\(i)", &positions) }
        case .object(let object): for (key, value) in object { number(value, pointer + "/" + escape(key), &positions) }
        default: break
        }
    }

    /// Of the value, or of the nearest one around it that is there.
    private static func position(of pointer: String, _ positions: [String: Int]) -> Int {
        var rest = Substring(pointer)
        while true {
            if let found = positions[String(rest)] { return found }
            guard let slash = rest.lastIndex(of: "/") else { return 0 }
            rest = rest[..<slash]
        }
    }
}
