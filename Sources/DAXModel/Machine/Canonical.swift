extension Machine {
    /// Ends the digest of an execution with the final state, in a canonical form: values only, no layout.
    public mutating func foldFinalState() {
        digest.fold(driver.epoch.index)
        digest.fold(driver.bound)
        digest.fold(Digest.hash(sb.state.name))
        digest.fold(sb.frozen)
        digest.fold(sb.shutdown)
        digest.fold(contentCounter)
        for inode in 0..<Limits.inodes {
            digest.fold(inodes[inode].links)
            digest.fold(inodes[inode].size)
            digest.fold(inodes[inode].count)
        }
        for name in 0..<Limits.names { digest.fold(names[name].inode) }
        for slot in 0..<Limits.inodes * Limits.filePages {
            digest.fold(extents[slot].block)
            guard entries[slot].present else { continue }
            digest.fold(slot)
            digest.fold(entries[slot].pfn.index)
            entries[slot].provenance.fold(into: &digest)
        }
        for block in 0..<Limits.blocks {
            digest.fold(blocks[block].owner.index)
            digest.fold(blocks[block].content)
        }
        for t in 0..<Limits.tasks {
            digest.fold(isGone(t))
            digest.fold(tasks[t].depth)
            for depth in 0..<tasks[t].depth { frames[t * Limits.stackDepth + depth].fold(into: &digest) }
        }
    }
}
