extension Machine {
    /// The entry that a task which sleeps for an entry wants, as its innermost path says.
    func entryAwaited(by t: TaskID) -> EntryID {
        var stacks = frames
        let frame = stacks.pointer(innermostIndex(t))
        switch frame.pointee.path {
        case .dax_iomap_fault:
            let locals = Activation<DaxIomapFault>(frame: frame).locals
            return entrySlot(locals.inode, locals.fault.pages.first)
        case .dax_finish_sync_fault:
            let locals = Activation<DaxFinishSyncFault>(frame: frame).locals
            return entrySlot(locals.inode, locals.page)
        case .dax_writeback_mapping_range:
            let locals = Activation<DaxWritebackMappingRange>(frame: frame).locals
            return entrySlot(locals.inode, locals.left.first)
        case .invalidate_inode_pages2_range:
            let locals = Activation<InvalidateInodePages2>(frame: frame).locals
            return entrySlot(locals.inode, locals.left.first)
        case .truncate_inode_pages_range:
            let locals = Activation<TruncateInodePages>(frame: frame).locals
            return entrySlot(locals.inode, locals.left.first)
        case .mf_dax_kill_procs:
            let locals = Activation<MfDaxKillProcs>(frame: frame).locals
            return entrySlot(locals.inode, locals.left.first)
        default:
            preconditionFailure("a path that waits for no entry")
        }
    }
}
