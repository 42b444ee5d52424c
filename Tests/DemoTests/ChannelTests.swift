import CivilTime
import Synchronization
import Testing

@testable import Demo

@Suite struct ChannelTests {
    private let noon = Instant(milliseconds: 1_790_000_000_000)

    @Test func `messages are numbered from 1 and read in order`() async throws {
        let channel = try ChatChannel()
        for text in ["one", "two", "three"] { _ = try await channel.post(text, key: nil, at: noon) }
        #expect(await channel.messages().map(\.text) == ["one", "two", "three"])
        #expect(await channel.messages(after: 1).map(\.id) == [2, 3])
        #expect(await channel.messages(after: 3).isEmpty)
    }

    @Test func `a key posts once and is heard once`() async throws {
        let heard = Mutex<[String]>([])
        let channel = try ChatChannel { message in heard.withLock { $0.append(message.text) } }
        let first = try await channel.post("first", key: "k", at: noon)
        #expect(try await channel.post("second", key: "k", at: noon + .seconds(1)) == first)
        #expect(try await channel.post("third", key: "other", at: noon).id == 2)
        #expect(try await channel.post("fourth", key: nil, at: noon).id == 3)
        #expect(await channel.messages().map(\.text) == ["first", "third", "fourth"])
        #expect(heard.withLock { $0 } == ["first", "third", "fourth"])
    }

    @Test func `a channel on a file starts with what was there, keys included`() async throws {
        let file = TemporaryFile()
        let posted = try await post(["é \"quoted\"\nand a line", "two"], keys: ["a", nil], to: file.path)
        let channel = try ChatChannel(file: file.path)
        #expect(await channel.messages() == posted)
        #expect(try await channel.post("again", key: "a", at: noon) == posted[0])
        #expect(try await channel.post("three", key: nil, at: noon).id == 3)
    }

    @Test func `a message cut short by a crash is dropped and the next one is stored whole`() async throws {
        let file = TemporaryFile()
        let posted = try await post(["one"], keys: [nil], to: file.path)
        file.append(#"{"id":2,"at":"2026-09-21T00:00:00Z","text":""# + String(repeating: "x", count: 500))
        #expect(try await post(["two"], keys: [nil], to: file.path).map(\.id) == [2])
        #expect(file.lastByte == UInt8(ascii: "\n"))
        #expect(try await ChatChannel(file: file.path).messages().map(\.text) == [posted[0].text, "two"])
    }

    @Test(arguments: ["nonsense", "{}", #"{"id":1,"at":"2026-09-21T00:00:00Z","text":"not the next id"}"#])
    func `a line that is no message is an error with its number`(line: String) async throws {
        let file = TemporaryFile()
        _ = try await post(["one"], keys: [nil], to: file.path)
        file.append(line + "\n")
        let error = #expect(throws: DemoError.self) { try ChatChannel(file: file.path) }
        #expect(error == .channelFile(file.path, line: 2, reason: "this is no message of the channel"))
    }

    @Test func `a file that cannot be opened is an error that names it`() {
        let error = #expect(throws: DemoError.self) { try ChatChannel(file: "/nowhere/at/all.jsonl") }
        #expect(error.map { "\($0)".contains("/nowhere/at/all.jsonl: cannot open: No such file") } == true)
    }

    private func post(_ texts: [String], keys: [String?], to path: String) async throws -> [ChatMessage] {
        let channel = try ChatChannel(file: path)
        var posted: [ChatMessage] = []
        for (text, key) in zip(texts, keys) { posted.append(try await channel.post(text, key: key, at: noon)) }
        return posted
    }
}
