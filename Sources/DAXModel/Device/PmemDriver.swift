// drivers/nvdimm/pmem.c and the bus: bind, unbind, and what devres releases in between.

/// Writing the device's name to the driver's `unbind`. devres runs in the reverse order of registration:
/// pmem_release_disk first, the pagemap later, the region last.
enum UnbindStore: UInt8, PathSteps {
    case device_lock, nd_pmem_remove, dax_remove_host, kill_dax, put_dax, del_gendisk, put_disk, memunmap_pages
    case release_mem_region, device_unlock
}

extension Machine {
    mutating func unbindStore(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch UnbindStore(rawValue: f.pointee.pc)! {
        case .device_lock:
            guard driver.lock < 0 else { return .wait(Channel(.deviceLock)) }
            driver.lock = t
            driver.lockedAt = mark(t)
            guard driver.bound else {
                f.pointee.value = Errno.ENODEV
                return .to(UnbindStore.device_unlock)
            }
            removal = Removal()
            removal.running = true
            return .next
        case .nd_pmem_remove:
            return .next
        case .dax_remove_host:
            driver.hostRegistered = false
            return .next
        case .kill_dax:
            return call(t, .kill_dax)
        case .put_dax:
            if !isFaulty(.putDaxLeftOut) { daxDevices[driver.epoch].references -= 1 }
            return .next
        case .del_gendisk:
            return call(t, .del_gendisk)
        case .put_disk:
            return .next
        case .memunmap_pages:
            return call(t, .memunmap_pages)
        case .release_mem_region:
            driver.bound = false
            return .next
        case .device_unlock:
            driver.lock = -1
            wake(Channel(.deviceLock))
            return .done(f.pointee.value)
        }
    }
}

/// Writing the device's name to the driver's `bind`: a new pmem, new page structs, a new dax_device.
enum BindStore: UInt8, PathSteps {
    case device_lock, devm_memremap_pages, alloc_dax, device_add_disk, device_unlock
}

extension Machine {
    mutating func bindStore(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch BindStore(rawValue: f.pointee.pc)! {
        case .device_lock:
            guard driver.lock < 0 else { return .wait(Channel(.deviceLock)) }
            driver.lock = t
            driver.lockedAt = mark(t)
            guard !driver.bound else {
                f.pointee.value = Errno.EBUSY
                return .to(BindStore.device_unlock)
            }
            guard driver.epoch < Limits.epochs else {
                f.pointee.value = Errno.ENOMEM
                return .to(BindStore.device_unlock)
            }
            return .next
        case .devm_memremap_pages:
            memremapPages()
            return .next
        case .alloc_dax:
            allocDax()
            return .next
        case .device_add_disk:
            addDisk()
            return .next
        case .device_unlock:
            guard !isFaulty(.deviceUnlockLeftOut) else { return .done(f.pointee.value) }
            driver.lock = -1
            wake(Channel(.deviceLock))
            return .done(f.pointee.value)
        }
    }

    /// The device as it is before the first operation: bound.
    mutating func bindDevice() {
        memremapPages()
        allocDax()
        addDisk()
    }

    private mutating func memremapPages() {
        driver.epoch += 1
        driver.pagesValid = true
        for pfn in 0..<Limits.blocks {
            pages[pfn] = PageStruct(state: .valid, epoch: driver.epoch, mapping: -1, index: 0)
        }
    }

    private mutating func allocDax() {
        daxDevices[driver.epoch] = DaxDevice(
            exists: true, alive: true, holderData: 0, holderOps: false, references: 1)
        driver.hostRegistered = true
    }

    private mutating func addDisk() {
        driver.diskAlive = true
        driver.bound = true
        removal = Removal()
    }
}
