/// One run of one job.
struct BootEntry: Hashable, Sendable {
    /// Index of the job.
    var job: Int
    /// Which of its repeats.
    var turn: Int
}

/// Which runs share a boot: booting takes longer than a case that leaves the kernel as it found it.
enum BootPlan {
    /// Runs in one boot at most.
    static let most = 6

    /// Boots for all runs of the jobs, those of one kernel together. A run that is expected to leave something behind
    /// comes last in its boot.
    /// - Parameter leavesTraces: By job.
    static func boots(_ jobs: [LabJob], leavesTraces: [Bool]) -> [[BootEntry]] {
        var kernels: [LabKernel] = []
        for job in jobs where !kernels.contains(job.kernel) { kernels.append(job.kernel) }
        return kernels.flatMap { kernel in
            let own = jobs.indices.filter { jobs[$0].kernel == kernel }
            return pack(
                entries(own.filter { !leavesTraces[$0] }, jobs), entries(own.filter { leavesTraces[$0] }, jobs))
        }
    }

    private static func entries(_ indices: [Int], _ jobs: [LabJob]) -> [BootEntry] {
        indices.flatMap { index in (0..<jobs[index].repeats).map { BootEntry(job: index, turn: $0) } }
    }

    /// Spreads the clean runs over the boots that the others need anyway, and fills more boots with the rest.
    private static func pack(_ clean: [BootEntry], _ last: [BootEntry]) -> [[BootEntry]] {
        let count = max(last.count, (clean.count + last.count + most - 1) / most)
        guard count > 0 else { return [] }
        var boots = [[BootEntry]](repeating: [], count: count)
        for (index, entry) in clean.enumerated() { boots[index % count].append(entry) }
        for (index, entry) in last.enumerated() { boots[index].append(entry) }
        return boots
    }
}
