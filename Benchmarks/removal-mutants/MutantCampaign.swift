import Foundation

/// Runs the tests against one mutant after the other.
struct MutantCampaign {
    let bundle: TestBundle
    let list: MutantList
    /// Seconds that each selection takes without a fault.
    private var baseline: [TestSelection: Double] = [:]

    init(bundle: TestBundle, list: MutantList) {
        self.bundle = bundle
        self.list = list
    }

    /// Runs every selection once with no fault switched on: each has to pass, and its time is the measure for others.
    mutating func measureBaseline(for mutants: [Mutant]) async throws {
        let needed = Set(mutants.flatMap { TestSelection.all(for: $0.module) })
        for selection in needed.sorted(by: { $0.module < $1.module }) {
            let started = ContinuousClock.now
            let ending = try await bundle.run(selection, mutant: 0, limit: 1800)
            guard ending == .passed else {
                throw MutantError("without a fault \(selection.module) ends with \(ending); mend that first")
            }
            let seconds = Double((ContinuousClock.now - started).components.seconds)
            baseline[selection] = seconds
            Progress.say("baseline \(selection.withGoldens ? "goldens" : selection.module): \(Int(seconds)) s")
        }
    }

    /// Runs the tests against one mutant until some notice it.
    func judge(_ mutant: Mutant) async throws -> MutantResult {
        for selection in TestSelection.all(for: mutant.module) {
            let limit = 60 + 5 * baseline[selection, default: 60]
            let ending = try await bundle.run(selection, mutant: list.number(of: mutant), limit: limit)
            let noticed: [String]
            switch ending {
            case .passed: continue
            case .failed(let tests): noticed = Array(tests.prefix(3))
            case .crashed: noticed = ["\(selection.module) crashes"]
            case .tookTooLong: noticed = ["\(selection.module) hangs"]
            }
            let verdict: MutantResult.Verdict = selection.withGoldens ? .killedByGoldens : .killed
            return MutantResult(id: mutant.id, verdict: verdict, tests: noticed)
        }
        return MutantResult(id: mutant.id, verdict: .survived, tests: [])
    }
}
