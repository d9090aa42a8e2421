/// `super_drop_pagecache(sb, invalidate_inode_pages2)`: every cached inode that is neither new nor being freed.
enum SuperDropPagecache: UInt8, PathSteps {
    case s_inode_list, invalidate_inode_pages2_range, iput
}

extension Machine {
    mutating func superDropPagecache(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch SuperDropPagecache(rawValue: f.pointee.pc)! {
        case .s_inode_list:
            while f.pointee.cursor < Limits.inodes {
                let inode = f.pointee.cursor
                f.pointee.cursor += 1
                guard inodes[inode].state == .live else {
                    skipInode(t, inode)
                    continue
                }
                inodes[inode].count += 1
                f.pointee.inode = inode
                return .next
            }
            return .done(0)
        case .invalidate_inode_pages2_range:
            return call(
                t, .invalidate_inode_pages2_range, inode: f.pointee.inode, index: 0, end: Limits.filePages)
        case .iput:
            return call(t, .iput, inode: f.pointee.inode, then: SuperDropPagecache.s_inode_list)
        }
    }

    private mutating func skipInode(_ t: Int, _ inode: Int) {
        for index in 0..<Limits.filePages {
            passEntry(inode * Limits.filePages + index, .inodeSkipped, here(t))
        }
    }
}
