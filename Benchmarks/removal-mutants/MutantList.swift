import Foundation
import Yams

/// The committed mutants, in the order of their files' names and of their places in these.
struct MutantList {
    private(set) var mutants: [Mutant] = []

    /// Reads every `.yaml` file of a folder.
    init(folder: URL) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".yaml") }.sorted()
        for name in names {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            do { mutants += try YAMLDecoder().decode([Mutant].self, from: text) } catch {
                throw MutantError("\(name): \(error); it holds a list of id, file, fault, original, mutated")
            }
        }
        try check()
    }

    /// The number by which a mutant is switched on: its place in the list, from 1.
    func number(of mutant: Mutant) -> Int { (mutants.firstIndex(of: mutant) ?? -1) + 1 }

    private func check() throws {
        var seen: Set<String> = []
        for mutant in mutants {
            guard seen.insert(mutant.id).inserted else { throw MutantError("\(mutant.id) stands in the list twice") }
            guard mutant.mutated.contains(Mutant.placeholder) else {
                throw MutantError("\(mutant.id): the mutated text does not name its switch, \(Mutant.placeholder)")
            }
            guard mutant.file.hasPrefix("Sources/"), mutant.file.hasSuffix(".swift") else {
                throw MutantError("\(mutant.id): \(mutant.file) is no Swift file below Sources")
            }
        }
    }
}
