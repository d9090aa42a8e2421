// A state is copied, compared and hashed byte for byte, but for stack frames that are not in use.

extension UnsafeMutablePointer where Pointee == MachineState {
    /// Makes the state here equal to another, wherever both have come from.
    ///
    /// Beyond what its execution has used a long table is as it was at first, so only what either state has used can
    /// differ. By address, because a state that is lent would be copied as a whole; by parts, because libc moves long
    /// blocks with `rep movsb`, which takes its time to start.
    func become(_ other: UnsafeMutablePointer<MachineState>) {
        let inodes = Swift.max(pointee.fileSystem.inodeBound, other.pointee.fileSystem.inodeBound)
        let areas = Swift.max(pointee.memory.areaBound, other.pointee.memory.areaBound)
        pointee.device = other.pointee.device
        pointee.fileSystem = other.pointee.fileSystem
        pointee.memory = other.pointee.memory
        pointee.scheduling = other.pointee.scheduling
        pointee.watching = other.pointee.watching
        copyFirst(inodes, of: &other.pointee.long.inodes, to: &pointee.long.inodes)
        copyFirst(inodes * Limits.filePages, of: &other.pointee.long.entries, to: &pointee.long.entries)
        copyFirst(inodes * Limits.filePages, of: &other.pointee.long.promises, to: &pointee.long.promises)
        copyFirst(areas * Limits.filePages, of: &other.pointee.long.ptes, to: &pointee.long.ptes)
        ViolationLog.copy(&other.pointee.long.violations, to: &pointee.long.violations)
        let tasks = Pool<TaskID, Task>(&other.pointee.scheduling.tasks)
        let source = Pool<FrameID, Frame>(&other.pointee.long.frames)
        var target = Pool<FrameID, Frame>(&pointee.long.frames)
        for task in TaskID.all {
            for depth in 0..<Int(tasks[task].depth) {
                target[FrameID(of: task, depth: depth)] = source[FrameID(of: task, depth: depth)]
            }
        }
    }
}

/// Copies the beginning of a table.
@inline(__always) func copyFirst<let length: Int, Element: BitwiseCopyable>(
    _ count: Int, of source: UnsafeMutablePointer<InlineArray<length, Element>>,
    to target: UnsafeMutablePointer<InlineArray<length, Element>>
) {
    precondition(count <= length)
    UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: count * MemoryLayout<Element>.stride)
}

extension MachineState: Equatable {
    /// Compares all bytes but those of frames that are not in use. The elements have no padding, and what an operation leaves unused it clears.
    public static func == (a: MachineState, b: MachineState) -> Bool {
        let tables = withUnsafeBytes(of: a) { left in
            withUnsafeBytes(of: b) { right in
                for offset in stride(from: 0, to: offsetOfFrames, by: MemoryLayout<UInt64>.size)
                where left.load(fromByteOffset: offset, as: UInt64.self)
                    != right.load(fromByteOffset: offset, as: UInt64.self)
                {
                    return false
                }
                return true
            }
        }
        guard tables else { return false }
        var frames = true
        a.forEachFrame { if a.long.frames[$0] != b.long.frames[$0] { frames = false } }
        return frames
    }

    /// A hash of all of it; the same in every process and build.
    public var contentHash: UInt64 {
        var digest = Digest()
        withUnsafeBytes(of: self) { bytes in
            for offset in stride(from: 0, to: Self.offsetOfFrames, by: MemoryLayout<UInt64>.size) {
                digest.fold(bytes.load(fromByteOffset: offset, as: UInt64.self))
            }
        }
        forEachFrame { long.frames[$0].fold(allInto: &digest) }
        return digest.value
    }

    /// Where the frames begin, which come last.
    private static var offsetOfFrames: Int { MemoryLayout<MachineState>.size - MemoryLayout<PerFrame<Frame>>.size }

    /// The frames in use, by their places.
    @inline(__always) private func forEachFrame(_ body: (Int) -> Void) {
        for task in 0..<Limits.tasks {
            let first = task * Limits.stackDepth
            for frame in first..<first + Int(scheduling.tasks[task].depth) { body(frame) }
        }
    }
}
