import JSON
import Store

/// One list for all kinds: every item has the same keys, and says which command deals with it.
extension InboxJSON {
    static func item(_ item: InboxItem) throws -> JSON {
        switch item {
        case .wait(let wait): try summary(wait)
        case .proposal(let proposal): .object(summary(proposal))
        case .incident(let incident): .object(summary(incident))
        }
    }

    static func summary(_ proposal: Proposal) -> JSON.Object {
        var item = blank("proposal", proposal.id)
        item["opened_at"] = .time(proposal.openedAt)
        item["until"] = .time(proposal.expiresAt)
        item["subject"] = .string(proposal.paths.joined(separator: " "))
        item["summary"] = .string("\(proposal.proposer.name) proposes this" + (proposal.reason.isEmpty ? "" : ": \(proposal.reason)"))
        item["command"] = .string("ratchet review show \(proposal.id)")
        return item
    }

    static func summary(_ incident: Incident) -> JSON.Object {
        var item = blank("incident", incident.id)
        item["state"] = incident.closing == nil ? "open" : "closed"
        item["run_id"] = .text(incident.runID)
        item["opened_at"] = .time(incident.openedAt)
        item["subject"] = .string(incident.subject)
        item["summary"] = .string(incident.summary)
        item["command"] = .string("ratchet incidents show \(incident.id)")
        return item
    }

    private static func blank(_ kind: String, _ id: String) -> JSON.Object {
        var item: JSON.Object = ["id": .string(id), "kind": .string(kind), "state": "open"]
        for key in ["run_id", "skill", "step", "path", "attempt", "opened_at", "until", "prompt", "assign", "subject", "summary", "command"] {
            item[key] = .null
        }
        return item
    }
}
