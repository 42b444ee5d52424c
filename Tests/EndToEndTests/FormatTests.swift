import JSON
import SkillLanguage
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `ratchet fmt`.
@Suite(.timeLimit(.minutes(2))) struct FormatTests {
    private let loop = #"{"skill": "a@^1", "loop": "a", "schedule": {"every": "5m"}}"#
    private let shown = """
        {
          "loop": "a",
          "schedule": { "every": "5m" },
          "skill": "a@^1"
        }

        """

    private func content(_ path: String, _ ground: Ground) throws -> String? {
        try Files.read(ground.workspace + "/" + path).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `files are rewritten where they are, keep their mode and stay links, and only the changed ones are listed`() async throws {
        let ground = try Ground()
        try ground.write("a.json", loop)
        try ground.write("good.json", shown)
        chmod(ground.workspace + "/a.json", 0o666)
        #expect(symlink("a.json", ground.workspace + "/link.json") == 0)
        var before = stat(), after = stat()
        #expect(stat(ground.workspace + "/good.json", &before) == 0)
        let result = try await ground.ratchet("fmt", "link.json", "good.json")
        #expect(result.code == 0 && result.output == "link.json" && result.errors == "", "\(result)")
        #expect(try content("a.json", ground) == shown && content("good.json", ground) == shown)
        #expect(stat(ground.workspace + "/good.json", &after) == 0 && before.st_ino == after.st_ino)
        #expect(stat(ground.workspace + "/a.json", &after) == 0 && after.st_mode & 0o7777 == 0o666)
        #expect(lstat(ground.workspace + "/link.json", &after) == 0 && after.st_mode & S_IFMT == S_IFLNK)
        #expect(try await ground.ratchet("fmt", "a.json", "good.json").output == "")
    }

    @Test func `--check writes nothing, lists what would change and ends with 1`() async throws {
        let ground = try Ground()
        try ground.write("a.json", loop)
        try ground.write("good.json", shown)
        let result = try await ground.ratchet("fmt", "--check", "a.json", "good.json")
        #expect(result.code == 1 && result.output == "a.json" && result.errors == "", "\(result)")
        #expect(try content("a.json", ground) == loop)
        #expect(try await ground.ratchet("fmt", "--check", "good.json").code == 0)
    }

    @Test func `--diff writes nothing and shows a difference that git can apply`() async throws {
        let ground = try Ground()
        // Far enough apart for two hunks; no newline at the end, and a line that ends with CR LF.
        let filler = (0..<12).map { "    \"k\($0)\": \($0)" }.joined(separator: ",\n")
        let head = "{\n  \"loop\":\"a\",\r\n  \"schedule\": { \"every\": \"5m\" },\n  \"skill\": \"a@^1\",\n  \"input\": {\n"
        try ground.write("a.json", head + filler + ",\n    \"é\":1\n  }\n}")
        let result = try await ground.ratchet("fmt", "--diff", "a.json")
        #expect(result.code == 0 && result.output.contains("--- a/a.json\n+++ b/a.json\n@@ -1,"), "\(result)")
        #expect(result.output.split(separator: "\n").count { $0.hasPrefix("@@") } == 2)
        try ground.write("change.diff", result.output + "\n")
        let before = try content("a.json", ground)
        try await ground.git("apply", "--whitespace=nowarn", "change.diff")
        let applied = try content("a.json", ground)
        try ground.write("a.json", before ?? "")
        #expect(try await ground.ratchet("fmt", "a.json").code == 0)
        #expect(try applied == content("a.json", ground) && applied != before)
        #expect(try await ground.ratchet("fmt", "--diff", "--check", "a.json").output == "")
    }

    @Test func `standard input goes to standard output`() async throws {
        let ground = try Ground()
        try ground.write("a.json", loop)
        for arguments in ["fmt", "fmt -"] {
            let result = try await ground.shell("cat a.json | ratchet \(arguments) > shown.json")
            #expect(result.code == 0, "\(result)")
            #expect(try content("shown.json", ground) == shown)
        }
        #expect(try await ground.shell("ratchet fmt - < shown.json | cmp - shown.json").code == 0)
        #expect(try await ground.shell("cat a.json | ratchet fmt --check -").code == 1)
    }

    @Test func `without files, a workspace's skills and loops are rewritten and nothing else`() async throws {
        let ground = try Ground()
        try await ground.ratchet("init")
        #expect(try await ground.ratchet("fmt", "--check").output == "")
        try ground.write("cron/a.json", loop)
        try ground.write("skills/b/skill.json", #"{"skill": "b", "language": 1}"#)
        try ground.write("notes.json", "{}")
        try ground.write("skills/b/other.json", "{}")
        let result = try await ground.ratchet("fmt")
        #expect(result.code == 0 && result.output == "skills/b/skill.json\ncron/a.json", "\(result)")
        #expect(try content("cron/a.json", ground) == shown)
        #expect(try content("skills/b/skill.json", ground) == "{\n  \"language\": 1,\n  \"skill\": \"b\"\n}\n")
        #expect(try content("skills/b/other.json", ground) == "{}" && content("notes.json", ground) == "{}")
    }

    @Test func `what is not JSON is told with its place and left alone, and the other files are written`() async throws {
        let ground = try Ground()
        try ground.write("twice.json", "{\"loop\": \"a\",\n \"loop\": \"a\"}")
        try ground.write("a.json", loop)
        let result = try await ground.ratchet("fmt", "twice.json", "a.json")
        #expect(result.code == 1 && result.output.hasPrefix("twice.json:2:2: E01 duplicate key") && result.output.hasSuffix("\na.json"), "\(result)")
        #expect(try content("twice.json", ground) == "{\"loop\": \"a\",\n \"loop\": \"a\"}" && content("a.json", ground) == shown)
        try ground.write("a.json", loop)
        #expect(try await ground.ratchet("fmt", "a.json", "nowhere.json").code == 2)
        #expect(try content("a.json", ground) == loop)
        #expect(try await ground.ratchet("fmt", "-", "a.json").code == 2)
        #expect(try await ground.ratchet("fmt", "--chek").code == 2)
    }

    @Test func `--json tells what changed, the findings, and the text and the difference that were asked for`() async throws {
        let ground = try Ground()
        try ground.write("a.json", loop)
        try ground.write("bad.json", "{")
        let plan = try await ground.ratchet("fmt", "--json", "--check", "--diff", "a.json", "bad.json")
        let items = try JSON(parsing: Array(plan.output.utf8))["items"]
        #expect(plan.code == 1 && items?[0]?["file"] == "a.json" && items?[0]?["changed"] == true && items?[0]?["findings"] == [])
        #expect(items?[0]?["difference"]?.string?.hasPrefix("--- a/a.json\n") == true)
        #expect(items?[1]?["changed"] == false && items?[1]?["findings"]?[0]?["code"] == "E01" && items?[1]?["findings"]?[0]?["line"] == 1)
        let stream = try await ground.shell("cat a.json | ratchet fmt --json -")
        #expect(try JSON(parsing: Array(stream.output.utf8))["items"]?[0]?["text"] == .string(shown))
    }

    @Test func `a skill that is rewritten passes the checks it passed`() async throws {
        let ground = try Ground()
        try await ground.ratchet("init")
        let path = WorkspaceLayout.skillPath("weekly_review")
        let skill = try JSON(parsing: try #require(try Files.read(ground.workspace + "/" + path)))
        try ground.write(path, skill.text(.compact))
        #expect(try await ground.ratchet("fmt").output == path)
        #expect(try await ground.git("status", "--porcelain") == "")
        #expect(try await ground.ratchet("check", path).code == 0)
        #expect(try await ground.ratchet("test", path).code == 0)
    }
}
