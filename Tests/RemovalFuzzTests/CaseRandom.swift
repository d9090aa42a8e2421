import DAXModel

@testable import RemovalFuzz

/// Random valid cases and crashers from a seed (SplitMix64), for property tests.
struct CaseRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func byte(_ bound: Int) -> UInt8 { UInt8(below(bound)) }
    mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }

    /// A valid case. With `noise`, the fields that the site of a fault does not use hold anything.
    mutating func `case`(noise: Bool = false) -> Case {
        var operations: [Operation] = []
        var openLoop: UInt8?
        for index in 0..<below(20) {
            var operation = self.operation(id: UInt16(1 + index * 2000 + below(2000)))
            if operation.kind == .repeat || operation.kind == .end {
                operation.task = openLoop ?? operation.task
                let rounds = Rounds(UInt8(1 + below(Limits.rounds)))
                operation.call = openLoop == nil ? .repeat(rounds, background: below(2) == 0) : .end
                openLoop = openLoop == nil ? operation.task : nil
            }
            operations.append(operation)
        }
        if let task = openLoop { operations.append(Operation(id: 60000, task: task, call: .end)) }
        var result = Case(mkfs: MkfsOptions(rmapbt: below(2) == 0), operations: operations)
        result.faults = (0..<below(4)).compactMap { _ in fault(operations, noise: noise) }
        let moments: [Preemption.Moment] = below(2) == 0 ? [.interrupting] : [.before, .after]
        result.preemptions = (0..<below(6)).compactMap { preemption(result, moments, occurrence: UInt16($0)) }
        return result
    }

    private mutating func operation(id: UInt16) -> Operation {
        let task = byte(Limits.userTasks)
        var operation = Operation(id: id, task: task, call: pick(OperationKind.allCases).form.blank)
        operation.call.visitArguments(&self)
        return operation
    }

    private mutating func fault(_ operations: [Operation], noise: Bool) -> Fault? {
        let site = pick(FaultSite.allCases)
        let able = operations.filter { $0.kind.reaches(site) }
        let releases = operations.filter { !$0.kind.isLoop }.map(\.id)
        guard !able.isEmpty else { return nil }
        let operation = pick(able)
        let fault = Fault(
            site: site, task: operation.task, operation: operation.id, occurrence: byte(256), file: byte(Limits.names),
            page: byte(Limits.filePages),
            until: pick(site == .delaySignal ? releases + [OperationID.inodegc, OperationID.closing] : releases))
        return noise ? fault : fault.canonical
    }

    /// - Parameter moments: Of one rule.
    private mutating func preemption(
        _ subject: Case, _ moments: [Preemption.Moment], occurrence: UInt16
    ) -> Preemption? {
        let step = pick(["dax_iomap_fault:dax_insert_entry", "unbind_store:kill_dax", "iput:evict"])
        let able = subject.operations.filter { StepIndex.performers(ofStepNamed: step)?.contains($0.kind) == true }
        let runners = (0..<UInt8(Limits.tasks)).filter { subject.tasksThatRun & 1 << UInt16($0) != 0 }
        guard !able.isEmpty else { return nil }
        let operation = pick(able)
        let run = pick(runners)
        guard run != operation.task else { return nil }
        return Preemption(
            pick(moments), task: operation.task, operation: operation.id, step: step,
            occurrence: occurrence * UInt16(1 + below(1000)) + occurrence, run: run)
    }

    /// A valid crasher; roughly one in eight is a plain case.
    mutating func crasher() -> Crasher {
        var crasher = Crasher(case: self.case())
        guard below(8) > 0 else { return crasher }
        if below(2) == 0 { crasher.target = targetName(design: "merged", hasProfile: true) }
        if below(2) == 0 { crasher.digest = RecordedDigest(value: next() >> below(64), version: UInt16(below(65536))) }
        if below(2) == 0 { crasher.found = Discovery(seed: next(), executions: next() >> below(64)) }
        let lines = ["I4 dax entry at evict:truncate # not a comment", "é ünïcode", "x"]
        crasher.signatures = (0..<below(4)).map { _ in pick(lines) }
        crasher.notes = (0..<below(4)).map { _ in pick(lines) }
        crasher.expectations = (0..<below(4)).map { index in
            let signature = below(2) == 0 ? pick(lines) : nil
            return Expectation(targetName(design: "design-\(index)"), signature: signature)
        }
        return crasher
    }

    /// A name of a target; not all of its parts are of this build.
    mutating func targetName(design: String, hasProfile: Bool = false) -> TargetName {
        let known = Guarantee.allCases.map(\.name) + ["of-another-build", "x_1", "0"]
        var names: [String] = []
        for _ in 0..<below(pick([1, 4, 70])) {
            let name = pick(known)
            if !names.contains(name) { names.append(name) }
        }
        let count = below(names.count + 1)
        let profile = hasProfile || below(2) == 0 ? pick(["6.12.y", "6.1.0"]) : nil
        return TargetName(
            design: design, profile: profile, platform: profile == nil ? nil : pick([nil, "emulation", "paper"]),
            added: Array(names[..<count]), removed: Array(names[count...]))
    }
}

extension CaseRandom: ArgumentVisitor {
    mutating func number<Number: WrittenNumber>(_ number: inout Number) {
        number = Number(UInt8(Number.range.lowerBound + below(Number.range.count)))
    }

    mutating func pages(_ pages: inout PageRange) {
        pages.first = byte(Limits.filePages)
        pages.count = 1 + byte(Limits.filePages - Int(pages.first))
    }

    mutating func choice(_ words: [String], _ index: inout Int) { index = below(words.count) }
    mutating func option(_ word: String, _ isSet: inout Bool) { isSet = below(2) == 0 }
}
