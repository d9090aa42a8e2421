/// What a search is guided by.
public enum Guidance: String, CaseIterable, Sendable {
    /// New ends of a workload: it is executed under further schedules as long as they end in states that it has not
    /// ended in before.
    case ends
    /// Coverage, under schedules by the rule of the stack: what showed new features is mutated. The search of the last
    /// release, kept for comparisons; it is worth what the build counts: edges only in an instrumented one.
    case coverage
    /// Nothing: every execution has a workload of its own, under schedules as for `coverage`.
    case none
}
