/// "Did you mean": the nearest of some known words, for messages about words that users mistyped.
public enum Suggestion {
    /// Longer words are not compared: the cost is the product of both lengths, and the word may be hostile.
    public static var lengthLimit: Int { 64 }

    /// The candidate with the smallest edit distance to `word`, upper and lower case being the same; nil when none
    /// is near enough to be what was meant (more than a third of the longer word would have to change).
    ///
    /// Deterministic: of several equally near candidates the first one wins.
    public static func nearest(to word: String, among candidates: [String]) -> String? {
        guard !word.isEmpty, word.utf8.count <= lengthLimit else { return nil }
        let sought = Array(word.lowercased().utf8)
        var best: (word: String, distance: Int)?
        for candidate in candidates where candidate.utf8.count <= lengthLimit {
            let letters = Array(candidate.lowercased().utf8)
            let found = distance(sought, letters)
            let near = found <= max(1, max(sought.count, letters.count) / 3)
            if near && found < max(sought.count, letters.count) && found < best?.distance ?? .max {
                best = (candidate, found)
            }
        }
        return best?.word
    }

    /// More words than these are not listed in a sentence.
    private static var listLimit: Int { 12 }

    /// "there is no KIND called WORD", with the nearest word there is, or the known ones where these are few.
    public static func sentence(_ kind: String, _ word: String, among known: [String]) -> String {
        let shown = String(word.unicodeScalars.prefix(lengthLimit).map { $0.value < 32 ? " " : Character($0) })
        let start = "there is no \(kind) called \"\(shown)\""
        if let nearest = nearest(to: word, among: known) { return start + "; did you mean \"\(nearest)\"?" }
        guard known.count <= listLimit else { return start + "; `fuzz-removal designs` lists all" }
        return start + "; known are \(known.joined(separator: ", "))"
    }

    /// Insertions, removals, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment).
    public static func distance(_ a: String, _ b: String) -> Int { distance(Array(a.utf8), Array(b.utf8)) }

    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in b.indices {
                var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
