/// At every step any task, the current one included, each as likely as the others.
struct Uniform: Strategy {
    private var random: Random
    private(set) var nextDecision: Int

    init(seed: UInt64, from step: Int) {
        random = Random(seed: seed)
        nextDecision = step
    }

    mutating func before(step: Int, current: Int, candidates: Int) -> Int? {
        nextDecision = step + 1
        let choice = random.task(among: candidates | 1 << current)
        return choice == current ? nil : choice
    }

    mutating func after(step: Int, current: Int, usual: Int, candidates: Int) -> Int? {
        nextDecision = step + 1
        return random.task(among: candidates)
    }
}
