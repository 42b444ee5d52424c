/// A part of the product that takes what strangers write, with a way to write such a thing and what must hold of the answer.
package protocol Target: Sendable {
    var name: String { get }
    /// How many of a hundred inputs go to it.
    var share: Int { get }
    /// An input; the same dice give the same one.
    func input(_ dice: inout Dice) -> [UInt8]
    /// What became of an input. Whoever calls it bounds the time.
    func examine(_ input: [UInt8]) throws(Broken) -> Verdict
}

package enum Verdict: Sendable, Hashable { case accepted, refused }

/// A promise that did not hold.
package struct Broken: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// Throws unless the promise holds.
func promise(_ holds: Bool, _ what: @autoclosure () -> String) throws(Broken) {
    if !holds { throw Broken(what()) }
}

package enum Targets {
    package static let all: [any Target] = [
        DocumentTarget(), ExpressionTarget(), TemplateTarget(), PatternTarget(), SchemaTarget(), SkillTarget(), LoopTarget(),
    ]

    package static func named(_ name: String) -> (any Target)? { all.first { $0.name == name } }

    /// The target of an input of a run over all of them.
    static func target(of index: Int) -> any Target {
        var place = index % 100
        for target in all {
            if place < target.share { return target }
            place -= target.share
        }
        return all[0]
    }
}
