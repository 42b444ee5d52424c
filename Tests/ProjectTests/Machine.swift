import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A pretended machine: a directory of fake commands that is all a script finds on its PATH. Every fake notes how it was called.
/// The directory is deleted with the value.
struct Machine: ~Copyable {
    struct Outcome {
        let status: Int32
        /// Standard output and standard error together.
        let output: String
        /// The commands that the script called, with their arguments, in order.
        let calls: [String]
    }

    static let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    let directory: String

    init() throws {
        var template = Array("/tmp/ratchet-project-XXXXXX".utf8CString)
        directory = String(cString: try #require(mkdtemp(&template)))
        mkdir(directory + "/bin", 0o755)
    }

    deinit { _ = Machine.shell("rm -rf '\(directory)'") }

    /// Puts a command on the PATH: a shell script that may use builtins and the machine's other commands. A process of its own writes
    /// the file: a child that another test starts at that moment would inherit a descriptor open for writing, and the kernel runs no
    /// file that somebody has open so.
    func has(_ command: String, _ body: String = "") throws {
        let log = #"printf '%s\n' "${0##*/}${*:+ $*}" >>"$CALLS""#
        try write(command + ".text", "#!/bin/sh\n\(log)\n\(body)\n")
        let file = "\(directory)/bin/\(command)"
        let made = Machine.shell("cp '\(directory)/\(command).text' '\(file)' && chmod 755 '\(file)'")
        try #require(made.status == 0)
    }

    func write(_ path: String, _ text: String) throws {
        let file = try #require(fopen(directory + "/" + path, "w"))
        defer { fclose(file) }
        try #require(fputs(text, file) >= 0)
    }

    /// Runs a script with nothing in its environment but this machine's PATH and, behind it, the directories in `also`.
    func run(_ command: String, also: String = "") -> Outcome {
        let path = directory + "/bin" + (also.isEmpty ? "" : ":" + also)
        let (status, output) = Machine.shell("/usr/bin/env -i PATH='\(path)' CALLS='\(directory)/calls' \(command) </dev/null 2>&1")
        let calls = Machine.shell("cat '\(directory)/calls' 2>/dev/null").output.split(separator: "\n").map(String.init)
        return Outcome(status: status, output: output, calls: calls)
    }

    /// A shell command's exit status, 255 when a signal ended it, and its standard output.
    static func shell(_ command: String) -> (status: Int32, output: String) {
        guard let pipe = popen(command, "r") else { return (255, "popen: errno \(errno)") }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { bytes += buffer[..<count] }
        let status = pclose(pipe)
        return (status & 0x7f == 0 ? status >> 8 & 0xff : 255, String(decoding: bytes, as: UTF8.self))
    }
}
