// drivers/nvdimm/pmem.c and the bus: bind, unbind, and what devres releases in between.

/// Writing the device's name to the driver's `unbind`. devres runs in the reverse order of registration:
/// pmem_release_disk first, the pagemap later, the region last.
struct UnbindStore: KernelPath {
    enum Step: UInt8, PathSteps {
        case device_lock, nd_pmem_remove, dax_remove_host, kill_dax, put_dax, del_gendisk, put_disk, memunmap_pages
        case release_mem_region, device_unlock
    }
    static var path: Path { .unbind_store }
    var error = 0
}

extension Machine {
    mutating func unbindStore(_ t: TaskID, _ f: Activation<UnbindStore>) -> Next {
        switch f.step {
        case .device_lock:
            guard driver.lock.isNone else { return .wait(Channel(.deviceLock)) }
            driver.lock = t
            driver.lockedAt = mark(t)
            guard driver.bound else {
                f.locals.error = Errno.ENODEV
                return .to(UnbindStore.Step.device_unlock)
            }
            driver.isUnbinding = true
            return .next
        case .nd_pmem_remove:
            return .next
        case .dax_remove_host:
            driver.hostRegistered = false
            return .next
        case .kill_dax:
            return call(t, KillDax())
        case .put_dax:
            if !isFaulty(.putDaxLeftOut) { daxDevices[driver.epoch].references -= 1 }
            return .next
        case .del_gendisk:
            return call(t, DelGendisk())
        case .put_disk:
            return .next
        case .memunmap_pages:
            return call(t, MemunmapPages())
        case .release_mem_region:
            driver.bound = false
            return .next
        case .device_unlock:
            driver.lock = .none
            driver.lockedAt = Mark()
            wake(Channel(.deviceLock))
            return .done(f.locals.error)
        }
    }
}

/// Writing the device's name to the driver's `bind`: a new pmem, new page structs, a new dax_device.
struct BindStore: KernelPath {
    enum Step: UInt8, PathSteps {
        case device_lock, devm_memremap_pages, alloc_dax, device_add_disk, device_unlock
    }
    static var path: Path { .bind_store }
    var error = 0
}

extension Machine {
    mutating func bindStore(_ t: TaskID, _ f: Activation<BindStore>) -> Next {
        switch f.step {
        case .device_lock:
            guard driver.lock.isNone else { return .wait(Channel(.deviceLock)) }
            driver.lock = t
            driver.lockedAt = mark(t)
            guard !driver.bound else {
                f.locals.error = Errno.EBUSY
                return .to(BindStore.Step.device_unlock)
            }
            guard driver.epoch < .last else {
                f.locals.error = Errno.ENOMEM
                return .to(BindStore.Step.device_unlock)
            }
            return .next
        case .devm_memremap_pages:
            memremapPages()
            return .next
        case .alloc_dax:
            allocDax()
            return .next
        case .device_add_disk:
            addDisk(t)
            return .next
        case .device_unlock:
            guard !isFaulty(.deviceUnlockLeftOut) else { return .done(f.locals.error) }
            driver.lock = .none
            driver.lockedAt = Mark()
            wake(Channel(.deviceLock))
            return .done(f.locals.error)
        }
    }

    /// The device as it is before the first operation: bound.
    mutating func bindDevice(_ t: TaskID) {
        memremapPages()
        allocDax()
        addDisk(t)
    }

    private mutating func memremapPages() {
        let epoch = driver.epoch.next
        driver.epoch = epoch
        driver.pagesValid = true
        writesAll(.pageStruct)
        var pages = pageTable
        for pfn in BlockID.all {
            pages[pfn] = PageStruct(state: .valid, epoch: epoch, mapping: .none, index: Page(0))
        }
    }

    private mutating func allocDax() {
        daxDevices[driver.epoch] = DaxDevice(
            references: 1, holderData: 0, holderOps: false, exists: true, alive: true)
        driver.hostRegistered = true
    }

    private mutating func addDisk(_ t: TaskID) {
        driver.diskAlive = true
        driver.bound = true
        emit(.deviceBound, t)
    }
}
