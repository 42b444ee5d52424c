/// A dialect of the language and its limits.
package struct Profile: Sendable {
    /// Mixed int and double arithmetic (`+ - * /`) promotes to double, as JSON's numbers need.
    package var promotesNumbers = false
    /// A quoted string may hold a raw newline.
    package var allowsNewlines = false
    /// Unknown functions and wrong argument counts are refused when parsing, and types that can only fail when checking; plain CEL
    /// lets them fail when they are reached.
    package var isStrict = false
    /// Names of variables may contain dots, and are tried longest first.
    package var qualifiedNames = false
    /// The prefix that is tried before names as they are written: in `a.b`, `x` may mean `a.b.x`, `a.x` or `x`.
    package var container = ""
    package var expandsMacros = true

    /// In characters.
    package var sourceLimit = Int.max
    package var depthLimit = 128
    /// How deep macros that go through lists and maps may be nested in each other.
    package var comprehensionLimit = Int.max
    package var costLimit = Int.max / 2
    /// The size of a result, in bytes: about what it takes as JSON.
    package var resultLimit = Int.max / 2

    package init() {}

    /// CEL as specified, its limits wide enough for the conformance suite.
    package static let conformance: Profile = {
        var profile = Profile()
        profile.qualifiedNames = true
        return profile
    }()

    /// CEL for skills: JSON's numbers mix, and everything is bounded.
    package static let ratchet: Profile = {
        var profile = Profile()
        profile.promotesNumbers = true
        profile.allowsNewlines = true
        profile.isStrict = true
        profile.sourceLimit = 2_000
        profile.depthLimit = 64
        profile.comprehensionLimit = 3
        profile.costLimit = 100_000
        profile.resultLimit = 1 << 20
        return profile
    }()
}
