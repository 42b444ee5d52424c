/// A text to look for, in time proportional to the text that is searched, whatever the two are (Knuth, Morris, Pratt).
struct Search<Element: Equatable> {
    let part: [Element]
    /// For each length of a match so far, the length of the longest shorter one that ends at the same place.
    private let fallbacks: [Int]

    init(_ part: [Element]) {
        self.part = part
        var fallbacks = [Int](repeating: 0, count: part.count + 1)
        var matched = 0
        for at in part.indices.dropFirst() {
            while matched > 0, part[at] != part[matched] { matched = fallbacks[matched] }
            if part[at] == part[matched] { matched += 1 }
            fallbacks[at + 1] = matched
        }
        self.fallbacks = fallbacks
    }

    /// The first position at or after `start` where the part begins; nil when there is none. An empty part is everywhere.
    func find<Whole: RandomAccessCollection<Element>>(in whole: Whole, from start: Int = 0) -> Int? where Whole.Index == Int {
        if part.isEmpty { return start }
        var matched = 0
        var at = start
        while at < whole.count {
            let element = whole[at]
            while matched > 0, element != part[matched] { matched = fallbacks[matched] }
            if element == part[matched] { matched += 1 }
            at += 1
            if matched == part.count { return at - matched }
        }
        return nil
    }
}
