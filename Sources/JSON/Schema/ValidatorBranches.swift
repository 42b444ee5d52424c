/// The keywords that apply other schemas to the same value.
extension Validator {
    mutating func checkAll(_ branches: [Int], _ value: JSON, _ seen: inout SeenMembers) -> Bool {
        var fits = true
        for branch in branches where !check(branch, value, &seen) {
            fits = false
            if isFull { break }
        }
        return fits
    }

    mutating func checkCondition(_ condition: Int, _ then: Int?, _ otherwise: Int?, _ value: JSON, _ seen: inout SeenMembers) -> Bool {
        let (fits, seenThere, _) = attempt(condition, value, wanted: seen)
        if fits { seen.formUnion(seenThere) }
        guard let next = fits ? then : otherwise else { return true }
        return check(next, value, &seen)
    }

    /// Nil when some branch fits. All of them are tried when it matters which members they look at.
    mutating func checkAny(_ branches: [Int], _ value: JSON, _ seen: inout SeenMembers) -> String? {
        var fits = false
        var problems: [Violation] = []
        for branch in branches {
            let (branchFits, seenThere, first) = attempt(branch, value, wanted: seen)
            if branchFits {
                fits = true
                seen.formUnion(seenThere)
                if !seen.isWanted { break }
            } else if let first {
                problems.append(first)
            }
        }
        return fits ? nil : misfit(problems, value)
    }

    mutating func checkOne(_ branches: [Int], _ value: JSON, _ seen: inout SeenMembers) -> String? {
        var fitting: [Int] = []
        var problems: [Violation] = []
        for (position, branch) in branches.enumerated() {
            let (branchFits, seenThere, first) = attempt(branch, value, wanted: seen)
            if branchFits {
                fitting.append(position)
                seen.formUnion(seenThere)
                if fitting.count > 1 { break }
            } else if let first {
                problems.append(first)
            }
        }
        switch fitting.count {
        case 0: return misfit(problems, value)
        case 1: return nil
        default:
            return complaint(
                unless: false, "fits the forms \(fitting[0] + 1) and \(fitting[1] + 1) of \"oneOf\", but must fit exactly one: \(value.excerpt(60))")
        }
    }

    /// Why no form fits. A form that wants another type or has a fixed value that differs was not the one meant; among the others, one
    /// that got farther into the value than all the rest was. When neither singles one out, the first few are listed.
    private func misfit(_ problems: [Violation], _ value: JSON) -> String {
        guard isReporting else { return "" }
        let meant = problems.filter { !["const", "enum"].contains($0.keyword) && !($0.keyword == "type" && $0.instance == path) }
        let deepest = meant.map(\.instance.tokens.count).max()
        let closest = meant.filter { $0.instance.tokens.count == deepest }
        if problems.count > 1, closest.count == 1 {
            return "fits none of the \(problems.count) allowed forms; the closest fails: \(relative(closest[0]))"
        }
        let shown = problems.prefix(4).map(relative).joined(separator: "; or ")
        return "fits none of the allowed forms: \(shown)\(problems.count > 4 ? "; or …" : "")"
    }

    /// A violation told from the value at hand.
    private func relative(_ violation: Violation) -> String {
        let inner = Pointer(Array(violation.instance.tokens.dropFirst(path.tokens.count)))
        return inner == .root ? violation.message : "\(inner): \(violation.message)"
    }
}
