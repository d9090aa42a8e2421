import DAXModel

/// What one execution of a case led to.
public struct Execution: Sendable {
    /// Hash of every step, every violation and the final state.
    public var digest: UInt64 = 0
    /// Steps of the model executed, all phases.
    public var steps = 0
    /// Violations in the order they were found, each identity once.
    public var violations: [Violation] = []
    /// The decisions that took place, in order, without those that changed nothing: those of the case that fired and those that the strategy added.
    /// Replayed with exactly these and no strategy, the case gives the same digest.
    public var preemptions: [Preemption] = []
    /// Preemptions of the case that did not take place.
    public var skippedPreemptions = 0
    /// Bit n: preemption n of the case took place.
    public var takenPreemptions = 0
    /// Bit n: fault n of the case struck, or held back what it delays.
    public var firedFaults = 0

    /// Bit n: operation n of the case has begun.
    public var begunOperations: UInt64 = 0

    public init() {}

    /// Signatures in the order they were found.
    public var signatures: [String] { violations.map(\.signature) }

    /// The preemptions of the executed case that did not take place.
    public func idlePreemptions(of c: Case) -> [Preemption] {
        c.preemptions.indices.filter { takenPreemptions & 1 << $0 == 0 }.map { c.preemptions[$0] }
    }

    /// The faults of the executed case that did not strike.
    public func idleFaults(of c: Case) -> [Fault] {
        c.faults.indices.filter { firedFaults & 1 << $0 == 0 }.map { c.faults[$0] }
    }

    /// Takes over what a scheduler knows: of the faults, those that hold back what it starts.
    mutating func note<System: TaskSystem & ~Copyable>(_ scheduler: borrowing Scheduler, _ system: borrowing System) {
        preemptions = scheduler.recorded(in: system)
        skippedPreemptions = scheduler.skipped
        takenPreemptions = scheduler.takenPreemptions
        firedFaults |= scheduler.heldFaults
        begunOperations = scheduler.order.begun
    }
}
