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

    static func contains(_ text: String, _ part: String) -> Bool {
        if part.isEmpty { return true }
        var text = text
        let search = Search(Array(part.utf8))
        return text.withUTF8 { search.find(in: $0) != nil }
    }

    static func hasPrefix(_ text: String, _ part: String) -> Bool { text.utf8.starts(with: part.utf8) }

    static func hasSuffix(_ text: String, _ part: String) -> Bool {
        text.utf8.count >= part.utf8.count && text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8)
    }
}
