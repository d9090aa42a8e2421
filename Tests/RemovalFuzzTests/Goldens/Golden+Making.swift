import DAXModel
import RemovalFuzz

extension Golden {
    /// Cases for each target: 2,002 for the fourteen of the first writing.
    static let countPerTarget = 143

    /// New goldens for a target, made by the generator of today.
    static func make(for target: Target) -> [Golden] {
        var executor = Executor(target: target)
        // On emulation the cases are those that show the difference from hardware.
        let isOther = target.platform == .emulation
        var hardware = Executor(target: Target(target.design, target.profile))
        var goldens: [Golden] = []
        // Each target has workloads of its own.
        let base = Digest.hash(target.name) % 10_000 * 100_000
        var seed = base
        while goldens.count < countPerTarget {
            seed += 1
            precondition(seed < base + 100_000, "hardly any case of \(target.name) differs from hardware")
            guard let golden = make(seed, target.name, &executor) else { continue }
            if isOther && hardware.run(golden.case).digest == golden.digest { continue }
            goldens.append(golden)
        }
        return goldens
    }

    /// A case from the generator with the preemptions of a schedule that the seed chooses; nil where these are more
    /// than a case can hold. Every fourth has none.
    private static func make(_ seed: UInt64, _ target: String, _ executor: inout Executor) -> Golden? {
        var random = Random(seed: seed)
        let mask = SwarmMask(random: &random)
        var c = Generator.make(mask: mask, random: &random)
        let first = executor.run(c, plan: plan(seed, random.next()))
        guard first.preemptions.count <= Limits.preemptions else { return nil }
        c.preemptions = first.preemptions
        c = c.canonical
        return Golden(target: target, seed: seed, case: c, digest: executor.run(c).digest)
    }

    private static func plan(_ index: UInt64, _ seed: UInt64) -> SchedulePlan {
        switch index % 4 {
        case 0: .recorded
        case 1: .random(seed: seed, interval: 32)
        case 2: .pct(seed: seed, depth: 4, length: 400)
        default: .bounded(seed: seed, count: 3, length: 400)
        }
    }
}
