/// A fault that somebody could put into the code, with the text that it replaces.
///
/// The text that stands for it names the fault's switch by the word `MUTANT`, so that all faults are compiled together
/// and one is chosen when the tests run.
struct Mutant: Decodable, Hashable {
    /// A name in words joined by hyphens, the same for ever.
    var id: String
    /// The file, from the root of the checkout.
    var file: String
    /// What is wrong with it, and what a user would get: one sentence.
    var fault: String
    /// Whole lines that stand in the file exactly once; indentation does not count.
    var original: String
    /// The lines in their place.
    var mutated: String
    /// Why no test can be expected to notice it, where that is known.
    var survives: String?

    /// The module whose code it changes.
    var module: String { String(file.split(separator: "/").dropFirst().first ?? "") }

    /// What the switch looks like in `mutated`.
    static let placeholder = "MUTANT"
}

/// What is wrong with the list of mutants, or with running it: one sentence.
struct MutantError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
