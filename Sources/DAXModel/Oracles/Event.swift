/// What happened in a step, in the words of the kernel and of the removal, for whoever watches.
///
/// Accessors emit it, and steps where no accessor would know. It changes nothing by itself, and no path depends on what its
/// listeners keep.
enum Event {
    // How the removal gets on
    /// `bind` has made a new device.
    case deviceBound
    /// `kill_dax` looks for a holder.
    case holderReached
    /// The notify callback is called.
    case callbackBegins
    /// What was to be walked is not, or not to its end.
    case walkGivenUp
    /// The file system was thawed.
    case thawed
    /// The dax_device is no longer alive.
    case deviceKilled
    /// The page structs are about to go.
    case pageStructsGo

    // What the removal comes to, and what it leaves
    /// The removal has come to these pages of a file.
    case pagesReached(InodeID, Pages)
    /// An inode is passed by with these pages of it.
    case inodeSkipped(InodeID, Pages)
    /// The kill list of one page of an entry is complete. With an empty one the page stays mapped.
    case killListMade(EntryID, Page, isEmpty: Bool)
    /// A process that maps a file is left off the kill list of a page, or of whatever it maps.
    case processSpared(ProcessID, PassReason, at: PteID?)
    /// A process is signalled by the removal.
    case processSignalled(ProcessID)

    // Memory
    /// An entry begins to stand for what it stands for.
    case entryInserted(EntryID)
    /// An invalidation passes by an entry that is dirty.
    case entryRefused(EntryID)
    /// `invalidate_inode_pages2_range` is about to unmap its range.
    case rangeInvalidated(InodeID, Pages)
    /// A page-table entry refers to the device's page of a file's page.
    case pageMapped(PteID, EntryID)
    /// An area has come into use.
    case areaMapped(AreaID)
    /// A child has copied page-table entries of its parent's area to its own.
    case areaInherited(AreaID)

    // The file system
    /// A file has lost a name.
    case nameLost(InodeID)
    /// Pages of a file have become holes.
    case holesMade(InodeID, Pages)
    /// An `fsync` begins.
    case syncBegins(InodeID)
    /// The task's `fsync` has succeeded.
    case fileSynced(InodeID)
    /// A freeze is complete.
    case freezeComplete
    /// The super block is gone.
    case superBlockEnded

    // What cannot be reached
    /// The NULL perag behind the last allocation group is dereferenced.
    case missingPeragTouched
    /// The callback uses a mount that was freed.
    case freedMountTouched

    // An operation and an execution
    case operationBegins
    case operationEnded(result: Int)
    /// The closing cannot mount what was unmounted.
    case remountFailed
    /// The closing has mounted what was there before.
    case remounted
    /// Nothing is left to end.
    case executionEnds
}
