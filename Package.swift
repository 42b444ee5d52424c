// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// A module of the product. `uses` names the modules below it: arrows go one way only.
func module(_ name: String, uses: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: uses, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, uses: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name + "Tests", dependencies: [.byName(name: name)] + uses, resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "ratchet",
    platforms: [.macOS("15.4")],
    targets: [
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(name: "CGit", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"]), .brew(["libgit2"])]),
        module("Pattern"),
        module("JSON", uses: ["Pattern"]),
        module("CivilTime"),
        module("CEL", uses: ["JSON", "Pattern", "CivilTime"]),
        module("HTTPClient", uses: ["CCurl", "CivilTime"]),
        module("Git", uses: ["CGit", "CivilTime"]),
        module("Store", uses: ["CSQLite", "JSON", "CivilTime"], resources: [.embedInCode("Migrations")]),
        module("SkillLanguage", uses: ["JSON", "CEL", "CivilTime", "Pattern"]),
        tests("Pattern"),
        tests("JSON"),
        tests("CivilTime"),
        tests("CEL", uses: ["JSON"]),
        tests("HTTPClient"),
        tests("Git"),
        tests("Store", uses: ["JSON", "CivilTime"]),
        tests("SkillLanguage", uses: ["JSON", "CivilTime"]),
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        .testTarget(name: "ProjectTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6])
