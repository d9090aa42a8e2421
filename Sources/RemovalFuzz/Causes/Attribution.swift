import DAXModel

/// Why a case fails on a target, by experiment: guarantees are switched on, and the case and its neighbourhood executed
/// again.
///
/// The search for all minimal cures asks only what a test can answer: whether a set of guarantees cures. It relies on
/// designs being monotone, that more guarantees cure no less, and not on replays being so.
public struct Attribution: Sendable {
    /// What was found out.
    public enum Outcome: Hashable, Sendable {
        case cause(Cause)
        /// With all guarantees the class shows all the same: a hole of the guarantees, or of the model.
        case uncured
        /// The limit came first; cures that are known so far.
        case uncertain([GuaranteeSet])
        /// The case does not show the class.
        case clean
    }

    /// What it may cost.
    public struct Limits: Hashable, Sendable {
        /// Executions after which nothing more is begun.
        public var executions: Int
        /// Guarantees of a cure; a larger one makes the outcome uncertain.
        public var cureSize: Int

        public init(executions: Int = 2000, cureSize: Int = 3) {
            self.executions = executions
            self.cureSize = cureSize
        }
    }

    /// What can be switched on: every guarantee that promises something.
    public static var universe: GuaranteeSet { GuaranteeSet(Guarantee.allCases).subtracting([.placebo]) }

    /// All that holds on the reference: these are known to agree with each other.
    static let agreed: GuaranteeSet = {
        guard let reference = Design.named("reference") else { preconditionFailure("there is no reference design") }
        return Target(reference).guarantees
    }()

    public let outcome: Outcome
    /// Executions that it took.
    public let executions: Int
    /// Of `plainNeighbours` neighbours on the plain target, those that show the class.
    public let failing: Int
    public static var plainNeighbours: Int { CureTrials.plainNeighbours }
    /// Neighbours that a cure was tested with.
    public let neighbours: Int
    /// Guarantees that would have acted where the class showed.
    public let candidates: GuaranteeSet
    /// Times that a larger set of guarantees did not cure what a part of it cures.
    public let exceptions: Int

    /// Attributes a case.
    /// - Parameters:
    ///   - wanted: The class of violation to explain.
    ///   - among: What may be switched on.
    ///   - known: Causes to try first, the most frequent first.
    public init(
        of witness: Case, _ wanted: ViolationClass, on plain: Target, among: GuaranteeSet = Attribution.universe,
        known: [Cause] = [], limits: Limits = Limits()
    ) {
        guard let tests = CureTrials(witness, wanted, on: plain) else {
            (outcome, executions, failing, neighbours, candidates, exceptions) = (.clean, 1, 0, 0, [], 0)
            return
        }
        var search = CureSearch(tests: tests, among: among, limits: limits)
        outcome = search.outcome(known: known)
        executions = search.tests.executions
        failing = search.tests.failing
        neighbours = search.tests.neighbours
        candidates = search.tests.candidates
        exceptions = search.tests.exceptions
    }
}

/// The search for all minimal cures of one witness.
private struct CureSearch {
    let tests: CureTrials
    private let limits: Attribution.Limits
    /// What may be switched on.
    private let lacking: GuaranteeSet
    private var cures: [GuaranteeSet] = []

    init(tests: CureTrials, among: GuaranteeSet, limits: Attribution.Limits) {
        self.limits = limits
        lacking = among.subtracting(tests.plain.guarantees)
        self.tests = tests
    }

    private var isOverLimit: Bool { tests.executions > limits.executions }

    mutating func outcome(known: [Cause]) -> Attribution.Outcome {
        for cause in known where has(cause) { return .cause(cause) }
        tryAlone()
        let all = agreeing(cures)
        guard tests.cures(all) else {
            return cures.isEmpty && !isOverLimit ? .uncured : .uncertain(HittingSets.minimalOnes(cures))
        }
        while !isOverLimit {
            guard let open = openHittingSet(all) else { return .cause(Cause(cures)) }
            guard let cure = shrink(all.subtracting(open)) else { break }
            guard cure.members.count <= limits.cureSize else { break }
            add(cure)
        }
        return .uncertain(HittingSets.minimalOnes(cures))
    }

