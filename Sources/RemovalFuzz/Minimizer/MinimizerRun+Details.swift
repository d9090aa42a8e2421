import DAXModel

// The reductions that leave the number of operations, faults and preemptions as it is.
extension MinimizerRun {
    /// Arguments: all at once, each operation's at once, then one by one; then the numbers of tasks, files and slots.
    mutating func simplifyArguments() {
        phase = .arguments
        simplifyPages()
        narrowMappings()
        for index in best.operations.indices {
            var candidate = best
            candidate.operations[index].call = best.operations[index].call.mapped(by: .firstPages)
            _ = consider(candidate)
            simplifyOperation(index)
        }
        simplifyFaults()
        simplifyPreemptions()
        renumberTasks()
        renumberSlots()
    }

    /// All ranges of pages together, because a mapping, its file's size and the accesses depend on each other.
    private mutating func simplifyPages() {
        var candidate = best.mappingArguments(by: .firstPages)
        for index in candidate.faults.indices { candidate.faults[index].page = 0 }
        _ = consider(candidate)
        candidate = best.mappingArguments(by: .earlierPages)
        for index in candidate.faults.indices where candidate.faults[index].page > 0 {
            candidate.faults[index].page -= 1
        }
        if consider(candidate) { simplifyPages() }
    }

    /// Mappings that begin at the first page that is touched through them.
    private mutating func narrowMappings() {
        for index in best.operations.indices {
            guard case .mmap(let slot, let file, let pages, let flags) = best.operations[index].call else { continue }
            let accesses = best.operations.filter { $0.mapping == slot }.compactMap(\.mappingPage?.rawValue)
            guard let first = accesses.min(), first < pages.count else { continue }
            var candidate = best.mappingArguments(
                by: ArgumentMap(newPage: { MappingPage($0.rawValue - first) }), where: { $0.mapping == slot })
            let rest = PageRange(pages.first + first, count: pages.count - first)
            candidate.operations[index].call = .mmap(slot, file, rest, flags)
            _ = consider(candidate)
        }
    }

    private mutating func simplifyOperation(_ index: Int) {
        var improved = true
        while improved && stop == nil && index < best.operations.count {
            improved = false
            for simpler in best.operations[index].simpler {
                var candidate = best
                candidate.operations[index] = simpler
                candidate.repair()
                if consider(candidate) {
                    improved = true
                    break
                }
            }
        }
    }

    private mutating func simplifyFaults() {
        for index in best.faults.indices {
            for field in [\Fault.occurrence, \Fault.file, \Fault.page] {
                guard index < best.faults.count else { return }
                for value in best.faults[index][keyPath: field].simpler(from: 0) {
                    var candidate = best
                    candidate.faults[index][keyPath: field] = value
                    if consider(candidate) { break }
                }
            }
        }
    }

    private mutating func simplifyPreemptions() {
        for index in best.preemptions.indices where index < best.preemptions.count {
            for value in best.preemptions[index].occurrence.simpler(from: 0) {
                var candidate = best
                candidate.preemptions[index].occurrence = value
                candidate.repair()
                if consider(candidate) { break }
            }
            guard index < best.preemptions.count else { return }
            for run in best.tasksInOrder.sorted() where run < best.preemptions[index].run {
                var candidate = best
                candidate.preemptions[index].run = run
                candidate.repair()
                if consider(candidate) { break }
            }
        }
    }

    // MARK: Numbers

    /// Tasks numbered in the order of their first operation.
    private mutating func renumberTasks() {
        let order = best.tasksInOrder
        let rest = (0..<UInt8(Limits.userTasks)).filter { !order.contains($0) }
        let all = order + rest
        _ = consider(best.mappingTasks { task in UInt8(all.firstIndex(of: task)!) })
    }

    /// Names and slots exchanged with smaller ones: names everywhere, slots everywhere and within one task.
    private mutating func renumberSlots() {
        for high in 1..<UInt8(Limits.names) {
            for low in 0..<high where exchangeNames(low, high) { break }
        }
        renumberSlots(below: Limits.descriptors) { low, high in
            ArgumentMap(newDescriptor: { $0.exchanged(DescriptorSlot(low), DescriptorSlot(high)) })
        }
        renumberSlots(below: Limits.mappings) { low, high in
            ArgumentMap(newMapping: { $0.exchanged(MappingSlot(low), MappingSlot(high)) })
        }
    }

    private mutating func renumberSlots(
        below bound: Int, by exchange: (_ low: UInt8, _ high: UInt8) -> ArgumentMap
    ) {
        for high in 1..<UInt8(bound) {
            for low in 0..<high where consider(best.mappingArguments(by: exchange(low, high))) { break }
            for task in best.tasksInOrder {
                for low in 0..<high
                where consider(best.mappingArguments(by: exchange(low, high), where: { $0.task == task })) { break }
            }
        }
    }

    private mutating func exchangeNames(_ low: UInt8, _ high: UInt8) -> Bool {
        var candidate = best.mappingArguments(
            by: ArgumentMap(newFile: { $0.exchanged(FileName(low), FileName(high)) }))
        for index in candidate.faults.indices where candidate.faults[index].site == .mediaError {
            let file = candidate.faults[index].file
            if file == low || file == high { candidate.faults[index].file = file == low ? high : low }
        }
        return consider(candidate)
    }

    // MARK: Order

    /// Fewer changes of task: all operations sorted by task, else rows of one task moved to their neighbours.
    mutating func simplifyOrder() {
        phase = .order
        var sorted = best
        sorted.operations = best.tasksInOrder.flatMap { task in best.operations.filter { $0.task == task } }
        if consider(sorted) { return }
        var index = 0
        while index < best.operations.count && stop == nil {
            let row = best.row(at: index)
            if !moveForward(row) && !moveBackward(row) { index = row.upperBound }
        }
    }

    /// Puts a row of one task's operations behind the task's row before it.
    private mutating func moveForward(_ row: Range<Int>) -> Bool {
        let task = best.operations[row.lowerBound].task
        guard let previous = best.operations[..<row.lowerBound].lastIndex(where: { $0.task == task }) else {
            return false
        }
        var candidate = best
        candidate.operations.removeSubrange(row)
        candidate.operations.insert(contentsOf: best.operations[row], at: previous + 1)
        return consider(candidate)
    }

    /// Puts a row of one task's operations in front of the task's row after it.
    private mutating func moveBackward(_ row: Range<Int>) -> Bool {
        let task = best.operations[row.lowerBound].task
        guard let next = best.operations[row.upperBound...].firstIndex(where: { $0.task == task }) else { return false }
        var candidate = best
        candidate.operations.insert(contentsOf: best.operations[row], at: next)
        candidate.operations.removeSubrange(row)
        return consider(candidate)
    }
}

extension Case {
    /// The longest row of one task's operations that begins at an index.
    fileprivate func row(at index: Int) -> Range<Int> {
        var end = index + 1
        while end < operations.count && operations[end].task == operations[index].task { end += 1 }
        return index..<end
    }
}

extension ArgumentMap {
    /// First page zero and one page, where a call has a range of pages or a page.
    fileprivate static var firstPages: ArgumentMap {
        ArgumentMap(
            newPage: { _ in 0 }, newSize: { FileSize(min($0.rawValue, 1)) }, newPages: { _ in PageRange(0, count: 1) })
    }

    /// Every range of pages one page earlier.
    fileprivate static var earlierPages: ArgumentMap {
        ArgumentMap(newPages: { $0.first > 0 ? PageRange($0.first - 1, count: $0.count) : $0 })
    }
}
