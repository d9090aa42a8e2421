import DAXModel
import RemovalFuzz

extension CExport {
    /// The order of turns, races and delays, in lines of C.
    static func schedule(of c: Case) -> [String] {
        var program = Program()
        program.load(c.operations)
        var lines = ["/* The order in which operations get their turn, with loops unrolled; by id. */"]
        lines += ["static const int order[] = {"]
        let ids = program.entries.map { String(c.operations[$0.operation].id) }
        for start in stride(from: 0, to: ids.count, by: 16) {
            lines.append("    " + ids[start..<min(start + 16, ids.count)].joined(separator: ", ") + ",")
        }
        lines += ["    0,", "};", ""]
        lines += races(of: c) + [""]
        lines += delays(of: c)
        return lines
    }

    /// Interleavings inside of the kernel cannot be forced from user space: the two operations only begin together.
    private static func races(of c: Case) -> [String] {
        var lines: [String] = []
        if !c.preemptions.isEmpty {
            lines += [
                "/*",
                " * Interleavings that the case means. They lie inside of the kernel and cannot be forced from here:",
                " * both operations begin together, the second one a little later in each round.", " *",
            ]
            lines += c.preemptions.map { " * " + $0.text }
            lines.append(" */")
        }
        lines.append("static const struct race races[] = {")
        for preemption in c.preemptions where isRace(preemption, in: c) {
            lines.append("    {\(preemption.operation), \(preemption.run)},")
        }
        return lines + ["    {0, 0},", "};"]
    }

    /// Whether a preemption is between two tasks of the case, rather than about what the kernel does by itself. What runs
    /// after an operation does not race with it.
    private static func isRace(_ preemption: Preemption, in c: Case) -> Bool {
        guard preemption.moment != .after else { return false }
        let isOperation = c.operations.contains { operation in
            operation.id == preemption.operation && operation.task == preemption.task
                && operation.kind != .repeat && operation.kind != .end
        }
        return isOperation && Int(preemption.run) < Limits.userTasks && preemption.run != preemption.task
    }

    private static func delays(of c: Case) -> [String] {
        var lines: [String] = []
        let unreachable = c.faults.filter { $0.site != .delayTask }
        if !unreachable.isEmpty {
            lines += [
                "/*", " * Faults of the case that cannot be produced from user space, so they are left out:", " *",
            ]
            lines += unreachable.map { " * " + $0.text }
            lines.append(" */")
        }
        lines.append("static const struct delay delays[] = {")
        for fault in c.faults where fault.site == .delayTask && c.operations.contains(where: { $0.id == fault.until }) {
            lines.append("    {\(fault.operation), \(fault.until)}, /* \(fault.text) */")
        }
        return lines + ["    {0, 0},", "};"]
    }
}
