import DAXModel

/// What witnesses have taught about which guarantees together are enough: of each clause something has to hold.
struct RepairClauses {
    /// One of these has to be switched on, or one of the others off.
    struct Clause: Hashable {
        var on: GuaranteeSet
        var off: GuaranteeSet

        func holds(for set: GuaranteeSet) -> Bool { !on.isDisjoint(with: set) || !off.isSubset(of: set) }
    }

    /// Most sets of least cost that are listed.
    private static var listLimit: Int { 32 }

    private var clauses: [Clause] = []

    /// Demands that a replay has shown to be none.
    private var refuted: Set<Clause> = []

    /// Adds a demand, unless it was refuted.
    mutating func add(_ clause: Clause) {
        if !clauses.contains(clause) && !refuted.contains(clause) { clauses.append(clause) }
    }

    /// Whether each demand is met.
    func hold(for set: GuaranteeSet) -> Bool { clauses.allSatisfy { $0.holds(for: set) } }

    /// Drops the demands that a set does not meet although every witness passes on it: designs are not quite monotone.
    /// - Returns: whether there was one.
    mutating func refute(on set: GuaranteeSet) -> Bool {
        let wrong = clauses.filter { !$0.holds(for: set) }
        refuted.formUnion(wrong)
        clauses.removeAll { wrong.contains($0) }
        return !wrong.isEmpty
    }

    /// The sets that satisfy every clause with the fewest guarantees, of these the cheapest for a kernel, in the order of
    /// the table. None: the clauses contradict each other.
    /// - Returns: also whether it is certain that there are no cheaper ones: the search for them came to its end.
    func cheapest(among all: GuaranteeSet) -> (sets: [GuaranteeSet], areProven: Bool) {
        var areProven = true
        for size in 0...all.members.count {
            var search = Search(clauses: clauses, all: all, size: size)
            search.descend(on: [], off: [])
            areProven = areProven && !search.hasGivenUp
            guard !search.found.isEmpty else { continue }
            let least = search.found.map(\.repairCost).min() ?? 0
            let best = Set(search.found.filter { $0.repairCost == least }).sorted(by: GuaranteeSet.precedes)
            return (Array(best.prefix(Self.listLimit)), areProven)
        }
        return ([], areProven)
    }

    /// Sets of one size, found by satisfying one clause after the other.
    private struct Search {
        let clauses: [Clause]
        let all: GuaranteeSet
        let size: Int
        var found: [GuaranteeSet] = []
        private var steps = 0
        /// After so many no more sets are looked for: those that were found are right all the same.
        private static var stepLimit: Int { 1_000_000 }
        var hasGivenUp: Bool { steps >= Self.stepLimit }

        init(clauses: [Clause], all: GuaranteeSet, size: Int) {
            self.clauses = clauses
            self.all = all
            self.size = size
        }

        /// - Parameters:
        ///   - on: Switched on for good.
        ///   - off: Never switched on below here: that was tried.
        mutating func descend(on: GuaranteeSet, off: GuaranteeSet) {
            steps += 1
            guard !hasGivenUp else { return }
            let open = clauses.first { !$0.holds(for: on) }
            guard let open else { return found.append(on) }
            guard on.members.count < size else { return }
            var tried = off
            for member in open.on.intersection(all).subtracting(off).members {
                descend(on: on.union([member]), off: tried)
                tried.insert(member)
            }
        }
    }
}

extension GuaranteeSet {
    /// What they cost a kernel together.
    fileprivate var repairCost: Int { members.reduce(0) { $0 + Int($1.cost.rawValue) } }
}
