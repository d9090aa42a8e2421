extension Machine {
    /// Ends the digest of an execution with the final state, in a canonical form: values only, no layout.
    public mutating func foldFinalState() {
        let (inodes, extents, entries, blocks) = (inodeTable, extentTable, entryTable, blockTable)
        digest.fold(driver.epoch.index)
        digest.fold(driver.bound)
        digest.fold(Digest.hash(sb.state.name))
        digest.fold(Int(sb.frozen.rawValue))
        digest.fold(Int(sb.shutdown.rawValue))
        digest.fold(contentCounter)
        for inode in InodeID.all {
            digest.fold(Int(inodes[inode].links))
            digest.fold(inodes[inode].size.index)
            digest.fold(Int(inodes[inode].count))
        }
        for name in NameID.all { digest.fold(names[name].inode.index) }
        for slot in EntryID.all {
            digest.fold(extents[slot].block.index)
            guard entries[slot].present else { continue }
            digest.fold(slot.index)
            digest.fold(entries[slot].pfn.index)
            entries[slot].provenance.fold(into: &digest)
        }
        for block in BlockID.all {
            digest.fold(blocks[block].owner.index)
            digest.fold(blocks[block].content)
        }
        for t in TaskID.all {
            digest.fold(isGone(t))
            digest.fold(Int(tasks[t].depth))
            for depth in 0..<Int(tasks[t].depth) { frames[FrameID(of: t, depth: depth)].fold(into: &digest) }
        }
    }
}
