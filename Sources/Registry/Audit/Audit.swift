package import JSON

/// What an audit looked at and what does not agree.
package struct Audit: Sendable {
    package struct Mismatch: Sendable, Hashable {
        package enum What: String, Sendable { case commit, proposal, version, run, ref }

        package let what: What
        /// The commit's id, the row's, or the ref's name.
        package let id: String
        package let message: String
        /// What it says about the record.
        package let meaning: String

        package var json: JSON {
            ["what": .string(what.rawValue), "id": .string(id), "message": .string(message), "meaning": .string(meaning)]
        }
    }

    package internal(set) var commits = 0
    package internal(set) var proposals = 0
    package internal(set) var versions = 0
    package internal(set) var mismatches: [Mismatch] = []

    package var json: JSON {
        [
            "ok": .bool(mismatches.isEmpty), "commits": .int(Int64(commits)), "proposals": .int(Int64(proposals)),
            "versions": .int(Int64(versions)), "mismatches": .array(mismatches.map(\.json)),
        ]
    }

    mutating func add(_ what: Mismatch.What, _ id: String, _ message: String, means meaning: String) {
        mismatches.append(Mismatch(what: what, id: id, message: message, meaning: meaning))
    }
}
