import DAXModel
import Testing

@testable import RemovalFuzz

/// What any output prints as a target is read again as the same target, and nothing else is.
@Suite struct TargetNameTests {
    private func complaint(_ text: String) -> String {
        do throws(TargetNameError) { return "read as \(try TargetName(text: text))" } catch { return "\(error)" }
    }

    private func named(_ text: String) throws -> Target { try Target(named: try TargetName(text: text)) }

    private func meaning(_ text: String) throws -> String {
        let name = try TargetName(text: text)
        do throws(TargetError) { return try Target(named: name).name } catch { return "\(error)" }
    }

    @Test func `names of any build are printed and read`() throws {
        for seed in 0..<2000 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let design = random.pick(["merged", "notify-6.1", "of-another-build", "a.b_c"])
            let name = random.targetName(design: design)
            #expect(try TargetName(text: "\(name)") == name, "seed \(seed)")
            #expect("\(try TargetName(text: "\(name)"))" == "\(name)", "seed \(seed)")
            let halves = try TargetName(designPart: name.designPartByLetters, kernelPart: name.kernelPart)
            #expect(halves == name, "seed \(seed)")
        }
    }

    @Test func `equal names are equal targets`() throws {
        for seed in 0..<2000 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let target = random.target()
            let read = try named(target.name)
            #expect(read.name == target.name, "seed \(seed)")
            #expect(read.guarantees == target.guarantees && read.platform == target.platform, "seed \(seed)")
            #expect(read.added == target.added && read.removed == target.removed, "seed \(seed)")
            #expect(read.profile == target.profile && read.design.name == target.design.name, "seed \(seed)")
            #expect(TargetName(target).means(target), "seed \(seed)")
            let other = random.target()
            let isSame =
                other.guarantees == target.guarantees && other.platform == target.platform
                && other.profile == target.profile && other.design.name == target.design.name
            #expect((other.name == target.name) == isSame, "seed \(seed)")
        }
    }

    @Test func `every design, profile and guarantee can be written`() throws {
        var names: Set<String> = []
        for design in Design.all {
            for profile in design.profiles {
                for platform in Platform.allCases {
                    let every = GuaranteeSet(Guarantee.allCases)
                    let plain = Target(design, profile, on: platform)
                    let most = Target(design, profile, on: platform, with: every)
                    let least = Target(design, profile, on: platform, without: every)
                    for target in plain.guarantees.isEmpty ? [plain, most] : [plain, most, least] {
                        #expect(try named(target.name).name == target.name)
                        #expect(names.insert(target.name).inserted, "\(target.name)")
                    }
                }
            }
        }
        // A word means one thing wherever a design or a guarantee may stand.
        #expect(Set(Design.all.map(\.name)).isDisjoint(with: Guarantee.allCases.map(\.name)))
        #expect(Guarantee.allCases.count <= TargetName.guaranteeLimit)
    }

    @Test func `printing is canonical`() throws {
        #expect(try meaning("merged") == "merged@6.12.y")
        #expect(try meaning("merged@6.12.y@hardware") == "merged@6.12.y")
        #expect(
            try meaning("merged+placebo+insertion-gate~pre-remove")
                == "merged+insertion-gate+placebo~pre-remove@6.12.y")
        #expect(try meaning("merged~pre-remove+insertion-gate") == "merged+insertion-gate~pre-remove@6.12.y")
        // What it has already, and what it lacks.
        #expect(try meaning("merged+pre-remove~insertion-gate@6.12.y@emulation") == "merged@6.12.y@emulation")
        #expect(try TargetName(text: "merged+pre-remove").means(Target(try #require(Design.named("merged")))))
        #expect(try !TargetName(text: "merged~pre-remove").means(Target(try #require(Design.named("merged")))))
        #expect("\(try TargetName(text: "x+b+a+insertion-gate"))" == "x+insertion-gate+a+b")
    }

    static let mistakes: [(text: String, sentence: String)] = [
        ("", "column 1: found nothing, expected a design's name, \(TargetName.nameExpected)"),
        ("mer ged", #"column 1: found "mer ged", expected a design's name, "# + TargetName.nameExpected),
        ("merged@", "column 8: found nothing, expected a profile's name, \(TargetName.nameExpected)"),
        ("merged@@emulation", "column 8: found nothing, expected a profile's name, \(TargetName.nameExpected)"),
        ("merged@6.12.y@", "column 15: found nothing, expected a platform's name, \(TargetName.nameExpected)"),
        ("merged@6.3@a@b", #"column 13: found a third "@", expected the end of the target"#),
        ("merged++a", "column 8: found nothing, expected a guarantee's name, \(TargetName.nameExpected)"),
        ("merged+\u{1b}a", #"column 8: found "\u{1b}a", expected a guarantee's name, "# + TargetName.nameExpected),
        (
            "merged@6.12.y+insertion-gate",
            #"column 14: found "+insertion-gate", expected guarantees before the profile, as in design+guarantee@profile"#
        ),
        ("merged+a~a", #"column 10: found "a" both added and removed, expected one or the other"#),
        ("merged~a+b~a", #"column 12: found "a" twice, expected each guarantee once"#),
        ("a/b", #"column 1: found "a/b", expected a design's name, "# + TargetName.nameExpected),
    ]

    @Test(arguments: mistakes.indices) func `mistakes have a place`(_ index: Int) {
        #expect(complaint(Self.mistakes[index].text) == Self.mistakes[index].sentence)
    }

    @Test func `lengths are bounded`() {
        let long = String(repeating: "n", count: TargetName.nameLimit)
        for text in [long, "a+" + long, "a@" + long, "a@b@" + long] {
            #expect(complaint(text) == "read as " + text)
            #expect(complaint(text + "n").hasPrefix("column \(text.utf8.count - 63): found"))
        }
        let most = "a" + (0..<TargetName.guaranteeLimit).map { "+g\(10 + $0)" }.joined()
        #expect(complaint(most) == "read as " + most)
        #expect(complaint(most + "~x") == "column 259: found one guarantee too many, expected at most 64")
        let largest = String(repeating: "é", count: TargetName.textLimit)
        #expect(complaint(largest) == "column 2049: found 4096 bytes, expected a target of at most 2048 bytes")
    }

    @Test func `unknown names have a nearest one`() throws {
        #expect(try meaning("mergd") == #"there is no design called "mergd"; did you mean "merged"?"#)
        #expect(try meaning("merged@6.12.x") == #"there is no profile called "6.12.x"; did you mean "6.12.y"?"#)
        #expect(
            try meaning("merged@6.12.y@emulaton")
                == #"there is no platform called "emulaton"; did you mean "emulation"?"#)
        #expect(
            try meaning("merged+insertion-gaet")
                == #"there is no guarantee called "insertion-gaet"; did you mean "insertion-gate"?"#)
        #expect(
            try meaning("merged~insertiongate")
                == #"there is no guarantee called "insertiongate"; did you mean "insertion-gate"?"#)
        #expect(
            try meaning("merged+quux") == #"there is no guarantee called "quux"; `fuzz-removal designs` lists all"#)
        #expect(try meaning("merged@6.3") == "design merged does not exist in profile 6.3, only in 6.12.y")
    }

    /// Two targets of one design: what one shows is not filed under the other.
    @Test func `findings belong to the search that made them`() throws {
        let design = try #require(Design.named("v10-without-drop"))
        let targets = [Target(design, with: GuaranteeSet(Guarantee.allCases)), Target(design)]
        let rotation = SearchRotation(targets: targets, seed: 1)
        var (events, found) = (SearchEvents(), 0)
        for _ in 0..<12 {
            events.removeAll()
            let before = rotation.searches.map(\.executions)
            let index = rotation.advance(executions: 32, into: &events)
            #expect(rotation.searches[index].executions == before[index] + 32)
            #expect(rotation.searches[index].target.name == targets[index].name)
            var executor = Executor(target: targets[index])
            for finding in events.findings {
                #expect(executor.run(finding.case).signatures.contains(finding.signature))
                found += index
            }
        }
        #expect(found > 0)
    }
}

extension CaseRandom {
    /// A target of this build.
    mutating func target() -> Target {
        let design = pick(Design.all)
        var (added, removed) = (GuaranteeSet(), GuaranteeSet())
        let often = pick([8, 40])
        for guarantee in Guarantee.allCases where below(often) < 2 {
            if below(2) == 0 { added.insert(guarantee) } else { removed.insert(guarantee) }
        }
        return Target(design, pick(design.profiles), on: pick(Platform.allCases), with: added, without: removed)
    }
}
