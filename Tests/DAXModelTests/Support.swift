import RemovalFuzz
import Testing

@testable import DAXModel

/// The two kernels that the lab ran.
enum LabKernel: CaseIterable, CustomTestStringConvertible {
    case v6_1, v6_12

    var target: Target {
        switch self {
        case .v6_1: Target(Design.named("notify-6.1")!, .v6_1_y)
        case .v6_12: Target(Design.named("merged")!, .v6_12_y)
        }
    }

    var testDescription: String { target.name }
}

/// The default target of a design.
func target(_ design: String) throws -> Target { Target(try #require(Design.named(design))) }

/// A case from its operations: lines of the text form, ids included.
func workload(rmapbt: Bool = true, _ lines: String) throws -> Case {
    try Case(text: "case 1\nmkfs rmapbt=\(rmapbt ? 1 : 0)\n" + lines)
}

extension Observation {
    /// The result of an operation that began once; "not begun" when it never did.
    func result(of id: UInt16) -> String {
        let all = results(of: id)
        return all.count == 1 ? all[0] : all.isEmpty ? "not begun" : all.joined(separator: " ")
    }

    /// The seed's crash: `evict` touched the page of a DAX entry that outlived its page struct.
    var oopsesUnderEvict: Bool {
        execution.signatures.contains {
            $0.hasPrefix("access/struct-page/truncate_inode_pages_range:dax_disassociate_entry<evict/")
        }
    }

    /// Oracles that found something, the consequences of an oops left out.
    var oracles: Set<Oracle> { Set(execution.violations.filter { !$0.isConsequence }.map(\.oracleKind)) }
}

// Tests name elements by number: `inodes[0]`.
extension Handle {
    public init(integerLiteral index: Int) { self.init(index) }
}
extension TaskID: ExpressibleByIntegerLiteral {}
extension InodeID: ExpressibleByIntegerLiteral {}
extension EntryID: ExpressibleByIntegerLiteral {}
extension GroupID: ExpressibleByIntegerLiteral {}
extension Binding: ExpressibleByIntegerLiteral {}
extension FrameID: ExpressibleByIntegerLiteral {}
extension OperationIndex: ExpressibleByIntegerLiteral {}