    /// Whether the witness has a cause that is known: each of its cures cures, and without what every cure needs a part of
    /// nothing does.
    private mutating func has(_ cause: Cause) -> Bool {
        guard cause.cures.allSatisfy({ $0.isSubset(of: lacking) }) else { return false }
        for cure in cause.cures where isOverLimit || !tests.cures(cure) { return false }
        let all = agreeing(cause.cures)
        for open in HittingSets.minimal(of: cause.cures)
        where isOverLimit || tests.cures(all.subtracting(open)) { return false }
        return true
    }

    /// As many guarantees as can be switched on together: with all of them the witness still begins its operations and
    /// does not hang for another reason. What stands in the cures comes first, then what the reference has, which is known
    /// to agree, then what would have acted.
    ///
    /// Together guarantees can do harm that none does alone: a freeze without the thaw that belongs to it, or a signal
    /// that kills the task whose access is to be explained.
    private mutating func agreeing(_ cures: [GuaranteeSet]) -> GuaranteeSet {
        var order = cures.flatMap(\.members)
        order += Attribution.agreed.intersection(lacking).members
        order += tests.candidates.intersection(lacking).members
        order += lacking.members
        var all: GuaranteeSet = []
        var isGone = false
        for guarantee in order where !all.contains(guarantee) {
            let verdict = tests.verdictAlone(on: all.union([guarantee]))
            guard verdict == .gone || (verdict != .avoided && !isGone) else { continue }
            isGone = verdict == .gone
            all.insert(guarantee)
        }
        // One of them may bring the class back in the neighbourhood only.
        for guarantee in order.reversed() where !cures.isEmpty && !isOverLimit && !tests.cures(all) {
            guard all.contains(guarantee), !cures.contains(where: { $0.contains(guarantee) }) else { continue }
            if tests.cures(all.subtracting([guarantee])) { all.remove(guarantee) }
        }
        return all
    }

    /// Each guarantee by itself, if it can have anything to do with it. What fails may show more that can.
    private mutating func tryAlone() {
        var tried: GuaranteeSet = []
        while !isOverLimit, let next = tests.candidates.intersection(lacking).subtracting(tried).members.first {
            tried.insert(next)
            if tests.cures([next]) { add([next]) }
        }
    }

    private mutating func add(_ cure: GuaranteeSet) {
        cures = HittingSets.minimalOnes(cures + [cure])
    }

    /// A minimal set of guarantees that meets all cures, and without which something cures all the same: there is a cure
    /// that is not known.
    private mutating func openHittingSet(_ all: GuaranteeSet) -> GuaranteeSet? {
        for open in HittingSets.minimal(of: cures) {
            if isOverLimit { return open }
            if tests.cures(all.subtracting(open)) { return open }
        }
        return nil
    }

    /// A minimal cure among guarantees that cure together, first looked for among those that would have acted.
    private mutating func shrink(_ curing: GuaranteeSet) -> GuaranteeSet? {
        let acting = curing.intersection(tests.candidates)
        let start = acting != curing && tests.cures(acting) ? acting : curing
        let cure = smallest(of: start.members[...], with: [], isNew: false)
        return cure.map { GuaranteeSet($0) }
    }

    /// QuickXplain: a minimal part of `members` that cures together with `background`.
    private mutating func smallest(
        of members: ArraySlice<Guarantee>, with background: GuaranteeSet, isNew: Bool
    ) -> [Guarantee]? {
        if isOverLimit { return nil }
        if isNew && tests.cures(background) { return [] }
        guard members.count > 1 else { return Array(members) }
        let middle = members.startIndex + members.count / 2
        let (first, second) = (members[..<middle], members[middle...])
        guard let right = smallest(of: second, with: background.union(GuaranteeSet(first)), isNew: !first.isEmpty),
            let left = smallest(of: first, with: background.union(GuaranteeSet(right)), isNew: !right.isEmpty)
        else { return nil }
        return left + right
    }
}
