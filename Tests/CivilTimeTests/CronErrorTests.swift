import Testing

@testable import CivilTime

struct CronErrorTests {
    private func refusal(_ text: String) -> CronError? {
        do throws(CronError) {
            _ = try Cron(text)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            ("", 1, nil, .empty), (" \t ", 1, nil, .empty), ("*", 1, nil, .fieldCount(1)), ("* * * *", 1, nil, .fieldCount(4)),
            ("0 0 12 * * MON 2026", 1, nil, .fieldCount(7)), ("1 2 3 4 5 6 7 8", 1, nil, .fieldCount(8)),
            (String(repeating: "1,", count: 128) + "1 * * * *", 1, nil, .tooLong),
            // Values.
            ("60 * * * *", 1, .minute, .outOfRange("60")), ("* 24 * * *", 3, .hour, .outOfRange("24")),
            ("* * 0 * *", 5, .dayOfMonth, .outOfRange("0")), ("* * 32 * *", 5, .dayOfMonth, .outOfRange("32")),
            ("* * * 0 *", 7, .month, .outOfRange("0")), ("* * * 13 *", 7, .month, .outOfRange("13")),
            ("* * * * 8", 9, .dayOfWeek, .outOfRange("8")), ("60 0 0 * * *", 1, .second, .outOfRange("60")),
            ("0 60 0 * * *", 3, .minute, .outOfRange("60")), ("5-70 * * * *", 3, .minute, .outOfRange("70")),
            ("99999999999999999999 * * * *", 1, .minute, .outOfRange("99999999999999999999")),
            ("-1 * * * *", 1, .minute, .notAValue("-1")), ("+5 * * * *", 1, .minute, .notAValue("+5")),
            ("1.5 * * * *", 1, .minute, .notAValue("1.5")), ("five * * * *", 1, .minute, .notAValue("five")),
            ("MON * * * *", 1, .minute, .notAValue("MON")), ("* * * MON *", 7, .month, .notAValue("MON")),
            ("* * * * JAN", 9, .dayOfWeek, .notAValue("JAN")), ("0 9 * * é", 9, .dayOfWeek, .notAValue("é")),
            ("0 9 *\t* 1-x", 11, .dayOfWeek, .notAValue("x")), ("* * * JANUARY *", 7, .month, .longName("JANUARY", use: "JAN")),
            ("* * * * Monday", 9, .dayOfWeek, .longName("Monday", use: "MON")),
            // Lists and ranges.
            ("1,,2 * * * *", 3, .minute, .emptyEntry), (",1 * * * *", 1, .minute, .emptyEntry), ("1, * * * *", 3, .minute, .emptyEntry),
            ("1- * * * *", 1, .minute, .notAValue("1-")), ("1-2-3 * * * *", 3, .minute, .notAValue("2-3")),
            ("*-5 * * * *", 1, .minute, .notAValue("*")), ("** * * * *", 1, .minute, .notAValue("**")), ("*5 * * * *", 1, .minute, .notAValue("*5")),
            ("1,30-10 * * * *", 3, .minute, .backwardRange("30-10", use: "30-59,0-10")),
            ("0 22-2 * * *", 3, .hour, .backwardRange("22-2", use: "22-23,0-2")),
            ("0 22-4/2 * * *", 3, .hour, .backwardRange("22-4/2", use: "22,0,2,4")),
            ("0 0 28-3 * *", 5, .dayOfMonth, .backwardRange("28-3", use: "28-31,1-3")),
            ("0 0 25-5/5 * *", 5, .dayOfMonth, .backwardRange("25-5/5", use: "25,30,4")),
            ("0 0 1 NOV-FEB *", 7, .month, .backwardRange("NOV-FEB", use: "NOV-DEC,JAN-FEB")),
            ("0 9 * * FRI-SUN", 9, .dayOfWeek, .backwardRange("FRI-SUN", use: "FRI-SAT,SUN")),
            ("0 9 * * SAT-MON", 9, .dayOfWeek, .backwardRange("SAT-MON", use: "SAT,SUN-MON")),
            ("0 9 * * FRI-MON/2", 9, .dayOfWeek, .backwardRange("FRI-MON/2", use: "FRI,SUN")),
            ("0 9 * * 7-3", 9, .dayOfWeek, .backwardRange("7-3", use: "0-3")),
            // Steps.
            ("*/0 * * * *", 3, .minute, .badStep("0")), ("*/ * * * *", 3, .minute, .badStep("")), ("*/x * * * *", 3, .minute, .badStep("x")),
            ("*/-5 * * * *", 3, .minute, .badStep("-5")), ("*/5/2 * * * *", 3, .minute, .badStep("5/2")),
            ("/5 * * * *", 1, .minute, .notAValue("/5")),
            ("5/10 * * * *", 1, .minute, .stepWithoutRange("5/10", use: "5-59/10")),
            ("* 20/6 * * *", 3, .hour, .stepWithoutRange("20/6", use: "20")),
            ("* * * * MON/2", 9, .dayOfWeek, .stepWithoutRange("MON/2", use: "MON-SAT/2")),
            ("* * * * 7/2", 9, .dayOfWeek, .stepWithoutRange("7/2", use: "7")),
            ("*/90 * * * *", 1, .minute, .stepTooLong("*/90", use: "0")), ("0 */24 * * *", 3, .hour, .stepTooLong("*/24", use: "0")),
            ("0 0 */31 * *", 5, .dayOfMonth, .stepTooLong("*/31", use: "1")), ("1-5/7 * * * *", 1, .minute, .stepTooLong("1-5/7", use: "1")),
            // What other schedulers understand.
            ("0 0 L * *", 5, .dayOfMonth, .lastDay("L")), ("0 0 L-3 * *", 5, .dayOfMonth, .lastDay("L-3")),
            ("0 0 LW * *", 5, .dayOfMonth, .lastDay("LW")), ("0 0 * * 5L", 9, .dayOfWeek, .lastDay("5L")),
            ("0 0 * * FRIL", 9, .dayOfWeek, .lastDay("FRIL")), ("0 0 15W * *", 5, .dayOfMonth, .nearestWeekday("15W")),
            ("0 0 * * MON#2", 9, .dayOfWeek, .nthWeekday("MON#2")), ("0 0 ? * MON", 5, .dayOfMonth, .noValue),
            ("0 0 1,? * *", 7, .dayOfMonth, .noValue), ("H * * * *", 1, .minute, .hashed("H")), ("H/15 * * * *", 1, .minute, .hashed("H")),
            ("H(0-29)/10 * * * *", 1, .minute, .hashed("H(0-29)")), ("0~30 * * * *", 1, .minute, .random("0~30")),
            ("@every 5m", 1, nil, .everyShorthand("5m")), ("  @EVERY 1h 30m", 3, nil, .everyShorthand("1h30m")),
            ("@reboot", 1, nil, .rebootShorthand), ("@fortnightly", 1, nil, .shorthand("@fortnightly")), ("@daily 5", 1, nil, .shorthand("@daily 5")),
            ("TZ=Europe/Paris 0 9 * * *", 1, nil, .zonePrefix), ("CRON_TZ=UTC 0 9 * * *", 1, nil, .zonePrefix),
            // Dates that never come.
            ("0 0 31 2 *", 1, nil, .impossibleDate), ("0 0 30 FEB *", 1, nil, .impossibleDate), ("0 0 31 4,6,9,11 *", 1, nil, .impossibleDate),
            ("0 0 31 FEB,APR */2", 1, nil, .impossibleDate),
        ] as [(String, Int, CronField?, CronError.Problem)])
    func `a text that is no cron expression is refused with the place and the problem`(
        text: String, column: Int, field: CronField?, problem: CronError.Problem
    ) {
        #expect(refusal(text) == CronError(text: text, column: column, field: field, problem: problem))
    }

