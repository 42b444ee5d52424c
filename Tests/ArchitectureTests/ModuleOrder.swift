/// Which module may import which. The lowest comes first; a module imports only modules of earlier rows, and of those only
/// the ones its own row names.
enum ModuleOrder {
    enum Reach {
        case only(Set<String>)
        /// Every earlier row: for the modules that wire the others together.
        case everythingBelow
    }

    static let rows: [(module: String, mayImport: Reach)] = [
        // Where the tests have the process die: below all that can.
        ("CrashPoints", .only([])),
        ("Pattern", .only([])),
        ("JSON", .only(["Pattern"])),
        ("CivilTime", .only([])),
        ("CEL", .only(["JSON", "Pattern", "CivilTime"])),
        ("HTTPClient", .only(["CivilTime"])),
        ("MCP", .only(["JSON", "CivilTime"])),
        ("Git", .only(["CivilTime"])),
        ("Store", .only(["CrashPoints", "JSON", "CivilTime"])),
        ("SkillLanguage", .only(["JSON", "CEL", "CivilTime", "Pattern"])),
        ("Workspace", .only(["JSON", "CivilTime", "SkillLanguage"])),
        ("Tools", .only(["MCP", "JSON", "CivilTime", "SkillLanguage", "Workspace"])),
        ("Engine", .only(["CrashPoints", "SkillLanguage", "Store", "JSON", "CEL", "CivilTime", "Pattern"])),
        ("Callables", .only(["Engine", "SkillLanguage", "HTTPClient", "JSON", "CivilTime", "CEL", "Store", "Pattern", "Workspace"])),
        ("Registry", .only(["CrashPoints", "Git", "Workspace", "SkillLanguage", "Engine", "Store", "JSON", "CivilTime"])),
        ("Loops", .only(["CrashPoints", "Engine", "SkillLanguage", "Store", "CivilTime", "JSON", "Registry"])),
        ("Tuning", .everythingBelow),
        ("Web", .everythingBelow),
        ("Terminal", .only(["JSON", "CivilTime", "HTTPClient", "Workspace", "Tools"])),
        ("Sidecar", .only(["Tools", "MCP", "Terminal", "JSON", "CivilTime", "Workspace"])),
        ("Demo", .everythingBelow),
        ("ratchet", .everythingBelow),
    ]

    /// Each C library has one owner; nothing else sees its header.
    static let owners = ["CSQLite": "Store", "CCurl": "HTTPClient", "CGit": "Git"]

    /// The modules of this package that `module` may import; nil when it has no row.
    static func allowed(for module: String) -> Set<String>? {
        guard let row = rows.firstIndex(where: { $0.module == module }) else { return nil }
        switch rows[row].mayImport {
        case .only(let modules): return modules
        case .everythingBelow: return Set(rows[..<row].map(\.module))
        }
    }
}
