// Invariants I6 and I15: what a completed fsync, or a completed freeze, promised is there after rebind and remount.
// Newer content of the same page is allowed; a hole only where one was punched since; anything else is lost or
// foreign. A real kernel shows the data after the next mount.

/// The content of a page as an opaque value: ascending, and it tells where it was written.
enum Content {
    /// - Parameter counter: from 1.
    static func of(counter: Int, _ page: EntryID) -> Int {
        counter * Limits.inodes * Limits.filePages + page.index
    }

    /// When it was written, as the value of the counter; 0 for zeroes.
    static func counter(_ content: Int) -> Int { content / (Limits.inodes * Limits.filePages) }

    /// The page that it was written to.
    static func page(_ content: Int) -> EntryID { EntryID(content % (Limits.inodes * Limits.filePages)) }
}

extension Machine {
    @inline(__always) mutating func durabilityHears(_ event: Event, _ t: TaskID) {
        switch event {
        case .nameLost(let inode): forgetPromises(inode)
        case .holesMade(let inode, let pages):
            writes(.layout, inode)
            layoutChanges[inode] += 1
            for page in pages { promises[inode.page(page)].holes += 1 }
        case .syncBegins(let inode):
            reads(.layout, inode)
            readsAll(.content)
            syncStarts[t] = SyncStart(contentCounter: contentCounter, layoutChanges: layoutChanges[inode])
        case .fileSynced(let inode):
            promise(inode, upTo: syncStarts[t].contentCounter, layout: syncStarts[t].layoutChanges)
        case .freezeComplete: promiseEverything()
        case .remountFailed:
            report(
                t,
                Violation(
                    oracle: .durability, object: .superblock, step: here(), detail: .mountFailed, observable: .errno))
        case .remounted: verifyPromises(t)
        default: break
        }
    }

    /// What the file held when an fsync began is promised now that it succeeded.
    ///
    /// A page that was written in the meantime keeps its older promise, and so does a file whose layout changed.
    private mutating func promise(_ inode: InodeID, upTo counter: Int, layout: Int32) {
        reads(.layout, inode)
        guard inodes[inode].links > 0, layoutChanges[inode] == layout else { return }
        writes(.logItem, inode)
        readsAll(.content)
        var promises = promiseTable
        for page in inodes[inode].pages {
            let slot = inode.page(page)
            let extent = extentTable[slot]
            let content = extent.isHole ? 0 : blockTable[extent.block].content
            guard Content.counter(content) <= counter else { continue }
            promises[slot] = Promise(content: content, generation: inodes[inode].generation)
        }
    }

    /// A completed freeze promises all that was written before.
    private mutating func promiseEverything() {
        guard !sb.logDead else { return }
        for inode in InodeID.all where inodes[inode].state == .live {
            promise(inode, upTo: contentCounter, layout: layoutChanges[inode])
        }
    }

    private mutating func forgetPromises(_ inode: InodeID) {
        for page in Pages.wholeFile { promises[inode.page(page)] = Promise() }
    }

    /// After rebind and remount: every promise is kept.
    private mutating func verifyPromises(_ t: TaskID) {
        readsAll(.logItem)
        for page in EntryID.all where promiseTable[page].content > 0 { verify(t, page) }
    }

    private mutating func verify(_ t: TaskID, _ slot: EntryID) {
        let (inode, page) = (slot.inode, slot.page)
        let promise = promises[slot]
        guard inodes[inode].state != .free, inodes[inode].generation == promise.generation else {
            return reportDurability(t, .missingFile)
        }
        let isThere = !isHole(inode, page) && page < inodes[inode].size
        let content = isThere ? blocks[extents[slot].block].content : 0
        if content == 0 {
            if !promise.mayBeHole { reportDurability(t, .lost) }
        } else if Content.page(content) != slot {
            reportDurability(t, .foreign)
        } else if content < promise.content && !promise.mayBeHole {
            reportDurability(t, .lost)
        }
    }

    private mutating func reportDurability(_ t: TaskID, _ detail: Violation.Detail) {
        report(
            t, Violation(oracle: .durability, object: .file, step: here(), detail: detail, observable: .data))
    }
}

extension Machine {
    /// Counts, for each inode number, truncations and holes punched.
    var layoutChanges: Pool<InodeID, Int32> {
        @inline(__always) get { Pool(&memory.pointee.state.watching.layoutChanges) }
        @inline(__always) set {}
    }

    private var syncStarts: Pool<TaskID, SyncStart> {
        @inline(__always) get { Pool(&memory.pointee.state.watching.syncStarts) }
        @inline(__always) set {}
    }
}
