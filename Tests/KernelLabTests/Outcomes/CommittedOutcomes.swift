import DAXModel
import Foundation
import RemovalFuzz
import Testing

@testable import KernelLab

/// One case on one kernel, as it is committed.
struct CommittedOutcome: Sendable, CustomTestStringConvertible, CustomStringConvertible {
    let series: String
    let record: RecordedOutcomes

    var description: String { "\(record.caseName) on \(series)" }
    var testDescription: String { description }

    /// The model of the kernel.
    var target: Target { get throws { try #require(Target.model(ofRelease: series)) } }

    /// Both sides of every outcome, event by event, as `kernel run` prints them.
    func details(_ result: LabResult, _ c: Case) -> String {
        result.comparisons.filter { !$0.agrees }.flatMap { $0.lines(of: c) }.joined(separator: "\n")
    }
}

/// The committed files of outcomes, and the cases that they are about.
enum CommittedOutcomes {
    static let lab = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "lab")

    static let kernels = ["6.1", "6.12"]

    static let all: [CommittedOutcome] = kernels.flatMap { kernel in
        let records = (try? read(kernel).records) ?? []
        return records.map { CommittedOutcome(series: kernel, record: $0) }
    }

    static func bytes(_ kernel: String) throws -> [UInt8] {
        try Array(Data(contentsOf: lab.appending(path: "outcomes/\(kernel).txt")))
    }

    static func read(_ kernel: String) throws -> OutcomeFile { try OutcomeFile(text: try bytes(kernel)) }

    static func record(_ name: String, _ kernel: String) throws -> CommittedOutcome {
        try #require(all.first { $0.record.caseName == name && $0.series == kernel }, "\(name) on \(kernel)")
    }

    static func readCase(_ name: String) throws -> Case {
        try StoredCase.read(Array(Data(contentsOf: lab.appending(path: name + ".case")))).case
    }

    /// "table/fsynced-record", in order.
    static let caseNames: [String] = {
        let names = FileManager.default.enumerator(atPath: lab.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".case") }.map { String($0.dropLast(5)) }.sorted()
    }()
}
