import Testing

@testable import Git

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct IsolationTests {
    @Test func `no hook and no filter program is ever run`() async throws {
        let space = try await Workspace.create()
        let trace = space.home["trace"]
        let hooks = [
            "pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "post-checkout", "post-merge", "reference-transaction", "update",
            "post-update", "pre-receive", "post-receive", "post-rewrite", "post-index-change", "fsmonitor-watchman",
        ]
        for hook in hooks { space.directory.write(".git/hooks/" + hook, "#!/bin/sh\necho \(hook) >> \(trace)\n", mode: 0o755) }
        for (key, value) in [
            ("filter.evil.clean", "sh -c 'echo clean >> \(trace); cat'"), ("filter.evil.smudge", "sh -c 'echo smudge >> \(trace); cat'"),
            ("diff.evil.command", "sh -c 'echo diff >> \(trace)'"), ("core.fsmonitor", "sh -c 'echo fsmonitor >> \(trace)'"),
            ("merge.evil.driver", "sh -c 'echo merge >> \(trace)'"),
        ] { try await space.repository.setConfig(key, value) }
        let one = try await space.land([.write(".gitattributes", "* filter=evil diff=evil merge=evil\n"), .write("a", "1\n")])
        let two = try await space.land([.write("a", "2\n"), .delete(".gitattributes")])
        _ = try await space.repository.diff(from: one, to: two)
        _ = try await space.repository.status()
        #expect(!space.home.exists("trace"), "\(space.home.text("trace") ?? "")")
        space.git("commit", "--allow-empty", "-qm", "The trap works")
        #expect(space.home.text("trace")?.contains("pre-commit") == true)
    }

    /// In a process of its own, whose home directory is a trap.
    @Test func `a user's global configuration changes nothing`() async throws {
        await #expect(processExitsWith: .success) {
            let home = TemporaryDirectory()
            home.write(
                ".gitconfig",
                """
                [user]
                    name = Global
                    email = global@example.com
                [core]
                    autocrlf = true
                    excludesFile = \(home.path)/ignore
                    attributesFile = \(home.path)/attributes
                    hooksPath = \(home.path)/hooks
                [init]
                    defaultBranch = weird
                    templateDir = \(home.path)/template
                [commit]
                    gpgSign = true
                [diff]
                    noprefix = true
                [gpg]
                    format = nonsense
                [safe]
                    directory = *

                """)
            home.write("ignore", "*\n")
            home.write("attributes", "* text eol=crlf\n")
            home.write("template/planted", "x")
            home.write(".config/git/config", "[core]\n    autocrlf = input\n")
            setenv("HOME", home.path, 1)
            setenv("XDG_CONFIG_HOME", home["/.config"], 1)
            setenv("GIT_DIR", "/nowhere", 1)
            let space = try await Workspace.create()
            #expect(StockGit(directory: space.directory.path, home: home.path)("config", "core.autocrlf") == "true\n", "the trap is set")
            let one = try await space.land([.write("a", "1\n2\r\n")])
            let two = try await space.land([.write("a", "1\n3\r\n")])
            space.directory.write("new", "1\n")
            #expect(try await space.repository.head() == .branch(.main, two))
            #expect(space.directory.read("a") == Array("1\n3\r\n".utf8))
            #expect(!space.directory.exists(".git/planted"))
            #expect(try await space.repository.config("user.name") == nil)
            #expect(try await space.repository.config("core.autocrlf") == nil)
            #expect(try await space.repository.status().map(\.path) == ["new"])
            #expect(try await space.repository.commit(two).author.name == "Robot")
            #expect(try await space.repository.diff(from: one, to: two).first?.text.contains("--- a/a\n+++ b/a\n") == true)
        }
    }
}
