import JSON
package import SkillLanguage
import Synchronization

/// The settings in force: the last good `ratchet.json`. A broken edit changes nothing until it is mended.
package final class SettingsFile: Sendable {
    private struct State {
        var settings: Settings
        var bytes: [UInt8]
        var problem: SettingsProblem?
    }
    private let path: String
    private let state: Mutex<State>

    /// - Throws: `SettingsProblem` when the file is missing or wrong: a server does not start on guesses.
    package init(path: String) throws {
        self.path = path
        guard let bytes = try Files.read(path) else {
            throw SettingsProblem(path: path, line: nil, column: nil, finding: Finding("S01", "", "the file does not exist", hint: "`ratchet init` writes one"))
        }
        state = Mutex(State(settings: try Self.read(bytes, path), bytes: bytes))
    }

    package var current: Settings { state.withLock(\.settings) }

    /// The same, but that nothing may be proposed, adopted or approved while the text that is there now is broken: what it was to say on changes
    /// is not known.
    package var cautious: Settings {
        state.withLock { state in
            var settings = state.settings
            if state.problem != nil {
                settings.policy.changes = .closed
                settings.policy.ownerMayAdopt = false
            }
            return settings
        }
    }

    /// Looks at the file again.
    /// - Returns: what is wrong with a new text, the first time it is seen; nil when all is well or nothing changed.
    package func refresh() -> SettingsProblem? {
        let bytes = (try? Files.read(path)) ?? []
        guard bytes != state.withLock(\.bytes) else { return nil }
        return state.withLock { state in
            state.bytes = bytes
            do {
                state.settings = try Self.read(bytes, path)
                state.problem = nil
            } catch let problem as SettingsProblem {
                state.problem = problem
            } catch {
                state.problem = SettingsProblem(path: path, line: nil, column: nil, finding: Finding("S01", "", "\(error)"))
            }
            return state.problem
        }
    }

    /// What is wrong with the text that is there now, while older settings are in force.
    package var problem: SettingsProblem? { state.withLock(\.problem) }

    /// The settings that a text holds.
    package static func read(_ bytes: [UInt8], _ path: String) throws -> Settings {
        do {
            return try Settings(try JSON(parsing: bytes))
        } catch let error as JSON.ParseError {
            throw SettingsProblem(
                path: path, line: error.position.line, column: error.position.column, finding: Finding("S01", "", "not JSON: \(error.message)"))
        } catch let error as InvalidDocument {
            let finding = error.findings.first ?? Finding("S01", "", "not usable")
            let place = Pointer(parsing: finding.pointer).flatMap { (try? SourceMap(parsing: bytes))?.nearestPosition(to: $0) }
            throw SettingsProblem(path: path, line: place?.line, column: place?.column, finding: finding)
        }
    }
}

/// What is wrong with a settings file, and where.
package struct SettingsProblem: Error, Sendable, CustomStringConvertible {
    package let path: String
    package let line: Int?
    package let column: Int?
    package let finding: Finding

    package var description: String {
        path + [line, column].compactMap { $0.map { ":\($0)" } }.joined() + ": \(finding)"
    }
}
