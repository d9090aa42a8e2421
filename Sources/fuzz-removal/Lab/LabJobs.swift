import KernelLab
import RemovalFuzz

/// Jobs for the cases and kernels that a command names.
enum LabJobs {
    /// Every case on every kernel, the cases in their order. Cases are read first: a mistake in one is the user's, a
    /// kernel that is missing the machine's.
    static func make(
        files: [String], kernels names: [String], _ lab: LabOptions, model: LabModelOptions, repeats: Int
    ) throws(Failure) -> [LabJob] {
        var cases: [Case] = []
        for file in files { cases.append(try CaseFile.read(file).case) }
        var kernels: [LabKernel] = []
        for name in names { kernels.append(try lab.kernel(name)) }
        var jobs: [LabJob] = []
        for (file, c) in zip(files, cases) {
            for kernel in kernels {
                let target = try model.target(ofRelease: kernel.release)
                jobs.append(LabJob(name: file, case: c, kernel: kernel, target: target, repeats: repeats))
            }
        }
        return jobs
    }
}