    @Test(arguments: [
        ("", "column 1: nothing is written; use five fields, such as \"0 9 * * MON-FRI\""),
        (
            "0 0 12 * * MON 2026",
            "column 1: expected 5 fields (minute, hour, day of month, month, day of week) or 6 (second first), found 7; "
                + "there is no field for the year"
        ),
        ("60 * * * *", "minute field, column 1: \"60\" is out of range; use 0 to 59"),
        ("* * * 13 *", "month field, column 7: \"13\" is out of range; use 1 to 12 or JAN to DEC"),
        ("* * * * 8", "day of week field, column 9: \"8\" is out of range; use 0 to 7 or SUN to SAT"),
        ("* x * * *", "hour field, column 3: \"x\" is not a value; use 0 to 23"),
        ("* * * JANUARY *", "month field, column 7: \"JANUARY\" is not a value; use JAN"),
        ("1,,2 * * * *", "minute field, column 3: a list has an empty entry; remove the extra comma"),
        ("0 22-2 * * *", "hour field, column 3: \"22-2\" runs backwards; use 22-23,0-2"),
        ("*/0 * * * *", "minute field, column 3: the step \"0\" is not usable; use a number from 1 on"),
        ("5/10 * * * *", "minute field, column 1: \"5/10\" has a step without a range; use 5-59/10"),
        (
            "*/90 * * * *",
            "minute field, column 1: \"*/90\" matches one value only, since its step leaves the range; use 0, or \"every\" in the loop file"
        ),
        (
            "0 0 L * *",
            "day of month field, column 5: \"L\" (last) is not supported; use 28-31 and let the skill check the date, "
                + "or \"every\" in the loop file"
        ),
        (
            "0 0 * * 5L",
            "day of week field, column 9: \"5L\" (last) is not supported; use a weekday and let the skill check the date, "
                + "or \"every\" in the loop file"
        ),
        (
            "0 0 15W * *",
            "day of month field, column 5: \"15W\" (nearest weekday) is not supported; use MON-FRI as day of week, "
                + "or \"every\" in the loop file"
        ),
        (
            "0 0 * * MON#2",
            "day of week field, column 9: \"MON#2\" (n-th weekday) is not supported; use the weekday and let the skill check the date, "
                + "or \"every\" in the loop file"
        ),
        ("0 0 ? * MON", "day of month field, column 5: \"?\" is not supported; use \"*\""),
        ("H * * * *", "minute field, column 1: \"H\" (a value chosen by hash) is not supported; use a value, or \"every\" in the loop file"),
        ("0~30 * * * *", "minute field, column 1: \"0~30\" (a random value) is not supported; use a value, or \"every\" in the loop file"),
        (
            "@every 90m",
            "column 1: \"@every\" is no time of day; use \"every\": \"90m\" in the loop file instead of a cron expression"
        ),
        (
            "@reboot",
            "column 1: \"@reboot\" is no time of day, and a loop does not start over with its server; use \"every\" in the loop file, "
                + "or trigger the loop"
        ),
        (
            "@never",
            "column 1: \"@never\" is unknown; use @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually, or five fields"
        ),
        ("TZ=UTC 0 9 * * *", "column 1: the time zone does not belong here; name it beside the cron expression in the loop file"),
        ("0 0 31 2 *", "column 1: no month it names has such a day, so it would never fire; change the day of month or the month"),
    ])
    func `messages name the field, the column and what to write`(text: String, message: String) throws {
        #expect("\(try #require(refusal(text)))" == "cron \(text.debugDescription): \(message)")
    }

