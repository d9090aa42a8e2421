import RemovalFuzz

extension CExport {
    /// Rounds of the program in one guest. What cannot be forced is tried several times, with other delays.
    public static func rounds(of c: Case) -> Int { c.preemptions.isEmpty ? 1 : 8 }
}
