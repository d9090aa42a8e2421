/// The whole simulated system: device, memory, file system, tasks.
///
/// All of it lies in one allocation made at the start. A step reads and writes the state there, so that running,
/// resetting and copying allocate nothing. There is no randomness, no clock and no hashing order in it. The machine
/// itself is one pointer wide: a large struct would be copied whenever it is lent to a method.
public struct Machine: ~Copyable {
    let memory: UnsafeMutablePointer<MachineMemory>

    /// A machine without a case; `load` gives it one.
    public init(target: Target) {
        memory = .allocate(capacity: 1)
        memory.initialize(to: MachineMemory(rules: Rules(target), hashes: Machine.permanentHashes))
        reset()
    }

    deinit { memory.deallocate() }

    /// Replaces the target; takes effect with the next `load`.
    public mutating func retarget(_ target: Target) { memory.pointee.rules = Rules(target) }

    /// All that the execution has led to so far. A machine whose state is replaced goes on from there, with the operations
    /// of the case that it has loaded.
    public var state: MachineState {
        _read { yield memory.pointee.state }
        _modify { yield &memory.pointee.state }
    }

    /// Goes on from where another machine is, with its operations. Target and feature sink stay; nothing is allocated.
    public mutating func copyState(of other: borrowing Machine) {
        statePlace.become(other.statePlace)
        let count = other.memory.pointee.operationCount
        copyFirst(count, of: &other.memory.pointee.operations, to: &memory.pointee.operations)
        memory.pointee.operationCount = count
    }

    /// Puts everything back to the initial state; target and feature sink stay.
    mutating func reset() {
        statePlace.become(Machine.initialState)
    }

    /// It stays where it is as long as the machine.
    private var statePlace: UnsafeMutablePointer<MachineState> {
        withUnsafeMutablePointer(to: &memory.pointee.state) { $0 }
    }

    /// Hash of a step's qualified name.
    @inline(__always) func stepHash(_ id: StepID) -> UInt64 { memory.pointee.hashes[Int(id.rawValue)] }

    /// The step hashes at an address that lives as long as the process, so that the step loop needs no lazy global.
    nonisolated(unsafe) private static let permanentHashes: UnsafePointer<UInt64> = {
        let hashes = StepTable.shared.hashes
        let copy = UnsafeMutablePointer<UInt64>.allocate(capacity: hashes.count)
        copy.initialize(from: hashes, count: hashes.count)
        return UnsafePointer(copy)
    }()

    /// What every machine begins with, one for the process: two new machines do not differ in a byte.
    nonisolated(unsafe) private static let initialState: UnsafeMutablePointer<MachineState> = {
        let state = UnsafeMutablePointer<MachineState>.allocate(capacity: 1)
        UnsafeMutableRawPointer(state).initializeMemory(
            as: UInt8.self, repeating: 0, count: MemoryLayout<MachineState>.size)
        state.pointee = MachineState()
        return state
    }()
}

/// A machine's one allocation.
struct MachineMemory {
    var state = MachineState()
    /// Operations of the loaded case. They do not change, so they are no part of the state.
    var operations = PerOperation<Operation>(repeating: Operation(id: 0, task: 0, call: .end))
    var operationCount = 0
    var rules: Rules
    let hashes: UnsafePointer<UInt64>
    /// The step that is being executed.
    var currentStep = StepID.none
    /// What the executed step has read and written.
    var touched = Touches()
    var features = FeatureSink()
    var watchesGhosts = false
    var ghosts = GuaranteeSet()
    var ghostSteps = InlineArray<64, StepID>(repeating: .none)
}
