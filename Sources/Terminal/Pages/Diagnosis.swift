package import JSON

/// What `ratchet doctor` found.
package struct Diagnosis: Sendable {
    package enum Status: String, Sendable {
        case ok
        /// Works, but somebody should look.
        case warn
        case fail

        fileprivate var tone: Tone {
            switch self {
            case .ok: .good
            case .warn: .caution
            case .fail: .bad
            }
        }
    }

    package struct Check: Sendable {
        package let name: String
        package let status: Status
        package let detail: String
        /// What to do about it.
        package let advice: String?

        package init(_ name: String, _ status: Status, _ detail: String, advice: String? = nil) {
            self.name = name
            self.status = status
            self.detail = detail
            self.advice = advice
        }
    }

    package var checks: [Check] = []

    package init() {}

    package var hasFailures: Bool { checks.contains { $0.status == .fail } }

    package func text(on screen: Screen) -> String {
        let width = checks.reduce(0) { max($0, $1.name.columns) }
        return checks.map { check in
            let indentation = 6 + width + 2
            let body = check.detail.harmlessText.wrapped(to: max(screen.width - indentation, 20))
            let advice = (check.advice ?? "").harmlessText.wrapped(to: max(screen.width - indentation, 20)).filter { !$0.isEmpty }
            let first = screen.paint(check.status.rawValue.filled(to: 4), check.status.tone) + "  " + check.name.filled(to: width) + "  "
            let blank = String(repeating: " ", count: indentation)
            return first + body.joined(separator: "\n" + blank) + "\n" + advice.map { blank + screen.paint($0, .strong) + "\n" }.joined()
        }
        .joined()
    }

    package var json: JSON {
        let checks = checks.map { check -> JSON in
            [
                "name": .string(check.name), "status": .string(check.status.rawValue), "detail": .string(check.detail),
                "advice": check.advice.map(JSON.string) ?? .null,
            ]
        }
        return ["status": .string(hasFailures ? "fail" : "ok"), "checks": .array(checks)]
    }
}
