import DAXModel

/// The fewest guarantees with which a target survives a search: an implicit hitting set, with the search as its oracle.
///
/// What the witnesses so far demand is a set of clauses; the cheapest set of guarantees that satisfies them is searched on.
/// A case that fails there is one more witness, and what it demands is found out by switching. While clauses are sound the
/// cheapest set is a lower bound, so the one that survives is the cheapest there is, and not only one that nothing can
/// be left out of.
public final class Repair {
    /// A case that fails where something is missing.
    public struct Witness: Sendable {
        /// As small as it became.
        public let `case`: Case
        public let signature: String
        /// The worst that a kernel would show of it.
        public let observable: Observable
        public let group: FindingGroup
        /// What was switched on where it was found.
        public let found: GuaranteeSet
        /// Executions of that search until then.
        public let executions: UInt64
    }

    /// What it may cost, and where it begins.
    public struct Options: Sendable {
        /// Executions that a set has to survive.
        public var survival: UInt64
        public var seed: UInt64
        /// Executions to minimize a witness with.
        public var minimizing: Int
        /// What may be switched on.
        public var among: GuaranteeSet

        public init(
            survival: UInt64 = 1_000_000, seed: UInt64 = 1, minimizing: Int = 4000,
            among: GuaranteeSet = Attribution.universe
        ) {
            self.survival = survival
            self.seed = seed
            self.minimizing = minimizing
            self.among = among
        }
    }

    /// What is going on.
    public enum Progress: Sendable {
        /// A set is searched on.
        case searching(GuaranteeSet, witnesses: Int)
        case found(Witness)
    }

    /// How it ended.
    public enum End: Sendable {
        case survived
        /// What fails whatever is switched on.
        case hole(Witness)
        /// No set of guarantees meets what all witnesses demand.
        case contradiction
        case cancelled
    }

    public let target: Target
    private let options: Options
    private let lacking: GuaranteeSet
    private var clauses = RepairClauses()
    private var tests: [CureTrials] = []
    /// In the order in which they were found.
    public private(set) var witnesses: [Witness] = []
    /// The guarantees of the last set: those with which it survived, where it did.
    public private(set) var chosen: GuaranteeSet = []
    /// All sets that are as cheap as far as the witnesses tell, the chosen one among them.
    public private(set) var asCheap: [GuaranteeSet] = []
    /// It is certain that no cheaper set meets what the witnesses demand.
    public private(set) var isLeast = true
    /// Guarantees that a witness wants to be off: they do harm.
    public private(set) var harmful: GuaranteeSet = []
    /// Executions that the chosen set has survived.
    public private(set) var survived: UInt64 = 0
    /// Executions of all searches, without minimizing and testing.
    public private(set) var searched: UInt64 = 0
    public private(set) var rounds = 0
    /// Witnesses by their places, that which failed most recently last.
    private var order: [Int] = []

    public init(of target: Target, options: Options = Options()) {
        self.target = target
        self.options = options
        lacking = options.among.subtracting(target.guarantees)
    }

    /// Runs the loop to its end.
    /// - Parameter isCancelled: Asked every few executions.
    public func run(isCancelled: () -> Bool = { false }, onProgress: (Progress) -> Void = { _ in }) -> End {
        while !isCancelled() {
            rounds += 1
            (asCheap, isLeast) = clauses.cheapest(among: lacking)
            guard let next = asCheap.first else { return .contradiction }
            chosen = next
            survived = 0
            if let place = order.reversed().first(where: { fails($0, on: next) }) {
                learn(place, from: next)
                continue
            }
            if refutes(next) { continue }
            onProgress(.searching(next, witnesses: witnesses.count))
            guard let (witness, test) = search(on: next, isCancelled) else {
                return survived >= options.survival ? .survived : .cancelled
            }
            witnesses.append(witness)
            tests.append(test)
            order.append(witnesses.count - 1)
            onProgress(.found(witness))
            guard learn(witnesses.count - 1, from: next) else { return .hole(witness) }
        }
        return .cancelled
    }

    /// The witness that shows that a guarantee of the chosen set cannot be left out.
    public func reason(for guarantee: Guarantee) -> Witness? {
        let less = chosen.subtracting([guarantee])
        return witnesses.indices.first { fails($0, on: less) }.map { witnesses[$0] }
    }

    /// Witnesses that fail without the guarantee.
    public func failures(without guarantee: Guarantee) -> Int {
        let less = chosen.subtracting([guarantee])
        return witnesses.indices.count { fails($0, on: less) }
    }

