/// What makes a case or a crasher's record invalid: where, what is there, and what should be.
public struct CaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A field of an operation, fault or preemption.
    public enum Field: String, Hashable, Sendable {
        case id, task, kind, arguments, site, operation, occurrence, detail, step, run
    }

    /// A line of a record's header, by its word in the text form.
    public enum Header: String, CaseIterable, Hashable, Sendable {
        case target, digest, found, signature
        case mustFail = "must-fail-on"
        case mustPass = "must-pass-on"
        case note
    }

    /// Where the problem is; numbers are indices from zero into the arrays of the case or of its record.
    public enum Place: Hashable, Sendable {
        case operation(Int, Field)
        case fault(Int, Field)
        case preemption(Int, Field)
        case header(Header, Int)
    }

    public let place: Place
    /// What is wrong, for example "found an id used twice, 7, expected …".
    public let sentence: String

    init(place: Place, sentence: String) {
        self.place = place
        self.sentence = sentence
    }

    init(place: Place, found: String, expected: String) {
        self.init(place: place, sentence: "found \(found), expected \(expected)")
    }

    /// Where and what, for example "operation at index 3: found an id used twice, 7, expected …".
    public var description: String { "\(position): \(sentence)" }

    private var position: String {
        switch place {
        case .operation(let index, _): "operation at index \(index)"
        case .fault(let index, _): "fault at index \(index)"
        case .preemption(let index, _): "preemption at index \(index)"
        case .header(let header, let index): "\(header.rawValue) at index \(index)"
        }
    }

    /// Throws unless `holds`.
    static func require(
        _ holds: Bool, _ place: Place, found: @autoclosure () -> String, expected: @autoclosure () -> String
    ) throws(CaseError) {
        if !holds { throw CaseError(place: place, found: found(), expected: expected()) }
    }
}
