// What the executed step touches. Fields of shared objects are reached through views that note it; what is shared in
// another way than by its place, tasks and areas, is noted beside the access, with the functions here.

extension Machine {
    /// What the step that was executed last has read and written.
    public var touched: Touches { memory.pointee.touched }

    /// Before a step: nothing is touched yet.
    @inline(__always) func forgetTouches() { memory.pointee.touched = Touches() }

    @inline(__always) func reads(_ kind: SharedObject.Kind, _ object: some Handle) {
        memory.pointee.touched.reads.insert(kind, object.index)
    }

    @inline(__always) func reads(_ kind: SharedObject.Kind) { memory.pointee.touched.reads.insert(kind) }

    /// All objects of the kind.
    @inline(__always) func readsAll(_ kind: SharedObject.Kind) { memory.pointee.touched.reads.insertAll(kind) }

    @inline(__always) mutating func writes(_ kind: SharedObject.Kind, _ object: some Handle) {
        memory.pointee.touched.writes.insert(kind, object.index)
    }

    @inline(__always) mutating func writes(_ kind: SharedObject.Kind) { memory.pointee.touched.writes.insert(kind) }

    @inline(__always) mutating func writesAll(_ kind: SharedObject.Kind) {
        memory.pointee.touched.writes.insertAll(kind)
    }

    /// An area comes into use or goes: its address space, the file's `i_mmap`, and the table's free places change.
    mutating func writesArea(_ area: AreaID) {
        writes(.areas, areas[area].process)
        writes(.mappings, areas[area].inode)
        writes(.areaSlots)
    }
}