    // MARK: Steps of the loop

    private func fails(_ witness: Int, on set: GuaranteeSet) -> Bool {
        if case .shows = tests[witness].verdict(on: set) { true } else { false }
    }

    /// Whether one guarantee of a set that no witness fails on could be left out as far as the witnesses go: then some demand
    /// was none.
    private func refutes(_ set: GuaranteeSet) -> Bool {
        for guarantee in set.members {
            let less = set.subtracting([guarantee])
            guard !witnesses.indices.contains(where: { fails($0, on: less) }) else { continue }
            if clauses.refute(on: less) { return true }
        }
        return false
    }

    /// The first finding on a set; nil: none, or cancelled.
    private func search(on set: GuaranteeSet, _ isCancelled: () -> Bool) -> (Witness, CureTrials)? {
        let repaired = target.adding(set)
        let search = Search(target: repaired, seed: options.seed &+ UInt64(rounds))
        var events = SearchEvents()
        defer { searched += search.executions }
        while search.executions < options.survival, !isCancelled() {
            search.advance(executions: Int(min(256, options.survival - search.executions)), into: &events)
            survived = search.executions
            if let finding = events.findings.first { return witness(finding, on: repaired, set) }
            events.removeAll()
        }
        return nil
    }

    private func witness(_ finding: Finding, on repaired: Target, _ set: GuaranteeSet) -> (Witness, CureTrials) {
        var executor = Executor(target: repaired)
        let small = Minimizer.minimize(
            finding.case, budget: Minimizer.Budget(executions: options.minimizing),
            trial: { candidate, plan in
                let execution = executor.run(candidate, plan: plan)
                return execution.index(of: finding.signature, in: finding.group) == nil ? nil : execution
            }
        ).best
        let execution = executor.run(small)
        guard let index = execution.index(of: finding.signature, in: finding.group) else {
            preconditionFailure("a finding that does not replay")
        }
        let wanted = execution.cause(of: execution.violations[index])
        guard let test = CureTrials(small, wanted, on: target, with: set) else {
            preconditionFailure("a witness that does not show its class")
        }
        let witness = Witness(
            case: small, signature: finding.signature,
            observable: execution.worst(of: finding.group) ?? finding.observable, group: finding.group,
            found: set, executions: finding.executions)
        return (witness, test)
    }

    /// Adds what a witness that fails on a set demands: with as much as possible switched on besides, one of what is
    /// left has to be. Twice, in two orders, since there are several such demands.
    /// - Returns: false: it fails whatever is switched on.
    @discardableResult
    private func learn(_ place: Int, from set: GuaranteeSet) -> Bool {
        order.removeAll { $0 == place }
        order.append(place)
        defer {
            // What was learned may have been refuted: then the set itself, and no more, is known to fail.
            if clauses.hold(for: set) {
                clauses.add(RepairClauses.Clause(on: lacking.subtracting(set), off: set))
            }
        }
        // Those that agree come first: together with what does harm, nothing might help.
        let agreed = lacking.intersection(Attribution.agreed).members
        let others = lacking.subtracting(Attribution.agreed).members
        for sequence in [agreed + others, agreed.reversed() + others.reversed()] {
            let clause = demand(of: place, from: set, in: sequence)
            guard !clause.on.isEmpty || !clause.off.isEmpty else { continue }
            clauses.add(clause)
            harmful.formUnion(clause.off)
        }
        return !fails(place, on: set.union(lacking.intersection(Attribution.agreed))) || !clauses.hold(for: set)
    }

    private func demand(of place: Int, from set: GuaranteeSet, in sequence: [Guarantee]) -> RepairClauses.Clause {
        var state = set
        var on: GuaranteeSet = []
        for guarantee in sequence where !set.contains(guarantee) {
            if fails(place, on: state.union([guarantee])) { state.insert(guarantee) } else { on.insert(guarantee) }
        }
        var off: GuaranteeSet = []
        for guarantee in sequence where set.contains(guarantee) {
            if !fails(place, on: state.subtracting([guarantee])) { off.insert(guarantee) }
        }
        return RepairClauses.Clause(on: on, off: off)
    }
}

extension Execution {
    /// The worst that a kernel would show of a group.
    fileprivate func worst(of group: FindingGroup) -> Observable? {
        zip(violations, groups).filter { $0.1 == group }.map(\.0.observable).min { $0.rawValue < $1.rawValue }
    }
}
