import Corpus
import KernelLab
import RemovalFuzz

/// An error of the user's or the system's: one sentence, and the status to end with.
struct Failure: Error, Hashable, CustomStringConvertible {
    let sentence: String
    let status: Int32

    init(_ sentence: String, status: Int32) {
        self.sentence = sentence
        self.status = status
    }

    var description: String { sentence }

    /// Wrong options or arguments.
    static func usage(_ sentence: String) -> Failure { Failure(sentence, status: ExitStatus.usage) }
    /// A file that does not hold what it should.
    static func badData(_ sentence: String) -> Failure { Failure(sentence, status: ExitStatus.badData) }
    /// The system refused to read or write.
    static func inputOutput(_ sentence: String) -> Failure { Failure(sentence, status: ExitStatus.inputOutput) }

    init(_ error: CorpusError) { self.init(error.description, status: error.exitStatus) }

    init(_ error: LabError) {
        switch error.kind {
        case .unavailable: self.init(error.sentence, status: ExitStatus.unavailable)
        case .inputOutput: self.init(error.sentence, status: ExitStatus.inputOutput)
        }
    }

    init(_ error: StoredCaseError, in file: String) {
        self.init(error.description(in: file), status: ExitStatus.badData)
    }

    /// "there is no KIND called WORD", with the nearest word there is, or the known ones.
    static func unknown(_ kind: String, _ word: String, among known: [String], status: Int32) -> Failure {
        Failure(Suggestion.sentence(kind, word, among: known), status: status)
    }
}

/// Calls a function of the store and turns its error into one with a status.
func storing<T>(_ body: () throws(CorpusError) -> T) throws(Failure) -> T {
    do throws(CorpusError) { return try body() } catch { throw Failure(error) }
}
