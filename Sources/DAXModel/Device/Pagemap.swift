// mm/memremap.c: the end of the page structs.

/// `memunmap_pages`, since 5.18: all page references are put at once and are not consulted; only transient references
/// to the pagemap delay it. Then the page structs go away.
struct MemunmapPages: KernelPath {
    enum Step: UInt8, PathSteps {
        case percpu_ref_kill, wait_for_completion, remove_pfn_range_from_zone, arch_remove_memory
    }
    static var path: Path { .memunmap_pages }
}

extension Machine {
    mutating func memunmapPages(_ t: TaskID, _ f: Activation<MemunmapPages>) -> Next {
        switch f.step {
        case .percpu_ref_kill:
            return .next
        case .wait_for_completion:
            // Only get_user_pages and memory failures hold transient references, and no operation does either yet.
            guard let inode = inodeInFault(), holds(.drainsFaults, t) else { return .next }
            return .wait(Channel(.mmapLock, inode.index))
        case .remove_pfn_range_from_zone:
            emit(.pageStructsGo, t)
            writesAll(.pageStruct)
            var pages = pageTable
            for pfn in BlockID.all { pages[pfn].state = .unmapped }
            driver.pagesValid = false
            return .next
        case .arch_remove_memory:
            driver.isUnbinding = false
            return .done(0)
        }
    }
}
