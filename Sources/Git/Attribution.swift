import CGit
package import CivilTime

/// Who did something in the repository, and when. Git keeps whole seconds; the time zone written is always UTC.
package struct Attribution: Sendable, Hashable {
    package let name: String
    package let email: String
    /// On a whole second.
    package let time: Instant

    /// Refuses what would break the line-based commit header: an empty name, angle brackets, control characters; and times before 1970.
    ///
    /// Git drops punctuation such as a dot or a quote from both ends of a name: "Robot." reads back as "Robot".
    package init(name: String, email: String, time: Instant) throws(GitError) {
        for (what, text) in [("the name", name), ("the address", email)] {
            guard text.utf8.allSatisfy({ $0 >= 32 && $0 != 127 && $0 != 60 && $0 != 62 }) else {
                throw .invalid("\(what) of \"\(name)\"", reason: "it contains < or > or a control character")
            }
        }
        guard name.utf8.contains(where: { $0 > 64 || (48...57).contains($0) }) else {
            throw .invalid("the name \"\(name)\"", reason: "it has no letter or digit")
        }
        guard time.milliseconds >= 0 else { throw .invalid("a time before 1970", reason: "git cannot express it") }
        self.init(name, email, seconds: time.milliseconds / 1000)
    }

    init(reading signature: git_signature) {
        self.init(String(cString: signature.name), String(cString: signature.email), seconds: signature.when.time)
    }

    private init(_ name: String, _ email: String, seconds: Int64) {
        self.name = name
        self.email = email
        time = Instant(milliseconds: seconds.multipliedReportingOverflow(by: 1000).partialValue)
    }

    func signature() throws(GitError) -> Signature { try Signature(self) }

    /// libgit2's form of an attribution.
    struct Signature: ~Copyable {
        let pointer: UnsafeMutablePointer<git_signature>

        fileprivate init(_ who: Attribution) throws(GitError) {
            var made: UnsafeMutablePointer<git_signature>?
            try check(git_signature_new(&made, who.name, who.email, who.time.milliseconds / 1000, 0), "form the name", who.name)
            guard let made else { throw .library(code: 0, operation: "form the name \(who.name)", message: "no object was returned") }
            pointer = made
        }

        deinit { git_signature_free(pointer) }
    }
}
