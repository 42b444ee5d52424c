import Pattern

/// The keywords about a value as a whole, and about numbers and strings.
extension Validator {
    /// What is wrong with the value; nil when nothing is, or the keyword is for values of another type.
    func complaintAboutScalar(_ check: SchemaCheck, _ value: JSON) -> String? {
        switch check {
        case .never: return complaint(unless: false, "nothing is allowed here, got \(value.excerpt(60))")
        case .type(let types):
            return complaint(unless: !types.isDisjoint(with: SchemaTypes(of: value)), "expected \(types.names), got \(describe(value))")
        case .constant(let constant): return complaint(unless: value == constant, "must be \(constant.excerpt(60)), got \(value.excerpt(60))")
        case .oneOfValues(let list, let set): return complaint(unless: set.contains(value), notListed(value, list))
        default: break
        }
        switch value {
        case .int, .double: return complaintAboutNumber(check, value)
        case .string(let text): return complaintAboutString(check, text)
        default: return nil
        }
    }

    private func complaintAboutNumber(_ check: SchemaCheck, _ value: JSON) -> String? {
        switch check {
        case .multipleOf(let divisor, let written):
            complaint(unless: value.decimal?.isMultiple(of: divisor) ?? true, "\(value) is not a multiple of \(written)")
        case .least(let bound, exclusive: false): complaint(unless: !value.isLess(than: bound), "\(value) is less than the least, \(bound)")
        case .least(let bound, exclusive: true): complaint(unless: bound.isLess(than: value), "\(value) is not above \(bound)")
        case .most(let bound, exclusive: false): complaint(unless: !bound.isLess(than: value), "\(value) is more than the most, \(bound)")
        case .most(let bound, exclusive: true): complaint(unless: value.isLess(than: bound), "\(value) is not below \(bound)")
        default: nil
        }
    }

    private func complaintAboutString(_ check: SchemaCheck, _ text: String) -> String? {
        switch check {
        case .leastLength(let least): complaintAboutLength(of: text, unless: { $0 >= least }, "at least \(least) are needed")
        // No text has more characters than bytes.
        case .mostLength(let most) where text.utf8.count > most:
            complaintAboutLength(of: text, unless: { $0 <= most }, "at most \(most) are allowed")
        case .pattern(let pattern): complaint(unless: pattern.matches(text), "\(JSON.string(text).excerpt(60)) does not match \(pattern.source)")
        default: nil
        }
    }

    private func complaintAboutLength(of text: String, unless fits: (Int) -> Bool, _ rule: @autoclosure () -> String) -> String? {
        let count = text.unicodeScalars.count
        return complaint(unless: fits(count), "\(JSON.string(text).excerpt(60)) is \(count) characters long; \(rule())")
    }

    /// Builds the message only when it will be read.
    func complaint(unless fits: Bool, _ message: @autoclosure () -> String) -> String? {
        fits ? nil : isReporting ? message() : ""
    }

    private func notListed(_ value: JSON, _ list: [JSON]) -> String {
        let shown = list.prefix(20).map { $0.excerpt(40) }.joined(separator: ", ") + (list.count > 20 ? ", …" : "")
        let near = value.string.flatMap { JSON.nearest(to: $0, among: list.compactMap(\.string)) }
        return "\(value.excerpt(60)) is none of \(shown)" + (near.map { "; did you mean \($0.debugDescription)?" } ?? "")
    }

    private func describe(_ value: JSON) -> String {
        switch value {
        case .null: return "null"
        case .bool, .int, .double: return value.excerpt(60)
        default: return "the \(SchemaTypes(of: value).names) \(value.excerpt(60))"
        }
    }
}

extension JSON {
    /// Compares numbers exactly, integers beyond 2^53 with doubles too. False of anything else.
    func isLess(than other: JSON) -> Bool {
        switch (self, other) {
        case (.int(let a), .int(let b)): a < b
        case (.double(let a), .double(let b)): a < b
        case (.int(let a), .double(let b)): Self.compare(a, b) < 0
        case (.double(let a), .int(let b)): Self.compare(b, a) > 0
        default: false
        }
    }

    /// Below, at or above 0 as the integer is less than, equal to or more than the double.
    private static func compare(_ int: Int64, _ double: Double) -> Int {
        if double >= 0x1p63 { return -1 }
        if double < -0x1p63 { return 1 }
        let floor = double.rounded(.down)
        let whole = Int64(floor)
        if int != whole { return int < whole ? -1 : 1 }
        return floor < double ? -1 : 0
    }
}
