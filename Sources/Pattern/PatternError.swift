/// Why a text is not a pattern, and where.
package struct PatternError: Error, Hashable {
    package enum Reason: Sendable, Hashable {
        case unbalanced(String)
        case nothingToRepeat
        case badRepetition
        case badEscape(String)
        case badGroup(String)
        case badRange(String)
        case unknownProperty(String)
        case unknownClass(String)
        case unsupported(String)
        case nestedTooDeeply(limit: Int)
        case tooLarge(limit: Int)
    }

    package let reason: Reason
    /// In Unicode scalars from the start of the pattern.
    package let offset: Int

    package init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    package var message: String {
        switch reason {
        case .unbalanced(let what): what
        case .nothingToRepeat: "a repetition has nothing to repeat"
        case .badRepetition: "the least count of a repetition is above its greatest"
        case .badEscape(let text): "\(text) is not a known escape; write a backslash only before punctuation or a known letter"
        case .badGroup(let text): "\(text) does not start a known group"
        case .badRange(let text): "\(text) is not a range: its ends are single characters in ascending order"
        case .unknownProperty(let name): "\\p{\(name)} is unknown; general categories such as L, Lu or Letter are supported, scripts are not"
        case .unknownClass(let name): "\(name) is not a POSIX class"
        case .unsupported(let what): "\(what) cannot be matched in linear time and is not supported"
        case .nestedTooDeeply(let limit): "groups are nested more than \(limit) deep"
        case .tooLarge(let limit): "the pattern needs more than \(limit) instructions; use smaller repetition counts"
        }
    }
}

extension PatternError: CustomStringConvertible {
    package var description: String { "\(message) (at character \(offset) of the pattern)" }
}
