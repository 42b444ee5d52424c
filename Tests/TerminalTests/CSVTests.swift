import JSON
import Testing

@testable import Terminal

@Suite struct CSVTests {
    @Test(arguments: [
        ("plain", "plain"), ("", "\"\""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("two\nlines", "\"two\nlines\""), (nil, ""), (7, "7"),
        (0.5, "0.5"), (true, "true"), (["a": 1], "\"{\"\"a\"\":1}\""),
    ] as [(JSON, String)])
    func `a field is quoted where RFC 4180 asks for it`(_ value: JSON, _ text: String) {
        #expect(CSV.text(["x"], [[value]]) == "x\r\n\(text)\r\n")
    }

    @Test func `an answer in SQL is a table, numbers to the right`() {
        let answer: JSON = ["columns": ["skill", "runs"], "rows": [["sweep", 5], [nil, 12]], "cut": true]
        #expect(SQLTable.text(answer, on: .plain) == "skill  runs\nsweep     5\n         12\n")
        #expect(SQLTable.note(answer)?.hasPrefix("only the first 2 rows") == true)
        #expect(SQLTable.csv(answer) == "skill,runs\r\nsweep,5\r\n,12\r\n")
        #expect(SQLTable.text(["columns": ["a"], "rows": [], "cut": false], on: .plain) == "no rows\n")
    }

    @Test func `figures of skills are one line each with their errors below`() {
        let answer: JSON = [
            "items": [
                [
                    "skill": "sweep", "runs": 10, "states": ["succeeded": 7, "failed": 1, "timed_out": 1, "running": 1], "median_ms": 1200, "p95_ms": 60_000,
                    "errors": [["type": "http.timeout", "count": 2]], "usage": ["cost_usd": 0.25],
                ]
            ]
        ]
        let lines = StatisticsTable.text(answer, on: .plain).split(separator: "\n")
        #expect(lines[1].split(separator: " ").map(String.init) == ["sweep", "10", "7", "2", "1", "1.2", "s", "1m", "0s", "$0.25"])
        #expect(lines[2].contains("2 http.timeout"))
        #expect(StatisticsTable.text(["items": []], on: .plain) == "no runs\n")
    }
}