    @Test func `a long text is cut in the message`() throws {
        let message = "\(try #require(refusal(String(repeating: "1,", count: 200))))"
        #expect(message.hasSuffix("\"...: column 1: over 256 characters are written; use a shorter list, or several loops"))
        #expect(message.utf8.count < 200)
    }

    /// Every entry that can be written wrong this way is written wrong, and mended as the error says.
    @Test func `what an error says to use is accepted`() throws {
        let fields = [CronField.minute, .hour, .dayOfMonth, .month, .dayOfWeek]
        for (place, field) in fields.enumerated() {
            for first in field.range {
                let entries = field.range.filter { $0 < first }.flatMap { ["\(first)-\($0)", "\(first)-\($0)/3"] } + ["\(first)/5", "*/\(first)"]
                for entry in entries {
                    var words = ["*", "*", "*", "*", "*"]
                    words[place] = entry
                    guard let error = refusal(words.joined(separator: " ")) else { continue }
                    switch error.problem {
                    case .backwardRange(entry, let use), .stepWithoutRange(entry, let use), .stepTooLong(entry, let use):
                        words[place] = use
                        #expect(throws: Never.self) { try Cron(words.joined(separator: " ")) }
                    case .badStep: #expect(first == 0)
                    default: Issue.record("\(error)")
                    }
                }
            }
        }
    }

    @Test func `whatever the text, it is accepted or refused at a column of it`() {
        var random = SeededGenerator(seed: 6)
        let pieces = [
            "0", "1", "5", "59", "7", "*", "*", "/", "-", ",", " ", " ", "\t", "MON", "jan", "L", "W", "#", "?", "~", "H", "@daily", "é", "\0",
        ]
        var accepted = 0
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0...14, using: &random)).compactMap { _ in pieces.randomElement(using: &random) }.joined()
            if let error = refusal(text) {
                #expect((1...(text.utf8.count + 1)).contains(error.column))
                #expect(!"\(error)".isEmpty)
            } else {
                accepted += 1
            }
        }
        #expect(accepted > 10)
    }
}
