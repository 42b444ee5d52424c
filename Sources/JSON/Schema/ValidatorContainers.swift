import Pattern

/// The keywords about arrays.
extension Validator {
    mutating func checkArray(_ rule: SchemaRule, of number: Int, _ items: [JSON], _ value: JSON) -> Bool {
        let problem: String?
        switch rule.check {
        case .prefixItems(let nodes):
            return checkItems(0..<min(nodes.count, items.count), items) { nodes[$0] }
        case .items(let node, let start):
            return checkItems(min(start, items.count)..<items.count, items) { _ in node }
        case .contains(let node, let least, let most): problem = countFitting(node, items, least, most)
        case .leastItems(let least): problem = complaint(unless: items.count >= least, "has \(items.count) items; at least \(least) are needed")
        case .mostItems(let most): problem = complaint(unless: items.count <= most, "has \(items.count) items; at most \(most) are allowed")
        case .uniqueItems:
            problem = Self.equalItems(items).map { "the items \($0) and \($1) are equal; all must differ" }
        default: problem = complaintAboutScalar(rule.check, value)
        }
        guard let problem else { return true }
        report(rule, of: number, problem)
        return false
    }

    private mutating func checkItems(_ range: Range<Int>, _ items: [JSON], node: (Int) -> Int) -> Bool {
        var fits = true
        for position in range where !check(node(position), items[position], at: String(position)) {
            fits = false
            if isFull { break }
        }
        return fits
    }

    private mutating func countFitting(_ node: Int, _ items: [JSON], _ least: Int, _ most: Int?) -> String? {
        var count = 0
        for item in items where attempt(node, item, keeping: 0).fits {
            count += 1
            if let most, count > most { return "more than \(most) items fit the schema under \"contains\"" }
            if most == nil, count >= least { return nil }
        }
        return count < least ? "\(count) items fit the schema under \"contains\"; at least \(least) must" : nil
    }

    private static func equalItems(_ items: [JSON]) -> (Int, Int)? {
        if items.count <= 8 {
            for second in items.indices.dropFirst() {
                for first in 0..<second where items[first] == items[second] { return (first, second) }
            }
            return nil
        }
        var places: [JSON: Int] = [:]
        for (second, item) in items.enumerated() {
            if let first = places.updateValue(second, forKey: item) { return (first, second) }
        }
        return nil
    }
}

/// The keywords about objects.
extension Validator {
    mutating func checkObject(
        _ rule: SchemaRule, of number: Int, _ object: JSON.Object, _ value: JSON, _ seen: inout SeenMembers
    ) -> Bool {
        let problem: String?
        switch rule.check {
        case .members(let members): return checkMembers(members, rule, of: number, object, &seen)
        case .unevaluatedProperties(let node):
            return checkRest(node, rule, of: number, object, &seen)
        case .dependentSchemas(let dependents):
            return checkAll(dependents.filter { object.position(of: $0.0) != nil }.map(\.1), value, &seen)
        case .required(let names): return checkPresent(names, rule, of: number, object, because: nil)
        case .dependentRequired(let dependents):
            var fits = true
            for (name, needed) in dependents where object.position(of: name) != nil {
                if !checkPresent(needed, rule, of: number, object, because: name) { fits = false }
                if isFull, !fits { break }
            }
            return fits
        case .propertyNames(let node): return checkNames(node, rule, of: number, object)
        case .leastProperties(let least):
            problem = complaint(unless: object.count >= least, "has \(object.count) members; at least \(least) are needed")
        case .mostProperties(let most): problem = complaint(unless: object.count <= most, "has \(object.count) members; at most \(most) are allowed")
        default: problem = complaintAboutScalar(rule.check, value)
        }
        guard let problem else { return true }
        report(rule, of: number, problem)
        return false
    }

    private mutating func checkMembers(
        _ members: SchemaMembers, _ rule: SchemaRule, of number: Int, _ object: JSON.Object, _ seen: inout SeenMembers
    ) -> Bool {
        var fits = true
        for position in 0..<object.count {
            let (key, value) = object[position]
            var known = false
            if let node = members.node(of: key) {
                known = true
                if !check(node, value, at: key) { fits = false }
            }
            for (pattern, node) in members.patterns where pattern.matches(key) {
                known = true
                if !check(node, value, at: key) { fits = false }
            }
            if known {
                seen.insert(position)
            } else if let additional = members.additional {
                seen.insert(position)
                if nodes[additional].fitsNothing {
                    fits = false
                    let rule = SchemaRule(keyword: .additionalProperties, check: rule.check)
                    report(rule, of: number, notAllowed(key, among: members.names), member: key)
                } else if !check(additional, value, at: key) {
                    fits = false
                }
            }
            if !fits, isFull { break }
        }
        return fits
    }

    private mutating func checkRest(
        _ node: Int, _ rule: SchemaRule, of number: Int, _ object: JSON.Object, _ seen: inout SeenMembers
    ) -> Bool {
        var fits = true
        for position in 0..<object.count where !seen.contains(position) {
            let (key, value) = object[position]
            seen.insert(position)
            if nodes[node].fitsNothing {
                fits = false
                report(rule, of: number, notAllowed(key, among: []), member: key)
            } else if !check(node, value, at: key) {
                fits = false
            }
            if !fits, isFull { break }
        }
        return fits
    }

    private mutating func checkPresent(
        _ names: [String], _ rule: SchemaRule, of number: Int, _ object: JSON.Object, because cause: String?
    ) -> Bool {
        var fits = true
        for name in names where object.position(of: name) == nil {
            fits = false
            let reason = cause.map { "; it is needed when \($0.debugDescription) is present" } ?? ""
            report(rule, of: number, "\(name.debugDescription) is missing\(reason)")
            if isFull { break }
        }
        return fits
    }

    private mutating func checkNames(_ node: Int, _ rule: SchemaRule, of number: Int, _ object: JSON.Object) -> Bool {
        var fits = true
        for key in object.keys {
            let (nameFits, _, violations) = attempt(node, .string(key), keeping: min(trialLimit, 1))
            if nameFits { continue }
            fits = false
            report(rule, of: number, "the name \(key.debugDescription) is not allowed: \(violations.first?.message ?? "")", member: key)
            if isFull { break }
        }
        return fits
    }

    private func notAllowed(_ name: String, among names: [String]) -> String {
        guard isReporting else { return "" }
        let near = JSON.nearest(to: name, among: names).map { "; did you mean \($0.debugDescription)?" }
        let known = names.isEmpty ? "" : "; allowed are \(names.prefix(20).joined(separator: ", "))\(names.count > 20 ? ", …" : "")"
        return "\(name.debugDescription) is not allowed here\(near ?? known)"
    }
}
