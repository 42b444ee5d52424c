import Testing

@Suite struct ImportTests {
    @Test func `modules import only modules below them`() {
        #expect(importsAgainstTheOrder(in: SourceTree.product) == [])
    }

    @Test func `a C library is imported by its owner alone`() {
        #expect(importsOfForeignLibraries(in: SourceTree.product) == [])
    }

    @Test func `full Foundation stays out of the product`() {
        #expect(importsOfFoundation(in: SourceTree.product) == [])
    }

    @Test func `the tree is found and its imports are read`() {
        let json = SourceTree.product.filter { $0.path.hasPrefix("Sources/") && $0.module == "JSON" }
        #expect(!json.isEmpty)
        #expect(SourceTree.tests.contains { $0.path.hasSuffix("/SizeTests.swift") && $0.imports.map(\.module) == ["Testing"] })
    }

    @Test func `a row names only modules of earlier rows and each module has one row`() {
        var earlier: Set<String> = []
        for (module, _) in ModuleOrder.rows {
            #expect(ModuleOrder.allowed(for: module)?.isSubset(of: earlier) == true, "\(module) names a module of a later row")
            #expect(earlier.insert(module).inserted, "\(module) has two rows")
        }
        #expect(earlier.isSuperset(of: ModuleOrder.owners.values))
    }

    @Test(arguments: [
        ("Sources/JSON/Bad.swift", "Engine"),
        ("Sources/Engine/Bad.swift", "Callables"),
        ("Sources/Engine/Bad.swift", "Git"),
        ("Sources/Web/Bad.swift", "ratchet"),
        ("sidecar/Tools/Bad.swift", "Store"),
        ("sidecar/Sidecar/Bad.swift", "Registry"),
    ])
    func `an import upwards or sideways is caught`(path: String, module: String) {
        let found = importsAgainstTheOrder(in: [SourceFile(path: path, text: "\nimport \(module)\n")])
        #expect(found.count == 1)
        #expect(found.allSatisfy { $0.hasPrefix(path + ":2: ") })
    }

    @Test func `a module without a row is caught`() {
        #expect(importsAgainstTheOrder(in: [SourceFile(path: "Sources/Surprise/A.swift", text: "")]).count == 1)
    }

    @Test func `an import downwards is let pass`() {
        let web = SourceFile(path: "Sources/Web/Good.swift", text: "import Engine\nimport Hummingbird\nimport Store\n")
        let store = SourceFile(path: "Sources/Store/Good.swift", text: "import CSQLite\nimport JSON\n")
        #expect(importsAgainstTheOrder(in: [web, store]) == [])
        #expect(importsOfForeignLibraries(in: [web, store]) == [])
    }

    @Test(arguments: [
        "import Bad", "    import Bad", "package import Bad", "@preconcurrency import Bad", "@testable internal import Bad",
        "import struct Bad.Thing", "import Bad.Part", "import JSON; import Bad", "import Bad // why",
    ])
    func `every spelling of an import is read`(line: String) {
        #expect(SourceFile(path: "Sources/JSON/A.swift", text: line).imports.last?.module == "Bad")
    }

    @Test(arguments: ["// import Bad", "/// import Bad", "let text = \"import Bad\"", "important()"])
    func `what only looks like an import is not read`(line: String) {
        #expect(SourceFile(path: "Sources/JSON/A.swift", text: line).imports.isEmpty)
    }

    @Test(arguments: ModuleOrder.owners.keys.sorted())
    func `a C library imported by another module is caught`(library: String) {
        let engine = SourceFile(path: "Sources/Engine/Bad.swift", text: "internal import \(library)\n")
        #expect(importsOfForeignLibraries(in: [engine]).count == 1)
    }

    @Test(arguments: ["import Foundation", "import struct Foundation.Date", "import FoundationNetworking"])
    func `an import of Foundation is caught`(line: String) {
        #expect(importsOfFoundation(in: [SourceFile(path: "Sources/Web/Bad.swift", text: line)]).count == 1)
    }

    @Test func `FoundationEssentials is let pass`() {
        #expect(importsOfFoundation(in: [SourceFile(path: "Sources/Web/A.swift", text: "import FoundationEssentials")]) == [])
    }
}
