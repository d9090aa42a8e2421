import RemovalFuzz

extension SchedulePlan {
    /// A plan in the shares that a search uses.
    static func searched(random: inout Random) -> SchedulePlan {
        let strategy: FreeStrategy =
            switch random.below(16) {
            case 0..<5: .walk
            case 5..<10: .nested
            case 10..<14: .pause
            case 14: .partialOrder
            default: .uniform
            }
        return .free(strategy, seed: random.next(), lookahead: random.pick([2, 3, 4, 6, 8, 64]))
    }

    /// A plan in the shares that the search of the last release used: a third recorded, the rest by the rule of the stack.
    static func stacked(typicalSteps: Int, random: inout Random) -> SchedulePlan {
        let seed = random.next()
        switch random.below(9) {
        case 0, 1, 2: return .recorded
        case 3, 4: return .random(seed: seed, interval: 4 << random.below(6))
        case 5, 6: return .pct(seed: seed, depth: 2 + random.below(3), length: typicalSteps)
        default: return .bounded(seed: seed, count: 1 + random.below(3), length: typicalSteps)
        }
    }

    /// A plan of any kind that suits a case: of its rule, or of either.
    static func drawn(for rule: SchedulingRule?, random: inout Random) -> SchedulePlan {
        let isStacked = rule.map { $0 == .stack } ?? random.chance(1, in: 2)
        if isStacked { return stacked(typicalSteps: 300, random: &random) }
        return random.chance(1, in: 4) ? .recorded : searched(random: &random)
    }
}
