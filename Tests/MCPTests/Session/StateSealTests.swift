import CivilTime
import JSON
import Testing

@testable import MCP

@Suite struct StateSealTests {
    private static let now = Instant(milliseconds: 1_000_000)
    private let seal = StateSeal(key: [1, 2, 3], lifetime: .seconds(10))

    @Test func `a state comes back for its call until it is too old`() throws {
        let text = seal.seal(["a": [1]], for: ["x"], at: Self.now)
        #expect(try seal.open(text, for: ["x"], at: Self.now + .milliseconds(9999)) == ["a": [1]])
        #expect(throws: MCPError.self) { try seal.open(text, for: ["x"], at: Self.now + .seconds(10)) }
        #expect(throws: MCPError.self) { try seal.open(text, for: ["y"], at: Self.now) }
        #expect(throws: MCPError.self) { try StateSeal(key: [9]).open(text, for: ["x"], at: Self.now) }
    }

    @Test func `a change of any character is noticed`() {
        let text = Array(seal.seal("state", for: nil, at: Self.now))
        for place in text.indices {
            var changed = text
            changed[place] = changed[place] == "A" ? "B" : "A"
            #expect(throws: MCPError.self, "\(place)") { try seal.open(String(changed), for: nil, at: Self.now) }
        }
        #expect(throws: MCPError.self) { try seal.open("", for: nil, at: Self.now) }
    }
}

@Suite struct ListPageTests {
    @Test(arguments: 1...12)
    func `pages of any size hold each item once, in order`(size: Int) throws {
        let list = (0..<11).map { "item-\($0)" }
        var items: [String] = []
        var cursor: String?
        repeat {
            let page = try ListPage(of: list, after: cursor, size: size, by: \.self)
            items += page.items
            cursor = page.next
        } while cursor != nil
        #expect(items == list)
    }

    @Test func `items that come and go elsewhere neither hide nor repeat others`() throws {
        let first = try ListPage(of: ["b", "c", "d"], after: nil, size: 2, by: \.self)
        let second = try ListPage(of: ["a", "c", "d"], after: first.next, size: 2, by: \.self)
        #expect(Array(second.items) == ["d"])
        #expect(throws: MCPError.self) { try ListPage(of: ["a", "d"], after: first.next, size: 2, by: \.self) }
    }
}

@Suite struct SessionTableTests {
    private static let start = Instant(milliseconds: 0)

    @Test func `an idle session is gone, a used one stays`() {
        var table = SessionTable<Int>(capacity: 10, idle: .seconds(10))
        #expect(table.insert(1, id: "a", at: Self.start) == [])
        #expect(table.use("a", at: Self.start + .seconds(9)) == 1)
        #expect(table.use("a", at: Self.start + .seconds(18)) == 1)
        #expect(table.use("a", at: Self.start + .seconds(28)) == nil)
        #expect(table.insert(2, id: "b", at: Self.start + .seconds(28)) == [1])
        #expect(table.count == 1)
    }

    @Test func `the one longest unused makes room`() {
        var table = SessionTable<Int>(capacity: 2, idle: .seconds(1000))
        _ = table.insert(1, id: "a", at: Self.start)
        _ = table.insert(2, id: "b", at: Self.start + .seconds(1))
        _ = table.use("a", at: Self.start + .seconds(2))
        #expect(table.insert(3, id: "c", at: Self.start + .seconds(3)) == [2])
        #expect(table.count == 2)
    }
}
