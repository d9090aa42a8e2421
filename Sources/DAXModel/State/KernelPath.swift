/// A path of the kernel: its steps, and its locals by name. A value of it is what a call passes; it then lies in the
/// frame, where the steps read and write it.
protocol KernelPath: BitwiseCopyable {
    associatedtype Step: PathSteps
    /// Its row in the table of paths.
    static var path: Path { get }
}

/// A frame of a kernel stack while a step of its path is executed.
struct Activation<P: KernelPath> {
    let frame: UnsafeMutablePointer<Frame>

    /// The step to execute.
    var step: P.Step { @inline(__always) get { P.Step(rawValue: frame.pointee.pc)! } }

    /// The path's locals, in place.
    var locals: P {
        @inline(__always) unsafeAddress { UnsafePointer(address) }
        @inline(__always) nonmutating unsafeMutableAddress { address }
    }

    /// That the locals fit is checked when their frame is pushed, which costs a build with optimization nothing.
    private var address: UnsafeMutablePointer<P> {
        @inline(__always) get { UnsafeMutableRawPointer(frame).assumingMemoryBound(to: P.self) }
    }
}

/// What executing a step led to.
enum Next {
    /// Go on with the path's next step.
    case next
    /// Execute the same step again: a loop.
    case again
    /// Go on with another step of the path.
    case jump(UInt8)
    /// A callee's frame was pushed; the caller goes on when it returns.
    case called
    /// The path returns to its caller with a result.
    case done(Int)
    /// The step could not be executed; sleep uninterruptibly until the channel is woken, then try it again.
    case wait(Channel)
    /// As `wait`, but a fatal signal wakes too.
    case waitKillable(Channel)
    /// A kernel access to memory that is gone: the task dies here and keeps what it holds.
    case oops

    @inline(__always) static func to<S: PathSteps>(_ step: S) -> Next { .jump(step.rawValue) }
}
