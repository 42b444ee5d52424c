package import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Good inputs to start from: the skills, loops and expressions of this repository.
package struct Corpus: Sendable {
    package var skills: [JSON] = []
    /// How many of them, from the start, have no errors.
    package private(set) var soundSkills = 0
    package var loops: [JSON] = []
    package var schemas: [JSON] = []
    package var expressions: [String] = Self.expressions
    package var templates: [String] = Self.templates

    /// The one of this repository, read once.
    package static let standard = Corpus()

    private init() {
        for path in [
            "skills/health_check/skill.json", "skills/incident_triage/skill.json", "skills/weekly_review/skill.json",
            "Tests/SkillLanguageTests/Fixtures/health_check.json", "Tests/SkillLanguageTests/Fixtures/incident_triage.json",
            "Tests/SkillLanguageTests/Fixtures/pattern_gallery.json", "Tests/SkillLanguageTests/Corpus/good_skill.json",
        ] { skills += Self.document(path) }
        if let good = Self.document("Tests/SkillLanguageTests/Corpus/good_skill.json").first {
            soundSkills = skills.count
            for list in ["sound_skills", "invalid_skills"] {
                let cases = Self.document("Tests/SkillLanguageTests/Corpus/\(list).json").first?.array ?? []
                skills += cases.compactMap { each in each["patch"].flatMap { try? Patch($0) }.flatMap { try? $0.apply(to: good) } }
                if list == "sound_skills" { soundSkills = skills.count }
            }
        }
        loops = Self.document("cron/health_check.json") + Self.document("cron/weekly_review.json")
        loops.append([
            "loop": "report", "schedule": ["cron": "0 7 * * 1", "zone": "Europe/Paris"], "skill": "report@^1", "overlap": "allow_all", "window": "2h",
        ])
        schemas = Self.document("Sources/SkillLanguage/Schemas/loop.schema.json") + skills.flatMap { [$0["input"], $0["output"]].compactMap(\.self) }
        for skill in skills { collect(skill) }
    }

    /// Every text with an expression in it, and every bare condition.
    private mutating func collect(_ value: JSON) {
        switch value {
        case .string(let text) where text.contains("${"): templates.append(text)
        case .array(let items): for item in items { collect(item) }
        case .object(let object):
            for (key, value) in object {
                if ["when", "until"].contains(key), case .string(let text) = value { expressions.append(text) }
                collect(value)
            }
        default: break
        }
    }

    /// Empty when the file cannot be read; a test makes sure that none is.
    private static func document(_ path: String) -> [JSON] {
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        guard let file = fopen(root + "/" + path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return (try? JSON(parsing: bytes)).map { [$0] } ?? []
    }

    private static let expressions = [
        "input.rows.filter(x, x.ok && x.id > 2.0).map(x, x.name)", "has(input.o.b) ? input.o.b : 'none'", "input.?o.?deep.x.y.orValue(0)",
        "size(input.ss) > 0 && input.ss.exists(s, s.startsWith('a'))", "'%s has %.2f'.format([item.name, total / 3.0])",
        "{'a': 1, 'b': [2u, 3.0, b'\\xff', null, timestamp('2026-01-01T00:00:00Z') - duration('1h')]}", "input.ns.sort().reverse().distinct().sum()",
        "input.rows.sortBy(x, x.id).transformList(i, x, {'i': i, 'name': x.name.trim()})", "cel.bind(x, input.n * 2, [x, x, x].map(y, y + x))",
        "[[1], [2, [3]]].flatten(5).slice(0, 2)", "lists.range(10).all(i, i < 10) || type(input) == map",
        "r'\\d' + '''raw''' + b'x'.size().format([1])",
        "input.s.replace('a', 'aa').split('', 10).join('-').matches('(a-?)+$')", "json_parse(json(input)) == input",
        "input.`a-b`[?0].optMap(v, v + 1).value()",
        "math.greatest(1, 2.5, 3u) == math.least([1, 2]) && math.bitShiftLeft(1, 62) > 0", "!(-5 / 2 == -2) ? 0x1F % 7 : int('12') // done\n",
        "{?'x': input.?n, 'y': [?optional.none(), 1]}.y[0] in [1, 2, 3]", "input.mixed.map(a, input.mixed.map(b, input.mixed.map(c, [a, b, c])))",
        "timestamp(0).getDayOfYear('Asia/Kathmandu') + duration('1h30m').getMinutes()", "hash.sha256(string(input.b)) != strings.quote(input.s)",
    ]
    private static let templates = [
        "plain", "${input.n}", "a ${input.s} b ${item.name} c", "$${not} ${ {'a': '}'} }", "${'''}''' + \"}\" + `x`}", "${r'\\'}${b'}'}", "${",
        "}${}{",
    ]
}
