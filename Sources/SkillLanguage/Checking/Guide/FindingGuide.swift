/// What a finding's code stands for: the rule, why there is one, and how it is broken and kept.
package struct FindingGuide: Sendable {
    package let code: String
    package let severity: Finding.Severity
    package let rule: String
    package let why: String
    package let wrong: String
    package let right: String

    init(_ code: String, _ rule: String, why: String, wrong: String, right: String, severity: Finding.Severity = .error) {
        self.code = code
        self.severity = severity
        self.rule = rule
        self.why = why
        self.wrong = wrong
        self.right = right
    }

    /// Every code, those of skills before those of loop files.
    package static let all: [FindingGuide] = form + expressions + reach + bounds + secrets + tests + versions + loops

    /// Letter case does not count.
    package static func entry(_ code: String) -> FindingGuide? { all.first { $0.code == code.uppercased() } }
}
