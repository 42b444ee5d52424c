import ArgumentParser
import Fuzzing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Many inputs, each of them with a bound on time, memory and stack.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Try many inputs, or one again.")

    @Option(help: "What the inputs are drawn from; the same seed gives the same inputs.")
    var seed: UInt64 = 1

    @Option(help: "How many inputs.")
    var count = 1_000_000

    @Option(help: "Only this target: \(Targets.all.map(\.name).joined(separator: ", ")).")
    var target: String?

    @Option(help: "Try only the input of this number, and print it.")
    var replay: Int?

    @Option(help: "The seconds one input may take.")
    var deadline: UInt32 = 10

    @Option(help: "The file that always names the input under way.")
    var progress = ".build/fuzz-progress"

    func validate() throws {
        if let target, Targets.named(target) == nil { throw ValidationError("there is no target \(target)") }
        if count < 1 { throw ValidationError("the count must be at least 1") }
    }

    func run() throws {
        let campaign = Campaign(seed: seed, only: target.flatMap(Targets.named))
        if let replay {
            let (target, bytes) = campaign.input(replay)
            print("\(target.name), \(bytes.count) bytes:\n\(String(decoding: bytes, as: UTF8.self))")
        }
        let indices = replay.map { $0..<$0 + 1 } ?? 0..<count
        guard let mark = ProgressMark(path: progress, seed: seed, isNarrowed: target != nil) else {
            throw ValidationError("cannot write \(progress)")
        }
        limitMemory()
        let outcome = Box<(Tally, [Campaign.Failure])>()
        let deadline = deadline
        SmallStack.run {
            var tally = Tally()
            let failures = campaign.run(
                indices,
                before: { index, target in
                    mark.set(index, target)
                    alarm(deadline)
                    tally.begin()
                },
                after: { target, verdict, index in tally.end(target, verdict, index) })
            alarm(0)
            outcome.value = (tally, failures)
        }
        mark.clear()
        guard let (tally, failures) = outcome.value else { throw ValidationError("no thread could be started") }
        print("seed \(seed)\n\(tally)")
        for failure in failures.prefix(50) {
            print("\(failure.target) \(failure.index): \(failure.broken)\n  \(String(decoding: failure.input.prefix(2000), as: UTF8.self))")
        }
        print("\(failures.count) broken promises")
        if !failures.isEmpty { throw ExitCode.failure }
    }

    /// A process that eats memory ends instead of taking the machine down.
    private func limitMemory() {
        #if canImport(Glibc)
            var limit = rlimit(rlim_cur: 4 << 30, rlim_max: 4 << 30)
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        #endif
    }
}

/// After a run that was ended by a signal: which input it was at.
struct LastCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "last", abstract: "Say which input a run that crashed was at.")

    @Option(help: "The file of the run.")
    var progress = ".build/fuzz-progress"

    func run() throws {
        print(ProgressMark.read(progress) ?? "no run was ended by a signal")
    }
}
