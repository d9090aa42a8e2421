import DAXModel

extension Mutation {
    /// Adds, drops or alters a preemption.
    mutating func changePreemptions(_ random: inout Random) -> Bool {
        if result.preemptions.isEmpty { return addPreemption(&random) }
        switch random.below(7) {
        case 0: return addPreemption(&random)
        case 1: return addNearby(&random)
        case 2, 3:
            result.preemptions.remove(at: random.below(result.preemptions.count))
            return true
        default: return alterPreemption(&random)
        }
    }

    private mutating func addPreemption(_ random: inout Random) -> Bool {
        guard result.preemptions.count < Limits.preemptions, let step = anyStep(&random),
            let operation = performer(of: step, &random)
        else { return false }
        guard let run = runner(insteadOf: operation.task, &random) else { return false }
        let occurrence = random.chance(3, in: 4) ? 0 : 1 + random.below(3)
        result.preemptions.append(
            Preemption(
                moment(&random), task: operation.task, operation: operation.id, step: step,
                occurrence: UInt16(occurrence), run: run))
        return true
    }

    /// A second preemption close to one that is there.
    private mutating func addNearby(_ random: inout Random) -> Bool {
        guard result.preemptions.count < Limits.preemptions else { return false }
        let source = random.below(result.preemptions.count)
        var copy = result.preemptions[source]
        guard let run = runner(insteadOf: copy.task, &random) else { return false }
        copy.run = run
        if random.chance(1, in: 2), let step = step(near: copy.step, &random) {
            copy.step = step
        } else {
            copy.occurrence = shifted(copy.occurrence, &random)
        }
        result.preemptions.insert(copy, at: source + random.below(2))
        return true
    }

    private mutating func alterPreemption(_ random: inout Random) -> Bool {
        let index = random.below(result.preemptions.count)
        switch random.below(5) {
        case 0:
            guard let run = runner(insteadOf: result.preemptions[index].task, &random) else { return false }
            result.preemptions[index].run = run
        case 1:
            result.preemptions[index].occurrence = shifted(result.preemptions[index].occurrence, &random)
        case 2:
            guard let step = step(near: result.preemptions[index].step, &random) else { return false }
            result.preemptions[index].step = step
        case 3:
            guard let step = anyStep(&random) else { return false }
            result.preemptions[index].step = step
        default:
            guard let other = performer(of: result.preemptions[index].step, &random) else { return false }
            result.preemptions[index].operation = other.id
            result.preemptions[index].task = other.task
        }
        return true
    }

    /// A moment of the case's rule.
    private func moment(_ random: inout Random) -> Preemption.Moment {
        switch result.rule ?? rule {
        case .stack: .interrupting
        case .free: random.chance(1, in: 4) ? .after : .before
        }
    }

    /// An operation that can come to the step.
    private func performer(of step: String, _ random: inout Random) -> Operation? {
        let operations = result.operations
        guard !operations.isEmpty, let performers = StepIndex.performers(ofStepNamed: step) else { return nil }
        return random.slot(operations.count, where: { performers.contains(operations[$0].kind) }).map { operations[$0] }
    }

    private func shifted(_ occurrence: UInt16, _ random: inout Random) -> UInt16 {
        let distance = UInt16(1 + random.below(2))
        return occurrence >= distance && random.chance(1, in: 2)
            ? occurrence - distance : min(occurrence, 999) + distance
    }

    /// A task of the case other than this one; now and then the kernel's worker.
    private func runner(insteadOf task: UInt8, _ random: inout Random) -> UInt8? {
        if random.chance(1, in: 16) && task != Limits.inodegcWorker { return UInt8(Limits.inodegcWorker) }
        let operations = result.operations
        guard !operations.isEmpty else { return nil }
        return random.slot(operations.count, where: { operations[$0].task != task }).map { operations[$0].task }
    }

    /// A step's name from the caller's list or from the case.
    private func anyStep(_ random: inout Random) -> String? {
        let own = result.preemptions.count
        guard own + stepNames.count > 0 else { return nil }
        if own > 0 && (stepNames.isEmpty || random.chance(1, in: 4)) {
            return result.preemptions[random.below(own)].step
        }
        return stepNames[random.below(stepNames.count)]
    }

    /// A step close to this one in the caller's list; any other if it is not there.
    private func step(near step: String, _ random: inout Random) -> String? {
        guard let index = stepNames.firstIndex(of: step) else { return anyStep(&random) }
        let distance = 1 + random.below(3)
        let other = random.chance(1, in: 2) ? index + distance : index - distance
        return stepNames.indices.contains(other) ? stepNames[other] : nil
    }
}
