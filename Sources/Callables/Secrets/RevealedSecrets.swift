import JSON
import SkillLanguage

/// The secrets one call has put into what it sends, so that they can be taken out of what comes back.
struct RevealedSecrets {
    private let source: any SecretSource
    private let memory: ScrubberMemory
    private var values: [String: String] = [:]

    init(_ source: any SecretSource, _ memory: ScrubberMemory = ScrubberMemory()) {
        self.source = source
        self.memory = memory
    }

    /// Fails with `secret.missing`.
    mutating func value(of name: String) throws(Failure) -> String {
        guard let value = source.value(of: name), !value.isEmpty else {
            throw Failure("secret.missing", source.absence(of: name), retryable: false, details: ["secret": .string(name)])
        }
        values[name] = value
        return value
    }

    /// Puts values in place of the `${secrets.NAME}` of a text from the settings.
    mutating func reveal(in text: String) throws(Failure) -> String {
        var result = "", rest = Substring(text)
        while let opening = rest.firstRange(of: "${secrets."), let closing = rest[opening.upperBound...].firstIndex(of: "}") {
            result += rest[..<opening.lowerBound]
            result += try value(of: String(rest[opening.upperBound..<closing]))
            rest = rest[rest.index(after: closing)...]
        }
        return result + rest
    }

    /// Puts values in place of the markers of a call's arguments.
    mutating func reveal(in arguments: JSON, _ markers: SecretMarkers) throws(Failure) -> JSON {
        var revealed = self
        defer { self = revealed }
        return try markers.replace(in: arguments) { name throws(Failure) in try revealed.value(of: name) }
    }

    /// Takes out what this call has revealed, and all other secrets that are too long to stand there by chance: a service may send back
    /// what another call gave it.
    var scrubber: SecretScrubber {
        memory.scrubber(of: source.values.filter { $0.value.utf8.count >= Self.tellingBytes }.merging(values) { _, revealed in revealed })
    }

    private static let tellingBytes = 8
}
