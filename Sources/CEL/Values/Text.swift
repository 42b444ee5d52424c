#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Text compared by code point. Swift's own `==` and `<` also hold for canonically equivalent text, which CEL keeps apart.
enum Text {
    static func same(_ a: String, _ b: String) -> Bool { compare(a, b) == 0 }

    /// Negative, zero or positive; the order of UTF-8 bytes is the order of code points.
    static func compare(_ a: String, _ b: String) -> Int {
        let ordered = a.utf8.withContiguousStorageIfAvailable { x in
            b.utf8.withContiguousStorageIfAvailable { y in compare(x, y) }
        }
        if let ordered, let ordered { return ordered }
        return compare(Array(a.utf8), Array(b.utf8))
    }

    static func compare(_ a: [UInt8], _ b: [UInt8]) -> Int {
        a.withUnsafeBufferPointer { x in b.withUnsafeBufferPointer { y in compare(x, y) } }
    }

    private static func compare(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Int {
        if let x = a.baseAddress, let y = b.baseAddress {
            let order = memcmp(x, y, min(a.count, b.count))
            if order != 0 { return Int(order) }
        }
        return a.count - b.count
    }

    /// The length in code points.
    static func length(_ text: String) -> Int { text.unicodeScalars.count }

    static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// The position of `part` in `whole` at or after `start`; nil when it is not there.
    static func find<Element: Equatable>(_ part: [Element], in whole: [Element], from start: Int = 0) -> Int? {
        guard part.count <= whole.count else { return nil }
        guard let first = part.first else { return start }
        var at = start
        while at <= whole.count - part.count {
            if whole[at] == first, whole[at..<at + part.count].elementsEqual(part) { return at }
            at += 1
        }
        return nil
    }

    static func contains(_ text: String, _ part: String) -> Bool {
        var text = text
        var part = part
        return text.withUTF8 { whole in
            part.withUTF8 { part in
                guard let wanted = part.baseAddress, let first = part.first else { return true }
                guard var from = whole.baseAddress else { return false }
                let end = from + whole.count
                while end - from >= part.count, let found = memchr(from, Int32(first), end - from - part.count + 1) {
                    let candidate = found.assumingMemoryBound(to: UInt8.self)
                    if memcmp(candidate, wanted, part.count) == 0 { return true }
                    from = UnsafePointer(candidate) + 1
                }
                return false
            }
        }
    }

    static func hasPrefix(_ text: String, _ part: String) -> Bool { text.utf8.starts(with: part.utf8) }

    static func hasSuffix(_ text: String, _ part: String) -> Bool {
        text.utf8.count >= part.utf8.count && text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8)
    }
}
