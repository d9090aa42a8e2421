import KernelLab
import Testing

@Suite struct LabErrorTests {
    @Test func saysItsSentence() { #expect("\(LabError.unavailable("x"))" == "x") }
}
