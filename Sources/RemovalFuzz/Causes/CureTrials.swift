import DAXModel

/// Tests whether guarantees cure a witness: on the target with them neither it nor its neighbourhood shows its class of
/// violation.
///
/// A failure is certain, since it is a concrete execution; a success is statistical, and so many neighbours are executed
/// that it is seldom wrong. A function of the witness, its class and the target.
final class CureTrials {
    /// Neighbours executed on the plain target, to see how often they fail there.
    static var plainNeighbours: Int { 64 }
    /// Tests that are expected to succeed, and the share of attributions that a wrong success may spoil.
    private static var expectedSuccesses: Double { 10 }
    private static var risk: Double { 0.01 }
    /// Below this share of failing neighbours the neighbourhood is narrowed.
    private static var leastShare: Double { 0.1 }
    /// Least and most neighbours of a test.
    private static var neighbourRange: ClosedRange<Int> { 25...320 }

    let plain: Target
    private let wanted: Harm
    private let neighbourhood: Neighbourhood
    private var executor: Executor
    /// Numbers of neighbours, those first that fail on the plain target.
    private let order: [Int]
    /// Neighbours of the plain target that show the class.
    let failing: Int
    /// Operations that the witness has to begin.
    private let required: UInt64
    private let hangs: Bool
    private var verdicts: [GuaranteeSet: Verdict] = [:]
    private var alone: [GuaranteeSet: Verdict] = [:]
    /// Executions so far.
    private(set) var executions = 0
    /// Times that more guarantees did not cure what fewer of them cure.
    private(set) var exceptions = 0
    /// Guarantees that would have acted where the class showed, on the plain target or with others switched on.
    private(set) var candidates: GuaranteeSet = []

    /// What a test comes to.
    enum Verdict: Equatable {
        /// The class is gone.
        case gone
        /// It shows in this neighbour.
        case shows(neighbour: Int)
        /// It is gone because the run does not come so far any more, or hangs.
        case avoided
    }

    /// nil: the witness does not show the class.
    /// - Parameter found: What was switched on where the witness was found: it is looked at there.
    init?(_ witness: Case, _ wanted: ViolationClass, on plain: Target, with found: GuaranteeSet = []) {
        self.plain = plain
        executor = Executor(target: plain.adding(found))
        executor.watchesGhosts = true
        let execution = executor.run(witness)
        guard let violation = execution.violations.first(where: { ViolationClass($0) == wanted }) else { return nil }
        let wanted = Harm(violation)
        self.wanted = wanted
        hangs = execution.hangs
        var ghosts = GuaranteeSet(executor.ghosts.map(\.guarantee))
        let trace = executor.trace
        required = Self.required(of: witness, violation, trace: trace)
        var near = Neighbourhood(of: witness, reach: .wide, trace: trace)
        var sample = Self.sample(near, wanted, &executor, &ghosts)
        var executions = 1 + Self.plainNeighbours
        if Double(sample.count) < Self.leastShare * Double(Self.plainNeighbours), !witness.preemptions.isEmpty {
            let narrow = Neighbourhood(of: witness, reach: .narrow, trace: trace)
            let narrowed = Self.sample(narrow, wanted, &executor, &ghosts)
            executions += Self.plainNeighbours
            if narrowed.count > sample.count { (near, sample) = (narrow, narrowed) }
        }
        neighbourhood = near
        failing = sample.count
        let count = Self.neighbours(failing: failing)
        order = Array((sample + (1...max(count, Self.plainNeighbours)).filter { !sample.contains($0) }).prefix(count))
        candidates = ghosts
        self.executions = executions
    }

    /// Neighbours of a test that succeeds.
    var neighbours: Int { order.count }

    /// The operations without which a run does not come to where the harm is done: those before the unbind, and where the
    /// object was made later, those until then. What follows may never begin: a removal may kill whoever maps the device,
    /// and a fault that is refused ends its process.
    private static func required(
        of witness: Case, _ found: Violation, trace: [TaskPosition]
    ) -> UInt64 {
        let beginning = trace[..<min(found.atStep, trace.count)]
        let unbinds = witness.operations.filter { $0.kind == .unbind }.map(\.id)
        let isLater = found.provenance.creator != .none && found.provenance.phase != .before
        let end =
            isLater
            ? beginning.lastIndex { $0.step == found.provenance.creator }
            : beginning.firstIndex { unbinds.contains($0.operation) }
        let ids = Set(beginning.prefix(end.map { $0 + 1 } ?? beginning.count).map(\.operation))
        return witness.operations.indices.reduce(0) {
            ids.contains(witness.operations[$1].id) ? $0 | 1 << UInt64($1) : $0
        }
    }

