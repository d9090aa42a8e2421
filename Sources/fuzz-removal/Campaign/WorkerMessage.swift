import DAXModel
import Foundation
import RemovalFuzz

/// What one worker has done on one target.
struct WorkerTally: Hashable {
    var executions: UInt64 = 0
    var steps: UInt64 = 0
    var features: UInt64 = 0
}

/// A line that a worker sends to its parent.
enum WorkerMessage {
    /// Files that the worker added to the corpus so far, and its tally of each target.
    case progress(saved: UInt64, tallies: [WorkerTally])
    /// A violation whose signature is new to the worker in its group, on the target of this index.
    case finding(target: Int, Finding)
    /// The model has stopped in the middle of this case, on the target of this index: a condition of its own did not hold.
    case stopped(target: Int, Case)
    /// Something that the user should know.
    case warning(String)
    /// The worker cannot go on: the status and the sentence.
    case failure(Failure)
    /// The worker has done all it had to; nothing follows.
    case done

    /// The message as a line without its break: fields separated by tabs.
    var line: String {
        switch self {
        case .progress(let saved, let tallies):
            let fields = tallies.map { "\($0.executions):\($0.steps):\($0.features)" }
            return (["progress", "\(saved)"] + fields).joined(separator: "\t")
        case .finding(let target, let finding):
            let fields = [
                "finding", "\(target)", "\(finding.executions)", "\(finding.observable.rawValue)",
                finding.isConsequence ? "1" : "0", finding.signature, finding.bug ?? "", finding.group.encoded,
                Hexadecimal.text(finding.case.encoded),
            ]
            return fields.joined(separator: "\t")
        case .stopped(let target, let stopped): return "stopped\t\(target)\t" + Hexadecimal.text(stopped.encoded)
        case .warning(let sentence): return "warning\t" + WorkerMessage.plain(sentence)
        case .failure(let failure): return "failure\t\(failure.status)\t" + WorkerMessage.plain(failure.sentence)
        case .done: return "done"
        }
    }

    /// Reads a line; nil when no worker of this build can have written it.
    init?(line: String, targets: [Target]) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        switch (fields.first, fields.count) {
        case ("progress", 2 + targets.count):
            let tallies = fields[2...].compactMap(WorkerTally.init(field:))
            guard let saved = UInt64(fields[1]), tallies.count == targets.count else { return nil }
            self = .progress(saved: saved, tallies: tallies)
        case ("finding", 9):
            guard let target = Int(fields[1]), targets.indices.contains(target) else { return nil }
            guard let finding = Finding(fields: fields) else { return nil }
            self = .finding(target: target, finding)
        case ("stopped", 3):
            guard let target = Int(fields[1]), targets.indices.contains(target) else { return nil }
            guard let bytes = Hexadecimal.bytes(fields[2]), let stopped = try? Case(encoded: bytes) else { return nil }
            self = .stopped(target: target, stopped)
        case ("warning", 2): self = .warning(fields[1])
        case ("failure", 3):
            guard let status = Int32(fields[1]) else { return nil }
            self = .failure(Failure(fields[2], status: status))
        case ("done", 1): self = .done
        default: return nil
        }
    }

    private static func plain(_ sentence: String) -> String {
        String(sentence.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
}

extension WorkerTally {
    fileprivate init?(field: String) {
        let numbers = field.split(separator: ":").compactMap { UInt64($0) }
        guard numbers.count == 3 else { return nil }
        self.init(executions: numbers[0], steps: numbers[1], features: numbers[2])
    }
}

extension Finding {
    fileprivate init?(fields: [String]) {
        guard let executions = UInt64(fields[2]), let bytes = Hexadecimal.bytes(fields[8]) else { return nil }
        guard let observable = UInt8(fields[3]).flatMap(Observable.init(rawValue:)) else { return nil }
        guard let group = FindingGroup(encoded: fields[7]), let found = try? Case(encoded: bytes) else { return nil }
        self.init(
            signature: fields[5], group: group, observable: observable,
            bug: fields[6].isEmpty ? nil : fields[6], isConsequence: fields[4] == "1", executions: executions,
            case: found)
    }
}

extension FindingGroup {
    /// One line without tabs, for another process of the same build.
    fileprivate var encoded: String {
        // Numbers and strings in enums and structs: there is nothing that cannot be encoded.
        guard let text = try? JSON.text(self) else { preconditionFailure("a group is made of plain values") }
        return text
    }

    fileprivate init?(encoded: String) {
        guard let group = try? JSONDecoder().decode(FindingGroup.self, from: Data(encoded.utf8)) else { return nil }
        self = group
    }
}

/// Bytes as text.
enum Hexadecimal {
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
