import CivilTime
import JSON
import SkillLanguage
import Workspace

/// A JSON block of a page, as what it is an example of.
enum Example {
    case skill(JSON)
    case loop(JSON)
    case settings(JSON)
    case other

    /// A part of an object, which begins with a key, is taken as the object.
    init(_ block: Page.Block) throws(JSON.ParseError) {
        let isPart = block.text.hasPrefix("\"")
        let json = try JSON(parsing: Array((isPart ? "{\(block.text)}" : block.text).utf8))
        if json["loop"] != nil {
            self = .loop(json)
        } else if json["skill"] != nil {
            self = .skill(json)
        } else if ["services", "models", "policy"].contains(where: { json[$0] != nil }) {
            self = .settings(json)
        } else {
            self = .other
        }
    }

    static let blocks = Page.all.flatMap(\.blocks).filter { $0.language == "json" }

    static func skills() throws -> [(block: Page.Block, skill: Skill)] {
        try blocks.compactMap { block in
            guard case .skill(let json) = try Example(block) else { return nil }
            return (block, try SkillDecoder.decode(json))
        }
    }

    static func loops() throws -> [(block: Page.Block, loop: LoopDocument)] {
        let zones = ZoneDirectory()
        return try blocks.compactMap { block in
            guard case .loop(let json) = try Example(block) else { return nil }
            return (block, try LoopDecoder.decode(json, file: nil, zones: zones))
        }
    }
}
