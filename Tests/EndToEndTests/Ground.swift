import JSON
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder of one test's own with a workspace, a home and a user's configuration in it, and the built `ratchet` to use on them.
final class Ground: Sendable {
    let folder: String
    var workspace: String { folder + "/workspace" }
    var owner: String { folder + "/configuration/owner.token" }
    var layout: WorkspaceLayout { WorkspaceLayout(root: workspace) }

    init() throws {
        var template = Array("/tmp/ratchet-end-to-end-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let made else { throw SystemError("mkdtemp", errno) }
        folder = Files.absolute(made)
        for name in ["home", "workspace"] { try Files.makeFolder("\(folder)/\(name)") }
    }

    deinit {
        if let remover = try? Program(["rm", "-rf", folder], in: "/", environment: environment) {
            var status: Int32 = 0
            waitpid(remover.processID, &status, 0)
        }
    }

    var environment: [String: String] {
        [
            "PATH": getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin", "HOME": folder + "/home",
            "RATCHET_CONFIG_DIR": folder + "/configuration", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C", "GIT_AUTHOR_NAME": "Kim",
            "GIT_AUTHOR_EMAIL": "kim@example.com", "GIT_COMMITTER_NAME": "Kim", "GIT_COMMITTER_EMAIL": "kim@example.com",
        ]
    }

    // MARK: programs

    private static let binary = built("ratchet")

    /// A program that was built beside the tests.
    static func built(_ name: String) -> String {
        let root = Files.parent(of: Files.parent(of: Files.parent(of: #filePath)))
        let beside = Files.parent(of: Files.absolute("/proc/self/exe")) + "/" + name
        return Files.exists(beside) ? beside : root + "/.build/debug/" + name
    }

    func start(_ arguments: [String]) throws -> Program {
        try Program([Self.binary] + arguments, in: workspace, environment: environment)
    }

    /// The same with a file of the workspace as its standard input.
    func start(_ arguments: [String], reading file: String) throws -> Program {
        try Program(["sh", "-c", "input=$0 && exec \"$@\" < \"$input\"", file, Self.binary] + arguments, in: workspace, environment: environment)
    }

    /// Runs the command in the workspace's folder to its end. The folder is there until then.
    @discardableResult
    func ratchet(_ arguments: String...) async throws -> Program.Result { try await ratchet(arguments) }

    @discardableResult
    func ratchet(_ arguments: [String]) async throws -> Program.Result {
        let result = try await start(arguments).finish()
        return withExtendedLifetime(self) { result }
    }

    /// The same with `--json`, which must succeed.
    func answer(_ arguments: String...) async throws -> JSON { try await answer(arguments) }

    func answer(_ arguments: [String]) async throws -> JSON {
        let result = try await start(arguments + ["--json"]).finish()
        try #require(result.code == 0, "\(result)")
        return try JSON(parsing: Array(result.output.utf8))
    }

    /// A line of shell in the workspace's folder, which finds `ratchet` by its name.
    func shell(_ line: String) async throws -> Program.Result {
        var environment = environment
        environment["PATH"] = Files.parent(of: Self.binary) + ":" + (environment["PATH"] ?? "")
        return try await Program(["sh", "-c", line], in: workspace, environment: environment).finish()
    }

    /// Stock git in the workspace; it must succeed.
    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        let result = try await Program(["git"] + arguments, in: workspace, environment: environment).finish()
        try #require(result.code == 0, "\(result)")
        return result.output
    }

    /// A server, ready to be asked. It is killed when it is held no more.
    func serve(_ arguments: String...) async throws -> Program {
        let server = try start(["serve", "--port", "0"] + arguments)
        _ = try await server.line(" serves ")
        return server
    }

    /// A server that dies when it gets to a place of its own code, or never.
    func serve(crashingAt point: String) throws -> Program {
        try Program(["env", "RATCHET_CRASH_AT=\(point)", Self.binary, "serve", "--port", "0"], in: workspace, environment: environment)
    }

    // MARK: files

    func write(_ path: String, _ text: String) throws { try Files.write("\(workspace)/\(path)", Array(text.utf8)) }

    func write(_ path: String, _ json: JSON) throws { try Files.write("\(workspace)/\(path)", json.bytes(.pretty)) }

    /// Everything in the working tree, as a commit by stock git.
    @discardableResult
    func commit(_ message: String) async throws -> String {
        try await git("add", "--all")
        try await git("commit", "--quiet", "--message", message)
        return try await git("rev-parse", "HEAD")
    }

    /// A new workspace whose settings name the services, with the skills and loops given, all of it live.
    static func prepared(services: [String: String] = [:], skills: [JSON] = [], loops: [JSON] = []) async throws -> Ground {
        let ground = try Ground()
        try await #require(ground.ratchet("init").code == 0)
        try await ground.git("rm", "--quiet", "-r", "cron")
        let named = services.map { ($0.key, JSON.object(["base_url": .string($0.value), "allow_private": true])) }
        try ground.write("ratchet.json", ["services": .object(JSON.Object(named))])
        for skill in skills { try ground.write(skill) }
        for loop in loops { try ground.write(loop: loop) }
        try await ground.git("add", "--all")
        try await ground.git(
            "-c", "user.signingkey=\(ground.folder)/configuration/signing.key", "commit", "--quiet", "--gpg-sign", "--message",
            "The test's own skills and loops\n\nRatchet-Policy: test")
        try await ground.git("update-ref", "refs/ratchet/live", "refs/heads/main")
        return ground
    }

    func write(_ skill: JSON) throws { try write(WorkspaceLayout.skillPath(skill["skill"]?.string ?? ""), skill) }
    func write(loop: JSON) throws { try write(WorkspaceLayout.loopPath(loop["loop"]?.string ?? ""), loop) }
}
