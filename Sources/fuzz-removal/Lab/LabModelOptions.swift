import ArgumentParser
import DAXModel
import KernelLab
import RemovalFuzz

/// Which model stands for a kernel.
struct LabModelOptions: ParsableArguments {
    @OptionGroup var on: TargetOptions

    /// The target for a kernel of this release: the one that is named, else the one of the version. Guests are emulated.
    func target(ofRelease release: String) throws(Failure) -> Target {
        if let chosen = try on.chosen(on: .emulation) { return chosen }
        guard let target = Target.model(ofRelease: release) else {
            let known = ModelledKernels.all.map(\.description).joined(separator: ", ")
            let nearest = ModelledKernels.all.last?.options ?? ""
            throw .usage(
                "there is no profile for Linux \(release); there is one for \(known); to predict with one of them anyway: "
                    + nearest)
        }
        return try on.changes().applied(to: target)
    }
}
