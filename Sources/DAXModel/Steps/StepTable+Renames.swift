extension StepTable {
    /// Steps by the names that they once had, "path:step". A case keeps the names of the day it was written, and a
    /// preemption at a name that nobody knows would be lost: whoever renames a step adds a line here.
    static let renames: [(old: String, new: String)] = [
        ("do_syscall_64:do_syscall_64", "sys_task:do_syscall_64"),
        ("do_fsync:fdget", "do_syscall_64:fdget"),
        ("do_fsync:fdput", "do_syscall_64:fdput"),
        ("ioctl_fsfreeze:ioctl_fsfreeze", "do_syscall_64:fdget"),
        ("ioctl_fsfreeze:ioctl_done", "do_syscall_64:fdput"),
        ("xfs_vn_setattr_size:xfs_break_dax_layouts", "xfs_vn_setattr_size:dax_layout_busy_page_range"),
        ("generic_shutdown_super:xfs_log_unmount", "generic_shutdown_super:xfs_log_unmount_write"),
    ]

    /// What a step is called today; any other name as it is.
    public func currentName(_ name: String) -> String {
        for rename in StepTable.renames where rename.old == name { return rename.new }
        return name
    }
}
