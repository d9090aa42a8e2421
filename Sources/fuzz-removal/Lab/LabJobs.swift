import DAXModel
import KernelLab
import RemovalFuzz

/// Jobs for the cases and kernels that a command names.
enum LabJobs {
    /// Every case on every kernel, the cases in their order.
    static func make(
        files: [String], kernels: [LabKernel], model: LabModelOptions, repeats: Int
    ) throws(Failure) -> [LabJob] {
        var jobs: [LabJob] = []
        for file in files {
            let crasher = try CaseFile.read(file)
            for kernel in kernels {
                let target = try model.target(ofRelease: kernel.release)
                jobs.append(
                    LabJob(name: file, case: crasher.case, kernel: kernel, target: target, repeats: repeats))
            }
        }
        return jobs
    }
}
