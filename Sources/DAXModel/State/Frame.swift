/// A frame of a task's kernel stack: where it is, who called it, and the locals of its path.
struct Frame: BitwiseCopyable {
    /// Bytes that a path may have for its locals.
    static var localsSize: Int { MemoryLayout<InlineArray<3, UInt64>>.size }

    /// The locals. They come first, so that their address is the frame's.
    private var storage = InlineArray<3, UInt64>(repeating: 0)
    var path = Path.close
    /// The step to execute next.
    var pc: UInt8 = 0
    /// The step that made the call; `StepID.none` for the first frame of an operation.
    var caller = StepID.none
    private var spare: UInt32 = 0

    init() {}

    init(_ path: Path, from caller: StepID) {
        self.path = path
        self.caller = caller
    }

    /// A copy of the locals.
    /// - Precondition: the frame is one of that path.
    func locals<P: KernelPath>(_: P.Type) -> P {
        precondition(path == P.path)
        return withUnsafeBytes(of: storage) { $0.load(as: P.self) }
    }

    /// Where it is. What its locals are called and how they are kept is no fact about the execution.
    func fold(into digest: inout Digest) {
        digest.fold(StepTable.shared.hash(StepID(path, pc)))
    }
}

extension Frame: Equatable {
    static func == (a: Frame, b: Frame) -> Bool {
        let (left, right) = (a.words, b.words)
        return left.indices.allSatisfy { left[$0] == right[$0] }
    }

    /// Folds all of it, the locals too.
    func fold(allInto digest: inout Digest) {
        for word in words.indices { digest.fold(words[word]) }
    }

    /// All its bytes.
    private var words: InlineArray<4, UInt64> { unsafeBitCast(self, to: InlineArray<4, UInt64>.self) }
}
