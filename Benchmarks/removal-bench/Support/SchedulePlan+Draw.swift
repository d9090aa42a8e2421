import RemovalFuzz

extension SchedulePlan {
    /// A plan in the shares that the search uses.
    static func searched(random: inout Random) -> SchedulePlan {
        let strategy = FreeStrategy.drawn(&random)
        return .free(strategy, seed: random.next(), lookahead: random.pick(SchedulePlan.lookaheads))
    }

    /// A plan of any kind that suits a case: of its rule, or of either.
    static func drawn(for rule: SchedulingRule?, random: inout Random) -> SchedulePlan {
        let isStacked = rule.map { $0 == .stack } ?? random.chance(1, in: 2)
        if isStacked { return stacked(typicalSteps: 300, random: &random) }
        return random.chance(1, in: 4) ? .recorded : searched(random: &random)
    }
}
