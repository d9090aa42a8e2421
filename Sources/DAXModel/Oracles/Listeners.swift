extension Machine {
    /// Tells everybody who watches what the task has just done, in this order: it is also the order of what they report.
    ///
    /// Of an event that is written out where it is emitted nothing is left but the code of those that listen to it.
    @inline(__always) mutating func emit(_ event: Event, _ t: TaskID) {
        accessHears(event, t)
        staleReferencesHear(event, t)
        freezeStateHears(event, t)
        signalAccountingHears(event, t)
        durabilityHears(event, t)
        errnoTableHears(event, t)
        balanceHears(event, t)
        provenanceHears(event, t)
    }
}
