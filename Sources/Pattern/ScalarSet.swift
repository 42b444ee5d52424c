/// A set of Unicode scalars: ranges, general categories, or all but those. ASCII is answered from a bitmap.
struct ScalarSet: Sendable {
    typealias Range = ClosedRange<UInt32>

    /// Sorted, disjoint.
    private let ranges: [Range]
    private let categories: Categories
    private let negated: Bool
    private let caseless: Bool
    private(set) var ascii = ASCIISet()

    /// A `caseless` set also holds the upper and lower case forms of its members.
    init(_ ranges: [Range], categories: Categories = [], negated: Bool = false, caseless: Bool = false) {
        self.ranges = Self.merged(ranges)
        self.categories = categories
        self.negated = negated
        self.caseless = caseless
        for scalar in UInt32(0)..<128 where decide(scalar) { ascii.insert(scalar) }
    }

    /// One scalar, or all its case forms.
    init(_ scalar: Unicode.Scalar, caseless: Bool = false) {
        let forms = caseless ? Self.caseForms(of: scalar) : [scalar]
        self.init(forms.map { $0.value...$0.value }, caseless: caseless)
    }

    /// The only member, when the set is known to have one.
    var single: UInt32? {
        guard !negated, !caseless, categories.isEmpty, ranges.count == 1, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }

    func contains(_ scalar: UInt32) -> Bool { scalar < 128 ? ascii.contains(scalar) : decide(scalar) }

    private func decide(_ value: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(value) else { return false }
        let member = listed(scalar) || caseless && Self.caseForms(of: scalar).contains(where: listed)
        return member != negated
    }

    private func listed(_ scalar: Unicode.Scalar) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        if low < ranges.count, ranges[low].contains(scalar.value) { return true }
        return !categories.isEmpty && categories.contains(Categories(scalar.properties.generalCategory))
    }

    /// All scalars outside `ranges`.
    static func complement(of ranges: [Range]) -> [Range] {
        var rest: [Range] = []
        var next: UInt32 = 0
        for range in merged(ranges) {
            if range.lowerBound > next { rest.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { rest.append(next...0x10FFFF) }
        return rest
    }

    private static func merged(_ ranges: [Range]) -> [Range] {
        var result: [Range] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    /// The scalar and its simple upper and lower case forms, through upper case, so that all three sigmas are one.
    private static func caseForms(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        func single(_ mapping: String) -> Unicode.Scalar? {
            let scalars = mapping.unicodeScalars
            return scalars.count == 1 ? scalars.first : nil
        }
        let upper = single(scalar.properties.uppercaseMapping)
        return [scalar, single(scalar.properties.lowercaseMapping), upper, upper.flatMap { single($0.properties.lowercaseMapping) }].compactMap(
            \.self)
    }
}

/// A set of ASCII characters as 128 bits.
struct ASCIISet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    mutating func insert(_ character: UInt32) {
        if character < 64 { low |= 1 << UInt64(character) } else { high |= 1 << UInt64(character - 64) }
    }
    mutating func formUnion(_ other: ASCIISet) {
        low |= other.low
        high |= other.high
    }
    func contains(_ character: UInt32) -> Bool {
        (character < 64 ? low >> UInt64(character) : high >> UInt64(character - 64)) & 1 == 1
    }
}
