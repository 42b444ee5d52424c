import Terminal
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A secret's value from whoever gives it.
enum SecretValue {
    /// - Throws: `UsageFailure` when there is none, or it is not text.
    static func read(fromFile path: String?, name: String) throws -> String {
        let bytes: [UInt8]
        if let path {
            guard let found = try Files.read(path) else { throw UsageFailure("there is no file \(path)") }
            bytes = found
        } else if Dialogue.isPossible {
            bytes = Array(try ask(name).utf8)
        } else {
            bytes = try Files.read("/dev/stdin") ?? []
        }
        guard let text = String(validating: trimmed(bytes), as: UTF8.self) else { throw UsageFailure("the value of \(name) is not UTF-8 text") }
        if text.isEmpty { throw UsageFailure("the value of \(name) is empty; give it on standard input or with --from-file") }
        return text
    }

    /// Without one newline at the end, which editors and `echo` add.
    private static func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard bytes.last == UInt8(ascii: "\n") else { return bytes[...] }
        let line = bytes.dropLast()
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }

    /// Asks at the terminal, which does not show what is typed.
    private static func ask(_ name: String) throws -> String {
        var shown = termios()
        guard tcgetattr(STDIN_FILENO, &shown) == 0 else { return try Dialogue.ask(name) ?? "" }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            try? TextOutput.errors.write("\n")
        }
        try TextOutput.errors.write("\(name) (not shown): ")
        return readLine(strippingNewline: false) ?? ""
    }
}
