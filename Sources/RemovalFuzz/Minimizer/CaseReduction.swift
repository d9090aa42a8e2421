import DAXModel

// Smaller versions of a case. All of them are valid: what loses its operation, or the other end of its loop, goes too.
extension Case {
    /// Without the operations that satisfy a condition.
    func dropping(where condition: (Operation) -> Bool) -> Case {
        var result = self
        result.operations.removeAll(where: condition)
        result.repair()
        return result
    }

    /// Without a row of operations.
    func dropping(_ range: Range<Int>) -> Case {
        var result = self
        result.operations.removeSubrange(range)
        result.repair()
        return result
    }

    /// Without the faults in a range of indices.
    func droppingFaults(_ range: Range<Int>) -> Case {
        var result = self
        result.faults.removeSubrange(range)
        return result
    }

    /// Without the preemptions in a range of indices.
    func droppingPreemptions(_ range: Range<Int>) -> Case {
        var result = self
        result.preemptions.removeSubrange(range)
        return result
    }

    /// With other numbers for the tasks, everywhere; reserved tasks keep theirs.
    func mappingTasks(_ new: @escaping (UInt8) -> UInt8) -> Case {
        func map(_ task: UInt8) -> UInt8 { task < Limits.userTasks ? new(task) : task }
        let named = ArgumentMap(newTask: { UserTask(map($0.rawValue)) })
        var result = self
        for index in operations.indices {
            result.operations[index].task = map(operations[index].task)
            result.operations[index].call = operations[index].call.mapped(by: named)
        }
        for index in faults.indices { result.faults[index].task = map(faults[index].task) }
        for index in preemptions.indices {
            result.preemptions[index].task = map(preemptions[index].task)
            result.preemptions[index].run = map(preemptions[index].run)
        }
        result.repair()
        return result
    }

    /// With the operations numbered 1 to n in their order, and faults and preemptions renamed with them.
    var renumbered: Case {
        var result = self
        func new(_ id: UInt16) -> UInt16 {
            guard id < OperationID.firstReserved else { return id }
            return operations.firstIndex { $0.id == id }.map { UInt16($0 + 1) } ?? id
        }
        for index in operations.indices { result.operations[index].id = UInt16(index + 1) }
        for index in faults.indices {
            result.faults[index].operation = new(faults[index].operation)
            if faults[index].site.form.detail == .until { result.faults[index].until = new(faults[index].until) }
        }
        for index in preemptions.indices {
            result.preemptions[index].operation = new(preemptions[index].operation)
        }
        return result
    }

    /// The tasks that perform operations, in the order of their first one.
    var tasksInOrder: [UInt8] {
        var result: [UInt8] = []
        for operation in operations where !result.contains(operation.task) { result.append(operation.task) }
        return result
    }

    /// Index of the `end` that belongs to the `repeat` at an index.
    func endOfLoop(at index: Int) -> Int? {
        operations.indices[(index + 1)...].first {
            operations[$0].kind == .end && operations[$0].task == operations[index].task
        }
    }

    /// With other files, slots or pages in all operations that satisfy a condition.
    func mappingArguments(
        by map: ArgumentMap, where condition: (Operation) -> Bool = { _ in true }
    ) -> Case {
        var result = self
        for index in operations.indices where condition(operations[index]) {
            result.operations[index].call = operations[index].call.mapped(by: map)
        }
        return result
    }
}
