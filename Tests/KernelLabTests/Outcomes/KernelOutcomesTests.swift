import DAXModel
import Foundation
import RemovalFuzz
import Testing

@testable import KernelLab

/// What real kernels showed of the laboratory's cases, and the model of today predicts. No guest runs here.
@Suite struct KernelOutcomesTests {
    @Test(arguments: CommittedOutcomes.kernels) func everyCaseHasWhatAKernelShowed(kernel: String) throws {
        let recorded = Set(try CommittedOutcomes.read(kernel).records.map(\.caseName))
        let cases = Set(CommittedOutcomes.caseNames)
        #expect(cases.count >= 132, "cases are missing in \(CommittedOutcomes.lab.path)")
        #expect(
            cases.subtracting(recorded).sorted() == [],
            "run these on a kernel \(kernel) and write lab/outcomes anew, as docs/kernel-lab.md says")
        #expect(recorded.subtracting(cases).sorted() == [], "lab/outcomes/\(kernel).txt has cases that lab/ has not")
    }

    @Test(arguments: CommittedOutcomes.all) func theModelPredictsWhatTheKernelShowed(
        _ recorded: CommittedOutcome
    ) throws {
        let c = try CommittedOutcomes.readCase(recorded.record.caseName)
        try #require(
            recorded.record.isAbout(c),
            "\(recorded): the case has changed since a kernel ran it: run it again and write lab/outcomes anew")
        let prediction = Prediction(of: c, on: try recorded.target, explaining: recorded.record.outcomes)
        let result = recorded.record.judged(by: prediction)
        #expect(result.verdict == .agrees, "\(recorded): \(result.verdict.rawValue)\n\(recorded.details(result, c))")
    }

    @Test(arguments: CommittedOutcomes.kernels) func theFilesNameKernelAndDay(kernel: String) throws {
        for record in try CommittedOutcomes.read(kernel).records {
            #expect(record.kernel.contains("linux-image-\(kernel)."), "\(record.caseName): \(record.kernel)")
            #expect(record.day > "2026")
        }
    }

    /// A file that was written and read again says the same.
    @Test(arguments: CommittedOutcomes.kernels) func theFilesAreAsTheyAreWritten(kernel: String) throws {
        let file = try CommittedOutcomes.read(kernel)
        let cases = Dictionary(
            uniqueKeysWithValues: try CommittedOutcomes.caseNames.map { ($0, try CommittedOutcomes.readCase($0)) })
        let text = file.text(cases: cases)
        #expect(try OutcomeFile(text: Array(text.utf8)) == file)
        #expect(text == String(decoding: try CommittedOutcomes.bytes(kernel), as: UTF8.self))
    }
}
