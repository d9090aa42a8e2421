import ArgumentParser
import DAXModel
import RemovalFuzz

/// By what findings are taken together.
enum Grouping: String, CaseIterable, ExpressibleByArgument {
    /// What their target lacks.
    case cause
    /// Where they passed the removal by, or when they were made.
    case group
}

/// One line of a page: groups that have one cause, or one group.
struct PageLine {
    /// The group with the best witness first; never empty.
    let ways: [GroupRecord]

    /// The one whose case and file the line shows.
    var best: GroupRecord { ways[0] }
    var target: Target { best.target }
    var isNew: Bool { ways.allSatisfy(\.isNew) }
    var severity: Severity { ways.map(\.severity).min() ?? best.severity }
    var firstAt: UInt64? { ways.compactMap(\.firstAt).min() }
    /// Rows of the catalogue, those of the best case first.
    var bugs: [String] {
        var seen: Set<String> = []
        return ways.flatMap(\.bugs).filter { seen.insert($0).inserted }
    }
    var cause: Cause? { if case .cause(let cause) = best.lacks { cause } else { nil } }

    /// "merged/insertion-gate"; the group's name where there is no cause.
    var name: String { cause?.name(on: target) ?? best.name }

    /// What the target lacks, in words.
    var lacks: String {
        switch best.lacks {
        case .cause(let cause): cause.description
        case .uncured: "nothing known: no guarantee cures it"
        case .uncertain: "uncertain"
        case .clean, nil: "not attributed yet"
        }
    }

    /// Lines for groups; those of one target and one cause are one. What has no cause is never taken together.
    static func lines(of records: [GroupRecord], by grouping: Grouping) -> [PageLine] {
        var lines: [[GroupRecord]] = []
        var places: [Key: Int] = [:]
        for record in records {
            guard grouping == .cause, case .cause(let cause) = record.lacks else {
                lines.append([record])
                continue
            }
            let key = Key(target: record.target.name, cause: cause)
            if let place = places[key] {
                lines[place].append(record)
            } else {
                places[key] = lines.count
                lines.append([record])
            }
        }
        return lines.map { PageLine(ways: $0.sorted(by: isBetter)) }.sorted(by: precedes)
    }

    private struct Key: Hashable {
        var target: String
        var cause: Cause
    }

    private static func isBetter(_ a: GroupRecord, _ b: GroupRecord) -> Bool {
        func key(_ record: GroupRecord) -> (Int, Witness.Rank, String) {
            (record.file == nil ? 1 : 0, record.witness.rank, record.name)
        }
        let (left, right) = (key(a), key(b))
        return left < right
    }

    /// The new first, so that known ones never hide them, then the worst; of equally bad ones the early.
    private static func precedes(_ a: PageLine, _ b: PageLine) -> Bool {
        func key(_ line: PageLine) -> (Int, Severity, UInt64, String) {
            (line.isNew ? 0 : 1, line.severity, line.firstAt ?? .max, line.name)
        }
        return key(a) < key(b)
    }
}
