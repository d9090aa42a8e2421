import DAXModel
import RemovalFuzz

/// Chooses, from what a search finds, few cases that together show as much as possible.
public struct LabSelection: Sendable {
    /// Executions of the search on each target.
    public static var executions: Int { 60_000 }
    /// Operations of a case at most: who reads a disagreement has to understand the case.
    private static var longest: Int { 26 }
    /// Outcomes that the plain order may leave open at most; more would agree with nearly anything.
    private static var mostOutcomes: Int { 3 }

    /// The chosen cases, the one with the most facts first.
    public private(set) var cases: [Case] = []
    /// Facts that the chosen cases show.
    public private(set) var facts = 0

    private struct Candidate {
        var `case`: Case
        /// Numbers of its facts.
        var facts: [Int]
        var senseless: Int
    }

    /// Searches on every target and chooses.
    /// - Parameters:
    ///   - count: Cases wanted at most.
    ///   - seed: Of the search: equal seeds and builds choose equal cases.
    public init(count: Int, seed: UInt64, targets: [Target]) {
        var candidates: [Candidate] = []
        var numbers: [String: Int] = [:]
        for target in targets {
            for found in LabSelection.interesting(on: target, seed: seed) {
                let features = CaseFeatures(of: found, on: targets)
                var facts: [Int] = []
                for fact in features.facts {
                    let number = numbers[fact] ?? numbers.count
                    numbers[fact] = number
                    facts.append(number)
                }
                candidates.append(Candidate(case: found, facts: facts, senseless: features.senseless))
            }
        }
        choose(count, among: candidates, facts: numbers.count, targets)
    }

    /// Cases that a search on a target reports, without what user space cannot force.
    private static func interesting(on target: Target, seed: UInt64) -> [Case] {
        let search = Search(target: target, seed: seed)
        var events = SearchEvents()
        search.advance(executions: executions, into: &events)
        var seen: Set<Case> = []
        return events.interesting.compactMap { found in
            var plain = found
            plain.preemptions = []
            plain.faults = []
            guard plain.operations.count <= longest, plain.operations.contains(where: { $0.kind == .unbind }) else {
                return nil
            }
            return seen.insert(plain).inserted ? plain : nil
        }
    }

    /// Greedily: the case with the most facts that no chosen one shows, less its senseless calls; the shorter one of
    /// equals.
    private mutating func choose(
        _ count: Int, among candidates: [Candidate], facts total: Int, _ targets: [Target]
    ) {
        var isShown = [Bool](repeating: false, count: total)
        var isUsed = [Bool](repeating: false, count: candidates.count)
        while cases.count < count {
            var best = -1
            var bestGain = 0
            for index in candidates.indices where !isUsed[index] {
                let gain = candidates[index].facts.count { !isShown[$0] } - candidates[index].senseless
                guard gain > bestGain || (gain == bestGain && gain > 0 && isShorter(candidates, index, best)) else {
                    continue
                }
                (best, bestGain) = (index, gain)
            }
            guard best >= 0 else { return }
            isUsed[best] = true
            guard LabSelection.isPredictable(candidates[best].case, targets) else { continue }
            for fact in candidates[best].facts where !isShown[fact] {
                isShown[fact] = true
                facts += 1
            }
            cases.append(candidates[best].case)
        }
    }

    private func isShorter(_ candidates: [Candidate], _ a: Int, _ b: Int) -> Bool {
        candidates[a].case.operations.count < candidates[b].case.operations.count
    }

    private static func isPredictable(_ c: Case, _ targets: [Target]) -> Bool {
        targets.allSatisfy { Prediction(of: c, on: $0).outcomes.count <= mostOutcomes }
    }
}