    /// The neighbours that fail on the plain target.
    private static func sample(
        _ near: Neighbourhood, _ wanted: Harm, _ executor: inout Executor, _ ghosts: inout GuaranteeSet
    ) -> [Int] {
        var failing: [Int] = []
        for number in 1...plainNeighbours {
            let (subject, plan) = near.member(number)
            guard executor.run(subject, plan: plan).shows(wanted) else { continue }
            failing.append(number)
            ghosts.formUnion(GuaranteeSet(executor.ghosts.map(\.guarantee)))
        }
        return failing
    }

    /// So many that a class which shows half as often as on the plain target is not missed by bad luck.
    static func neighbours(failing: Int) -> Int {
        let share = max(Double(failing), 0.5) / Double(plainNeighbours)
        var count = 0
        var missed = 1.0
        while missed > risk / expectedSuccesses && count < neighbourRange.upperBound {
            missed *= 1 - share / 2
            count += 1
        }
        return max(count, neighbourRange.lowerBound)
    }

    // MARK: Tests

    /// Whether the guarantees cure the witness.
    func cures(_ added: GuaranteeSet) -> Bool { verdict(on: added) == .gone }

    func verdict(on added: GuaranteeSet) -> Verdict {
        if let verdict = verdicts[added] { return verdict }
        let verdict = execute(on: added)
        noteExceptions(added, verdict)
        verdicts[added] = verdict
        return verdict
    }

    private func noteExceptions(_ added: GuaranteeSet, _ verdict: Verdict) {
        for (other, theirs) in verdicts {
            let isLess = theirs == .gone && verdict != .gone && other.isSubset(of: added)
            let isMore = theirs != .gone && verdict == .gone && added.isSubset(of: other)
            if isLess || isMore { exceptions += 1 }
        }
    }

    /// The verdict of the witness alone, without its neighbourhood.
    func verdictAlone(on added: GuaranteeSet) -> Verdict {
        if let verdict = alone[added] { return verdict }
        executor.retarget(plain.adding(added))
        let execution = executor.run(neighbourhood.subject)
        executions += 1
        let isAvoided = !required.isSubset(of: execution.begunOperations) || execution.hangs && !hangs
        let verdict = execution.shows(wanted) ? noteFailure(0) : isAvoided ? .avoided : .gone
        alone[added] = verdict
        return verdict
    }

    private func execute(on added: GuaranteeSet) -> Verdict {
        let alone = verdictAlone(on: added)
        guard alone == .gone else { return alone }
        executor.retarget(plain.adding(added))
        for number in order {
            let (subject, plan) = neighbourhood.member(number)
            executions += 1
            if executor.run(subject, plan: plan).shows(wanted) { return noteFailure(number) }
        }
        return .gone
    }

    private func noteFailure(_ neighbour: Int) -> Verdict {
        candidates.formUnion(GuaranteeSet(executor.ghosts.map(\.guarantee)))
        return .shows(neighbour: neighbour)
    }
}

/// What has to be gone: violations of one class, about objects that were there before the removal, or about later ones.
/// What a removal leaves and what comes after it have never one cause, and the one must not hide the cure of the other.
private struct Harm: Hashable {
    private let kind: ViolationClass
    private let isLater: Bool

    init(_ violation: Violation) {
        kind = ViolationClass(violation)
        isLater = violation.provenance.creator != .none && violation.provenance.phase != .before
    }
}

extension Execution {
    fileprivate func shows(_ wanted: Harm) -> Bool { violations.contains { Harm($0) == wanted } }

    /// Somebody does not get on.
    fileprivate var hangs: Bool { violations.contains { $0.oracleKind == .liveness } }
}

extension UInt64 {
    /// Each bit of it is set in the other.
    fileprivate func isSubset(of other: UInt64) -> Bool { self & ~other == 0 }
}
