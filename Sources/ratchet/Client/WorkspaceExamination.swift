import CivilTime
import JSON
import SkillLanguage
import Terminal
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the files of a workspace tell about its health.
struct WorkspaceExamination {
    let workspace: WorkspaceLayout
    let environment: [String: String]

    var checks: [Diagnosis.Check] { settings + [state] + tokens }

    private var settings: [Diagnosis.Check] {
        let name = "settings"
        do {
            guard let bytes = try Files.read(workspace.settings) else {
                return [.init(name, .fail, "\(workspace.settings) is missing", advice: "`ratchet init` writes one")]
            }
            do throws(JSON.ParseError) {
                let json = try JSON(parsing: bytes)
                let places = try SourceMap(parsing: bytes)
                return Self.settings(json, places, path: workspace.settings)
            } catch {
                return [
                    .init(
                        name, .fail, "\(workspace.settings):\(error.position.line):\(error.position.column): \(error.message)",
                        advice: "mend the file")
                ]
            }
        } catch {
            return [.init(name, .fail, "\(error)", advice: "give this user the right to read it")]
        }
    }

    private static func settings(_ json: JSON, _ places: SourceMap, path: String) -> [Diagnosis.Check] {
        do throws(InvalidDocument) {
            let settings = try Settings(json)
            let counts = [(settings.services.count, "service"), (settings.models.count, "model")].map { Amounts.count(Int64($0), $1) }
            return [.init("settings", .ok, "\(path), \(counts.joined(separator: ", "))")]
        } catch {
            return error.findings.map { finding in
                let place = Pointer(parsing: finding.pointer).flatMap { places.nearestPosition(to: $0) }
                let position = place.map { ":\($0.line):\($0.column)" } ?? ""
                return .init("settings", .fail, "\(path)\(position): \(finding.code) \(finding.message)", advice: finding.hint)
            }
        }
    }

    private var state: Diagnosis.Check {
        let name = "state folder"
        guard Files.isFolder(workspace.state) else {
            return .init(name, .warn, "\(workspace.state) is not there yet", advice: "`ratchet serve` makes it")
        }
        if access(workspace.state, W_OK | X_OK) == 0 { return room(name) }
        return .init(name, .fail, "\(workspace.state): \(String(cString: strerror(errno)))", advice: "give this user the right to write there")
    }

    /// A full disk stops the server from recording runs, so it starts nothing new until there is room again.
    private func room(_ name: String) -> Diagnosis.Check {
        var disk = statvfs()
        guard statvfs(workspace.state, &disk) == 0 else { return .init(name, .ok, "\(workspace.state) is writable") }
        let megabytes = UInt64(disk.f_bavail) * UInt64(disk.f_frsize) / 1_000_000
        let detail = "\(workspace.state) is writable, \(megabytes) MB are free"
        switch megabytes {
        case 0: return .init(name, .fail, "\(workspace.state): the disk is full", advice: "free disk space; the server goes on by itself")
        case ..<100: return .init(name, .warn, detail, advice: "free disk space; a server that finds no room stops starting runs")
        default: return .init(name, .ok, detail)
        }
    }

    private var tokens: [Diagnosis.Check] {
        let files = TokenFiles(workspace: workspace, environment: environment)
        return [token("owner token", files.owner), token("agent token", files.agent)]
    }

    private func token(_ name: String, _ path: String) -> Diagnosis.Check {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return .init(name, .warn, "\(path): \(String(cString: strerror(errno)))", advice: "`ratchet serve` makes it")
        }
        let mode = status.st_mode & 0o777
        guard mode & 0o077 == 0 else {
            return .init(name, .fail, "\(path) can be read by others (mode \(String(mode, radix: 8)))", advice: "chmod 600 \(path)")
        }
        guard (try? TokenFiles.existing(path)) != nil else {
            return .init(name, .fail, "\(path) holds no token", advice: "remove the file; the next `ratchet serve` makes a new one")
        }
        return .init(name, .ok, "\(path), only for this user")
    }

    /// The system's time zones, which schedules need.
    static func zones(environment: [String: String]) -> Diagnosis.Check {
        let directory = ZoneDirectory(path: environment["TZDIR"])
        let count = Int64(directory.names.count)
        if count > 0 { return .init("time zones", .ok, "\(Amounts.count(count)) in \(directory.path)") }
        return .init("time zones", .fail, "none in \(directory.path)", advice: "install the package tzdata")
    }
}
