/// `super_drop_pagecache(sb, invalidate_inode_pages2)`: every cached inode that is neither new nor being freed.
struct SuperDropPagecache: KernelPath {
    enum Step: UInt8, PathSteps {
        case s_inode_list, invalidate_inode_pages2_range, iput
    }
    static var path: Path { .super_drop_pagecache }
    /// The inodes not looked at yet.
    var left = InodeID.all
    /// The inode that is held.
    var inode = InodeID.none
}

extension Machine {
    mutating func superDropPagecache(_ t: TaskID, _ f: Activation<SuperDropPagecache>) -> Next {
        switch f.step {
        case .s_inode_list:
            while let inode = f.locals.left.next() {
                guard inodes[inode].state == .live else {
                    emit(.inodeSkipped(inode, .wholeFile), t)
                    continue
                }
                inodes[inode].count += 1
                f.locals.inode = inode
                return .next
            }
            return .done(0)
        case .invalidate_inode_pages2_range:
            return call(t, InvalidateInodePages2(inode: f.locals.inode, pages: .wholeFile))
        case .iput:
            return call(t, Iput(inode: f.locals.inode), then: SuperDropPagecache.Step.s_inode_list)
        }
    }
}
