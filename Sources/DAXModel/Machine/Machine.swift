/// The whole simulated system as one value: device, memory, file system, tasks.
///
/// All state lies in one allocation made at the start. A step reads and writes it through pools of plain values, so
/// that running, resetting and copying allocate nothing. There is no randomness, no clock and no hashing order in it.
/// The value itself is one pointer wide: a large struct would be copied whenever it is lent to a method.
public struct Machine: ~Copyable {
    let state: UnsafeMutablePointer<MachineState>

    /// A machine without a case; `load` gives it one.
    public init(target: Target) {
        var slab = Slab(capacity: 128 << 10)
        state = slab.take(1, of: MachineState.self)
        state.initialize(to: MachineState(in: &slab, rules: Rules(target), hashes: Machine.permanentHashes))
        slab.seal()
        state.pointee.slab = slab
    }

    deinit {
        let slab = state.pointee.slab
        slab.deallocate()
    }

    /// Replaces the target; takes effect with the next `load`.
    public mutating func retarget(_ target: Target) {
        state.pointee.rules = Rules(target)
    }

    /// Puts everything back to the initial state with one block copy; target and feature sink stay.
    func reset() {
        let slab = state.pointee.slab
        let rules = state.pointee.rules
        let features = state.pointee.features
        slab.restore()
        state.pointee.slab = slab
        state.pointee.rules = rules
        state.pointee.features = features
    }

    /// Hash of a step's qualified name.
    @inline(__always) func stepHash(_ id: StepID) -> UInt64 { state.pointee.hashes[Int(id.rawValue)] }

    /// The step hashes at an address that lives as long as the process, so that the step loop needs no lazy global.
    nonisolated(unsafe) private static let permanentHashes: UnsafePointer<UInt64> = {
        let hashes = StepTable.shared.hashes
        let copy = UnsafeMutablePointer<UInt64>.allocate(capacity: hashes.count)
        copy.initialize(from: hashes, count: hashes.count)
        return UnsafePointer(copy)
    }()
}
