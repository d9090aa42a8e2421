#if LIBFUZZER
import ArgumentParser
import CLibFuzzer
import DAXModel
import RemovalFuzz

/// `libfuzzer`: the same model under libFuzzer, with our generator, mutator and strategies as its custom mutator.
struct LibFuzzerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "libfuzzer", abstract: "As causes, for a search by libFuzzer.",
        discussion: """
            An input is a packed case with the plan of its schedule. A quarter of the mutations are new cases.
            """)

    @Option(help: "The target to search on.")
    var design = "merged"

    @Option(help: "The seed.")
    var first: UInt64 = 1

    @Option(help: "Seconds of the processor.")
    var seconds = 10.0

    @Option(help: "A file that names the causes; without one each group of findings is a cause.")
    var list: String?

    func run() throws {
        LibFuzzerRun.current = LibFuzzerRun(
            target: try Input.target(design), seed: first, seconds: seconds,
            causes: try list.map { try CauseList(file: $0) } ?? CauseList())
        let words = [
            "removal-bench", "-seed=\(first)", "-max_len=4096", "-len_control=0", "-rss_limit_mb=0",
            "-detect_leaks=0", "-verbosity=0", "-print_final_stats=0",
        ]
        // libFuzzer keeps them.
        var pointers = words.map { word in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: word.utf8.count + 1)
            for (index, unit) in word.utf8CString.enumerated() { copy[index] = unit }
            return Optional(copy)
        }
        var count = Int32(words.count)
        pointers.append(nil)
        pointers.withUnsafeMutableBufferPointer { buffer in
            var start = buffer.baseAddress
            _ = LLVMFuzzerRunDriver(&count, &start) { data, size in
                LibFuzzerRun.current?.execute(UnsafeBufferPointer(start: data, count: size))
                return 0
            }
        }
    }
}

/// What the callbacks of libFuzzer need. It calls them on one thread.
final class LibFuzzerRun {
    nonisolated(unsafe) static var current: LibFuzzerRun?

    private let target: Target
    private let seed: UInt64
    private let seconds: Double
    private let causes: CauseList
    private var executor: Executor
    private let start = ProcessorTime.seconds
    private var executions: UInt64 = 0
    private var seen: Set<String> = []
    private var known: Set<String> = []
    private let stepNames = StepTable.shared.all.map { StepTable.shared.qualified($0) }
    private var mask = SwarmMask()
    private var mutations = 0

    init(target: Target, seed: UInt64, seconds: Double, causes: CauseList) {
        self.target = target
        self.seed = seed
        self.seconds = seconds
        self.causes = causes
        executor = Executor(target: target)
    }

    func execute(_ data: UnsafeBufferPointer<UInt8>) {
        if ProcessorTime.seconds - start > seconds {
            report("-")
            Exit.now()
        }
        guard let input = LibFuzzerInput(bytes: Array(data)) else { return }
        let execution = executor.run(input.case, plan: input.plan)
        executions += 1
        guard !execution.violations.isEmpty else { return }
        for (violation, group) in zip(execution.violations, execution.groups) {
            guard known.insert("\(violation.identity) \(group)").inserted else { continue }
            let finding = Finding(
                signature: violation.signature, group: group, observable: violation.observable, bug: nil,
                isConsequence: violation.isConsequence, executions: executions, case: input.case)
            for cause in causes.names(of: finding, on: target) where seen.insert(cause).inserted { report(cause) }
        }
    }

    private func report(_ cause: String) {
        Output.line("\(seed) \(executions) \((ProcessorTime.seconds - start).formatted(4)) \(cause)")
    }

    /// Puts an input's descendant, or a new one, in its place.
    func mutate(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, limit: Int, other: [UInt8]?, seed: UInt64) -> Int {
        var random = Random(seed: seed)
        if mutations % 64 == 0 { mask = SwarmMask(random: &random) }
        mutations += 1
        let old = LibFuzzerInput(bytes: Array(UnsafeBufferPointer(start: data, count: size)))
        var made: Case
        if let old, !random.chance(1, in: 4) {
            made = Mutator.mutate(
                old.case, with: other.flatMap { LibFuzzerInput(bytes: $0) }?.case, mask: mask, stepNames: stepNames,
                rule: .free, random: &random)
        } else {
            made = Generator.make(mask: mask, random: &random)
        }
        let bytes = LibFuzzerInput(case: made, random: &random).bytes
        guard bytes.count <= limit else { return size }
        for (index, byte) in bytes.enumerated() { data[index] = byte }
        return bytes.count
    }
}

/// A case and the plan of its schedule as bytes: strategy, candidates, seed, then the packed case.
private struct LibFuzzerInput {
    let `case`: Case
    private let strategy: UInt8
    private let lookahead: UInt8
    private let seed: UInt64

    init(case: Case, random: inout Random) {
        self.case = `case`
        let isRecorded = random.chance(1, in: 4) && !`case`.preemptions.isEmpty
        let drawn = FreeStrategy.allCases.firstIndex(of: .drawn(&random))
        strategy = UInt8(isRecorded ? FreeStrategy.allCases.count : drawn ?? 0)
        lookahead = UInt8(random.pick(SchedulePlan.lookaheads))
        seed = random.next()
    }

    init?(bytes: [UInt8]) {
        guard bytes.count > 10, let found = try? Case(encoded: Array(bytes[10...])) else { return nil }
        guard (try? found.validate()) != nil, found.rule != .stack else { return nil }
        self.case = found
        strategy = bytes[0]
        lookahead = bytes[1]
        seed = bytes[2..<10].reduce(0) { $0 << 8 | UInt64($1) }
    }

    var bytes: [UInt8] {
        [strategy, lookahead] + (0..<8).map { UInt8(truncatingIfNeeded: seed >> (56 - 8 * UInt64($0))) }
            + `case`.encoded
    }

    var plan: SchedulePlan {
        let strategies = FreeStrategy.allCases
        guard Int(strategy) < strategies.count else { return .recorded }
        return .free(strategies[Int(strategy)], seed: seed, lookahead: Int(lookahead))
    }
}

@_cdecl("LLVMFuzzerCustomMutator")
public func removalFuzzMutate(
    _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int, _ seed: UInt32
) -> Int {
    LibFuzzerRun.current?.mutate(data, size, limit: limit, other: nil, seed: UInt64(seed)) ?? 0
}

@_cdecl("LLVMFuzzerCustomCrossOver")
public func removalFuzzCross(
    _ first: UnsafePointer<UInt8>, _ firstSize: Int, _ second: UnsafePointer<UInt8>, _ secondSize: Int,
    _ result: UnsafeMutablePointer<UInt8>, _ limit: Int, _ seed: UInt32
) -> Int {
    guard firstSize <= limit else { return 0 }
    result.update(from: first, count: firstSize)
    let other = Array(UnsafeBufferPointer(start: second, count: secondSize))
    return LibFuzzerRun.current?.mutate(result, firstSize, limit: limit, other: other, seed: UInt64(seed)) ?? 0
}
#endif
