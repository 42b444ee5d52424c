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
        let (fits, seenThere, _) = attempt(condition, value, keeping: 0, wanted: seen)
        if fits { seen.formUnion(seenThere) }
        guard let next = fits ? then : otherwise else { return true }
        return check(next, value, &seen)
    }

    /// All branches are tried when it matters which members they look at, else up to the first that fits.
    mutating func checkAny(_ branches: [Int], _ rule: SchemaRule, of number: Int, _ value: JSON, _ seen: inout SeenMembers) -> Bool {
        var fits = false
        var failures: [[Violation]] = []
        for branch in branches {
            let (branchFits, seenThere, violations) = attempt(branch, value, keeping: trialLimit, wanted: seen)
            failures.append(violations)
            if branchFits {
                fits = true
                seen.formUnion(seenThere)
                if !seen.isWanted { break }
            }
        }
        if !fits { reportMisfit(failures, rule, of: number) }
        return fits
    }

    mutating func checkOne(_ branches: [Int], _ rule: SchemaRule, of number: Int, _ value: JSON, _ seen: inout SeenMembers) -> Bool {
        var fitting: [Int] = []
        var failures: [[Violation]] = []
        for (position, branch) in branches.enumerated() {
            let (branchFits, seenThere, violations) = attempt(branch, value, keeping: trialLimit, wanted: seen)
            failures.append(violations)
            if branchFits {
                fitting.append(position + 1)
                seen.formUnion(seenThere)
                if fitting.count > 1 { break }
            }
        }
        if fitting.isEmpty { reportMisfit(failures, rule, of: number) }
        if fitting.count > 1, isReporting {
            report(rule, of: number, "fits the forms \(fitting[0]) and \(fitting[1]) of \"oneOf\", but must fit exactly one: \(value.excerpt(60))")
        }
        return fitting.count == 1
    }

    /// Tells why no form fits. When it is plain which form was meant, what is wrong with that one; else one violation that lists the forms.
    private mutating func reportMisfit(_ failures: [[Violation]], _ rule: SchemaRule, of number: Int) {
        guard isReporting else { return }
        if let meant = formMeant(failures) { return adopt(meant) }
        let shown = failures.prefix(4).compactMap(\.first).map(relative).joined(separator: "; or ")
        report(rule, of: number, "fits none of the \(failures.count) allowed forms: \(shown)\(failures.count > 4 ? "; or …" : "")")
    }

    /// The violations of the form that was meant: not one that wants another type, or another fixed value here or in a member (`"kind":
    /// "http"`). If several are left, one that the value follows farther down than all others.
    private func formMeant(_ failures: [[Violation]]) -> [Violation]? {
        if failures.count == 1 { return failures[0] }
        let meant = failures.filter { violations in
            !violations.contains {
                let below = $0.instance.tokens.count - path.tokens.count
                return $0.keyword == "type" && below == 0 || ["const", "enum"].contains($0.keyword) && below <= 1
            }
        }
        let depths = meant.map { $0.map(\.instance.tokens.count).min() ?? 0 }
        let closest = meant.indices.filter { depths[$0] == depths.max() }
        return closest.count == 1 ? meant[closest[0]] : nil
    }

    /// A violation told from the value at hand, cut short.
    private func relative(_ violation: Violation) -> String {
        let inner = Pointer(Array(violation.instance.tokens.dropFirst(path.tokens.count)))
        let text = inner == .root ? violation.message : "\(inner): \(violation.message)"
        return text.count <= 160 ? text : text.prefix(159) + "…"
    }
}
