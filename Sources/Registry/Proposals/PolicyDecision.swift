package import JSON
package import Workspace

/// What the policy makes of a proposal, and why. Pure: the same evidence and policy always decide alike.
package struct PolicyDecision: Sendable, Hashable {
    package enum Outcome: String, Sendable {
        /// It goes live by itself.
        case live
        /// It waits for people.
        case pending
    }

    package let outcome: Outcome
    /// Each reason to wait; or, when there is none, why it need not.
    package let reasons: [String]

    package init(on evidence: Evidence, by policy: ChangePolicy) {
        var waits: [String] = []
        if policy.freeze { waits.append("changes are frozen") }
        if policy.autoApprove == .never { waits.append("policy.auto_approve is \"never\": a person looks at every change") }
        if let origin = evidence.origin {
            waits.append("run \(origin.run) of \(origin.skill) \(origin.version) made it: a person looks at every change that a run makes")
            if origin.isTainted { waits.append("text from outside may be in it: \(origin.taint.joined(separator: ", "))") }
        }
        for change in evidence.changes { waits += Self.reasons(toWaitFor: change) }
        outcome = waits.isEmpty ? .live : .pending
        reasons = waits.isEmpty ? ["same or narrower reach, green tests, a clean shadow run, policy.auto_approve is \"narrower\""] : waits
    }

    private static func reasons(toWaitFor change: Evidence.Change) -> [String] {
        guard change.kind != .removed else { return ["\(change.path) is removed"] }
        // What a loop starts, and when, is a person's business.
        guard let capabilities = change.capabilities else { return ["\(change.path) decides when something runs"] }
        let wider = capabilities.lines.filter { $0.direction == .wider }
        if change.kind == .added {
            let asked = wider.filter { $0.kind != "limits" }
            if !asked.isEmpty { return ["\(change.path) is new and asks for " + asked.map(\.description).joined(separator: ", ")] }
            if !wider.isEmpty { return ["\(change.path) is new and its limits are above the standard ones"] }
        } else if !wider.isEmpty {
            return ["\(change.path) gets wider: " + wider.map(\.description).joined(separator: ", ")]
        }
        if !change.testsLoosened.isEmpty {
            let names = change.testsLoosened.map { "\"\($0)\"" }.joined(separator: ", ")
            return ["\(change.path) changes or drops what it is judged by: the tests \(names)"]
        }
        if change.tests.isEmpty || !change.tests.allSatisfy(\.passed) { return ["\(change.path) has no green tests"] }
        if let shadow = change.shadow, !shadow.isClean { return ["\(change.path) ends otherwise on recorded runs"] }
        return []
    }

    package var json: JSON { ["outcome": .string(outcome.rawValue), "reasons": .array(reasons.map(JSON.string))] }
}

extension CapabilityDifference.Line: CustomStringConvertible {
    package var description: String { "\(kind) \(text)" }
}
