import RemovalFuzz

extension SchedulePlan {
    /// A plan in the shares that a search uses: a third recorded, the rest by one of the strategies.
    static func drawn(typicalSteps: Int, random: inout Random) -> SchedulePlan {
        let seed = random.next()
        switch random.below(9) {
        case 0, 1, 2: return .recorded
        case 3, 4: return .random(seed: seed, interval: 4 << random.below(6))
        case 5, 6: return .pct(seed: seed, depth: 2 + random.below(3), length: typicalSteps)
        default: return .bounded(seed: seed, count: 1 + random.below(3), length: typicalSteps)
        }
    }
}
