import CivilTime
import Testing

struct CronExplanationTests {
    @Test(arguments: [
        ("* * * * *", "every minute"),
        ("*/15 * * * *", "every 15 minutes"),
        ("0 * * * *", "every hour"),
        ("0 */2 * * *", "every 2 hours"),
        ("5 * * * *", "at minute 5 of every hour"),
        ("7,13,40 * * * *", "at minutes 7, 13 and 40 of every hour"),
        ("0-29 * * * *", "at minutes 0 to 29 of every hour"),
        ("*/7 * * * *", "at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour"),
        ("*/15 9-17 * * 1-5", "every 15 minutes of hours 9 to 17, Monday to Friday"),
        ("30 */2 * * *", "at minute 30 of every 2nd hour"),
        ("* 9 * * *", "every minute of hour 9"),
        ("* * * * * *", "every second"),
        ("*/10 * * * * *", "every 10 seconds"),
        ("*/10 */5 * * * *", "every 10 seconds of every 5th minute"),
        ("30 * * * * *", "at second 30 of every minute"),
        ("30 * 9 * * *", "at second 30 of every minute of hour 9"),
        ("30 5 9 * * *", "at 09:05:30"),
        ("0 9 * * 1-5", "at 09:00, Monday to Friday"),
        ("0 9,17 * * *", "at 09:00 and 17:00"),
        ("0,30 9,17 * * *", "at 09:00, 09:30, 17:00 and 17:30"),
        ("0 9-17 * * *", "every hour from 09:00 to 17:00"),
        ("0 1,5,9,13,17,22,23 * * *", "at 01:00, 05:00, 09:00, 13:00, 17:00, 22:00 and 23:00"),
        ("0 12 * * 0,6", "at 12:00, Saturday and Sunday"),
        ("0 12 * * 5-7", "at 12:00, Friday to Sunday"),
        ("0 12 * * 0-6", "at 12:00"),
        ("0 0 1 * *", "at 00:00, on day 1 of the month"),
        ("0 0 1,15 * *", "at 00:00, on days 1 and 15 of the month"),
        ("0 0 1-7 * *", "at 00:00, on days 1 to 7 of the month"),
        ("0 0 13 * 5", "at 00:00, on day 13 of the month or on Friday"),
        ("0 0 */10 * MON", "at 00:00, on days 1, 11, 21 and 31 of the month if it is Monday"),
        ("0 0 1-31 * MON", "at 00:00"),
        ("0 12 * JAN-MAR,DEC *", "at 12:00, in January to March and December"),
        ("@yearly", "at 00:00, on day 1 of the month, in January"),
    ])
    func `an expression is told in words`(cron: String, words: String) throws {
        #expect(try Cron(cron).explanation == words)
    }
}
