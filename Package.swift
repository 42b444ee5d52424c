// swift-tools-version: 6.3
import PackageDescription

/// For targets that use the C library. Which clang module a C struct's members belong to depends on what was built first (`timespec`
/// is Glibc's in one build and an overlay's in the next), so these go without `MemberImportVisibility`.
let nearC: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]
let strict: [SwiftSetting] = nearC + [.enableUpcomingFeature("MemberImportVisibility")]
let modulesNearC: Set = ["CrashPoints", "Demo", "Git", "HTTPClient", "MCP", "Store", "Terminal", "Web", "Workspace"]

/// A module of the product. `uses` names the modules below it: arrows go one way only.
func module(_ name: String, uses: [Target.Dependency] = [], path: String? = nil, resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: uses, path: path, resources: resources, swiftSettings: modulesNearC.contains(name) ? nearC : strict)
}

func tests(_ name: String, uses: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name + "Tests", dependencies: [.byName(name: name)] + uses, resources: resources, swiftSettings: nearC)
}

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

let package = Package(
    name: "ratchet",
    platforms: [.macOS("15.4")],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(name: "CGit", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"]), .brew(["libgit2"])]),
        module("CrashPoints"),
        module("Pattern"),
        module("JSON", uses: ["Pattern"]),
        module("CivilTime"),
        module("CEL", uses: ["JSON", "Pattern", "CivilTime"]),
        module("HTTPClient", uses: ["CCurl", "CivilTime"]),
        module("MCP", uses: ["JSON", "CivilTime", crypto], path: "sidecar/MCP"),
        module("Git", uses: ["CGit", "CivilTime"]),
        module("Store", uses: ["CrashPoints", "CSQLite", "JSON", "CivilTime"], resources: [.embedInCode("Migrations")]),
        module("SkillLanguage", uses: ["JSON", "CEL", "CivilTime", "Pattern", crypto], resources: [.embedInCode("Schemas")]),
        module("Workspace", uses: ["JSON", "SkillLanguage", "CivilTime", crypto], resources: [.embedInCode("Template"), .embedInCode("Shipped")]),
        module("Tools", uses: ["MCP", "JSON", "CivilTime", "SkillLanguage", "Workspace"], path: "sidecar/Tools", resources: [.embedInCode("Data")]),
        module("Engine", uses: ["CrashPoints", "JSON", "CivilTime", "SkillLanguage", "Store", logging]),
        module("Callables", uses: ["JSON", "CivilTime", "CEL", "SkillLanguage", "Store", "Engine", "HTTPClient", "Workspace"]),
        module("Registry", uses: ["CrashPoints", "JSON", "CivilTime", "SkillLanguage", "Store", "Git", "Engine", "Workspace", logging]),
        module("Loops", uses: ["CrashPoints", "JSON", "CivilTime", "SkillLanguage", "Store", "Engine", "Registry", logging]),
        module("Tuning", uses: ["JSON", "CivilTime", "SkillLanguage", "Store", "Engine", "Registry", "Workspace"]),
        module(
            "Web",
            uses: [
                "JSON", "CivilTime", "SkillLanguage", "Store", "Git", "Engine", "Registry", "Loops", "Workspace", "Tools", "MCP", logging,
                .product(name: "Hummingbird", package: "hummingbird"), lifecycle,
            ]),
        module("Terminal", uses: ["JSON", "CivilTime", "HTTPClient", "Workspace", "Tools"]),
        .executableTarget(
            name: "ratchet-sidecar", dependencies: ["Tools", "MCP", "Terminal", "JSON", "CivilTime"], path: "sidecar/Sidecar", swiftSettings: nearC),
        .executableTarget(
            name: "ratchet",
            dependencies: [
                "JSON", "CivilTime", "SkillLanguage", "Store", "Git", "HTTPClient", "Engine", "Callables", "Registry", "Loops", "Tuning", "Workspace", "Web", "Terminal",
                "Tools", "MCP", "Demo", logging, lifecycle, .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: nearC),
        module("Demo", uses: ["JSON", "CivilTime", .product(name: "Hummingbird", package: "hummingbird"), lifecycle, logging]),
        .executableTarget(
            name: "ratchet-bench",
            dependencies: [
                "JSON", "CEL", "CivilTime", "SkillLanguage", "Store", "Engine", "CSQLite", logging, .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "bench", swiftSettings: nearC),
        .target(name: "MCPFixtures", dependencies: ["MCP", "JSON", "CivilTime"], path: "Tests/MCPConformance/Fixtures", swiftSettings: strict),
        .executableTarget(
            name: "mcp-conformance",
            dependencies: ["MCPFixtures", "MCP", "JSON", "CivilTime", logging, lifecycle, .product(name: "Hummingbird", package: "hummingbird")],
            path: "Tests/MCPConformance/Command", swiftSettings: nearC),
        .target(
            name: "Fuzzing", dependencies: ["Pattern", "JSON", "CivilTime", "CEL", "SkillLanguage"], path: "Tests/Fuzzing", swiftSettings: strict),
        .executableTarget(
            name: "ratchet-fuzz", dependencies: ["Fuzzing", "JSON", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/Fuzz", swiftSettings: nearC),
        tests("Fuzzing", uses: ["JSON", "CEL", "Pattern", "SkillLanguage"], resources: [.embedInCode("Regressions")]),
        tests("Demo", uses: ["JSON", "CivilTime", "HTTPClient"]),
        tests("Pattern"),
        tests("JSON"),
        tests("CivilTime"),
        tests("CEL", uses: ["JSON"]),
        tests("HTTPClient", uses: ["CivilTime"]),
        tests("MCP", uses: ["JSON", "CivilTime", "MCPFixtures"]),
        tests("Tools", uses: ["MCP", "JSON", "CivilTime", "SkillLanguage", "Workspace"]),
        tests("Git", uses: ["CivilTime"]),
        tests("Store", uses: ["JSON", "CivilTime", "CDisk"]),
        // A disk that loses power and fails, for the tests of Store; no product depends on it.
        .target(name: "CDisk", dependencies: ["CSQLite"], path: "Tests/Support/CDisk"),
        tests("SkillLanguage", uses: ["JSON", "CivilTime"], resources: [.embedInCode("Fixtures"), .embedInCode("Corpus")]),
        tests("Workspace", uses: ["JSON", "SkillLanguage"]),
        tests("Engine", uses: ["JSON", "CivilTime", "SkillLanguage", "Store", logging]),
        tests("Callables", uses: ["JSON", "CivilTime", "SkillLanguage", "Store", "Engine", "HTTPClient", "Workspace"]),
        tests("Registry", uses: ["JSON", "CivilTime", "SkillLanguage", "Store", "Git", "Engine", "Workspace", logging]),
        tests("Web", uses: ["JSON", "CivilTime", "SkillLanguage", "Store", "Git", "Engine", "Registry", "Loops", "Workspace", "HTTPClient", logging]),
        tests("Terminal", uses: ["JSON", "CivilTime"]),
        tests("Loops", uses: ["JSON", "CivilTime", "SkillLanguage", "Store", "Engine", "Registry", logging]),
        tests("Tuning", uses: ["JSON", "CivilTime", "SkillLanguage", "Store", "Git", "Engine", "Registry", "Workspace", logging]),
        .testTarget(name: "ArchitectureTests", swiftSettings: nearC),
        .testTarget(name: "ProjectTests", swiftSettings: nearC),
        .testTarget(name: "EndToEndTests", dependencies: ["ratchet", "ratchet-sidecar", "JSON", "CivilTime", "Workspace", "HTTPClient", "Demo", "Store"], swiftSettings: nearC),
        .testTarget(name: "DocumentationTests", dependencies: ["SkillLanguage", "JSON", "CivilTime", "Workspace"], swiftSettings: nearC),
    ],
    swiftLanguageModes: [.v6])
