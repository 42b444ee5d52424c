import JSON
import SkillLanguage
import Testing

@testable import Registry

/// Widening needs a person, narrowing never does: over permits drawn by chance, judged by the requests that they allow.
@Suite struct CapabilityLatticeTests {
    private struct Dice {
        var state: UInt64
        mutating func below(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        mutating func one<Element>(of items: [Element]) -> Element { items[below(items.count)] }
    }

    private struct Asked: Hashable {
        let method: String
        let origin: String
        let path: String
    }

    private static let methods = ["GET", "POST", "*"]
    private static let origins = ["service:a", "https://a.example", "https://a.example:443", "https://a.example:8443"]
    private static let paths = ["/", "/*", "/a", "/a*", "/*a", "/a/*", "/*/b", "/a*b", "/b", "/**", "/*a*", "/ab", "/a/b", "/b*"]

    /// Every request with a path of up to four letters.
    private static let requests: [Asked] = {
        let words = (0..<4).reduce((all: [""], last: [""])) { found, _ in
            let next = found.last.flatMap { word in ["a", "b", "/", "z"].map { word + $0 } }
            return (found.all + next, next)
        }.all.map { "/" + $0 }
        return ["GET", "POST", "OPTIONS"].flatMap { method in
            ["service:a", "https://a.example", "https://a.example:8443"].flatMap { origin in
                words.map { Asked(method: method, origin: origin, path: $0) }
            }
        }
    }()

    private static func lines(_ dice: inout Dice) -> [String] {
        (0..<dice.below(4)).map { _ in "\(dice.one(of: methods)) \(dice.one(of: origins))\(dice.one(of: paths))" }
    }

    private static func allows(_ lines: [String], _ request: Asked) -> Bool {
        // As the executor does: the scheme's own port is the same place with and without.
        let spellings = request.origin == "https://a.example" ? [request.origin, request.origin + ":443"] : [request.origin]
        return lines.compactMap(HTTPPermit.init).contains { permit in
            spellings.contains { permit.allows(method: request.method, origin: $0, path: request.path) }
        }
    }

    private static func skill(_ lines: [String]) throws -> Skill {
        try SkillDecoder.decode(Ground.skill("greet", version: "1.0.0", more: ["permits": ["http": .array(lines.map(JSON.string))]]))
    }

    @Test(arguments: 0..<40) func `a pair is wider exactly when some request is allowed anew`(seed: UInt64) throws {
        var dice = Dice(state: seed &* 7919 &+ 17)
        for _ in 0..<15 {
            let old = Self.lines(&dice)
            // Half of the time something close to the old, so that narrower pairs are not rare.
            var new = dice.below(2) == 0 ? Self.lines(&dice) : old
            if dice.below(3) == 0, !new.isEmpty { new.remove(at: dice.below(new.count)) }
            if dice.below(3) == 0 { new += Self.lines(&dice).prefix(1) }
            let (before, after) = (try Self.skill(old), try Self.skill(new))
            let gained = Self.requests.first { Self.allows(new, $0) && !Self.allows(old, $0) }
            let lost = Self.requests.first { Self.allows(old, $0) && !Self.allows(new, $0) }
            let forth = CapabilityDifference(from: before, to: after), back = CapabilityDifference(from: after, to: before)
            #expect(forth.isWider == (gained != nil), "\(old) to \(new): \(String(describing: gained)) is gained")
            #expect(back.isWider == (lost != nil), "\(new) to \(old): \(String(describing: lost)) is lost")
            // Neither is wider only when they are the same in effect.
            if !forth.isWider, !back.isWider { #expect(gained == nil && lost == nil) }
            #expect(!CapabilityDifference(from: after, to: after).isWider)
            #expect(!CapabilityDifference(from: before, to: try Self.skill([])).isWider)
        }
    }

    @Test(arguments: 0..<40) func `what is wider has a witness, and it is one`(seed: UInt64) {
        var dice = Dice(state: seed &* 104_729 &+ 3)
        let letters = ["a", "b", "/", "*"]
        func pattern(_ dice: inout Dice) -> String { (0..<dice.below(6)).map { _ in dice.one(of: letters) }.joined() }
        for _ in 0..<50 {
            let inner = pattern(&dice), outers = (0..<dice.below(5)).map { _ in pattern(&dice) }
            switch PatternInclusion(inner, in: outers).answer {
            case .escapes(let text):
                let witness = String(decoding: text, as: UTF8.self)
                #expect(Glob.matches(inner, witness) && !outers.contains { Glob.matches($0, witness) }, "\(inner) in \(outers): \(witness)")
            case .covered:
                let escaped = Self.requests.map(\.path).first { path in Glob.matches(inner, path) && !outers.contains { Glob.matches($0, path) } }
                #expect(escaped == nil, "\(inner) in \(outers)")
            case .unknown: Issue.record("\(inner) in \(outers) was not decided")
            }
        }
    }

    @Test(arguments: 0..<30) func `order is kept along the way: no wider twice is no wider at once`(seed: UInt64) throws {
        var dice = Dice(state: seed &* 31 &+ 5)
        for _ in 0..<10 {
            let skills = try (0..<3).map { _ in try Self.skill(Self.lines(&dice)) }
            let (first, second) = (CapabilityDifference(from: skills[0], to: skills[1]), CapabilityDifference(from: skills[1], to: skills[2]))
            if !first.isWider, !second.isWider { #expect(!CapabilityDifference(from: skills[0], to: skills[2]).isWider) }
        }
    }

    @Test func `two lines together can cover one that neither covers`() {
        #expect(CapabilityDifference.covers(["/a*", "/b*"], "/a"))
        #expect(!CapabilityDifference.covers(["/a*", "/b*"], "/*"))
        #expect(CapabilityDifference.covers(["/", "/*"], "/*"))
        #expect(CapabilityDifference.covers(["*a", "a*", "b*", ""], "a*"))
    }

    @Test func `patterns too entangled to tell count as wider`() {
        let outers = (0..<14).map { "*" + String(repeating: "a", count: $0) + "b" + String(repeating: "*a", count: 14 - $0) + "*c" }
        let answer = PatternInclusion("*", in: outers).answer
        #expect(answer != .covered)
        #expect(!CapabilityDifference.covers(outers, String(repeating: "*", count: 30)))
    }
}
