/// Whether every text that one pattern of permits matches is matched by one of others as well. Decided exactly, by walking through all texts
/// at once: `*` stands for any run of characters, so a text matters only for which places of the patterns it leads to.
struct PatternInclusion {
    private let inner: [UInt8]
    private let outers: [[UInt8]]
    /// The characters that patterns name, and one that none does.
    private let letters: [UInt8]

    private static let star = UInt8(ascii: "*")
    /// More combinations of places than these are not looked at.
    private static let mostStates = 20_000

    init(_ inner: String, in outers: [String]) {
        self.inner = Array(inner.utf8)
        self.outers = outers.map { Array($0.utf8) }
        let named = Set(([self.inner] + self.outers).joined()).subtracting([Self.star])
        let other = (Array("zyxwvutsrqponmlkjihgfedcba0123456789-_~.".utf8) + Array(0x21...0x7E)).first { !named.contains($0) && $0 != Self.star }
        letters = named.sorted() + [other].compactMap { $0 }
    }

    enum Answer: Equatable {
        case covered
        /// The shortest text that gets out.
        case escapes([UInt8])
        /// The patterns are too many and too entangled to tell.
        case unknown
    }

    /// Where a text leads in each pattern: numbers of characters that may have been used up.
    private struct State: Hashable {
        var inner: Set<Int>
        var outers: [Set<Int>]
    }

    var answer: Answer {
        let start = State(inner: Self.closed([0], inner), outers: outers.map { Self.closed([0], $0) })
        var seen: Set = [start]
        var texts: [(state: State, text: [UInt8])] = [(start, [])]
        var next = 0
        while next < texts.count {
            let (state, text) = texts[next]
            next += 1
            let isOutside = zip(state.outers, outers).allSatisfy { !$0.contains($1.count) }
            if state.inner.contains(inner.count), isOutside { return .escapes(text) }
            for letter in letters {
                let places = Self.step(state.inner, letter, inner)
                if places.isEmpty { continue }
                let following = State(inner: places, outers: zip(state.outers, outers).map { Self.step($0, letter, $1) })
                guard seen.insert(following).inserted else { continue }
                if seen.count > Self.mostStates { return .unknown }
                texts.append((following, text + [letter]))
            }
        }
        return .covered
    }

    private static func step(_ places: Set<Int>, _ letter: UInt8, _ pattern: [UInt8]) -> Set<Int> {
        var next: Set<Int> = []
        for place in places where place < pattern.count {
            if pattern[place] == star { next.insert(place) } else if pattern[place] == letter { next.insert(place + 1) }
        }
        return closed(next, pattern)
    }

    /// A `*` may also stand for nothing.
    private static func closed(_ places: Set<Int>, _ pattern: [UInt8]) -> Set<Int> {
        var all = places
        for place in places {
            var after = place
            while after < pattern.count, pattern[after] == star {
                after += 1
                all.insert(after)
            }
        }
        return all
    }
}
