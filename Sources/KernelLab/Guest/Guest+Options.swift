import SystemPackage

extension Guest {
    /// How much longer than the host's limit the guest's own one is. It counts only when the host no longer does.
    private static let margin: Duration = .seconds(30)

    /// The kernel sets 512 MiB of memory aside as persistent memory. The range has to stay clear of the memory's end.
    private static let memory = (megabytes: 1792, persistent: "512M!1G")

    /// The emulator's arguments for one run.
    ///
    /// Software emulation of two processors is the same everywhere; `-no-reboot` turns the guest's reset into the
    /// emulator's end.
    func options(initramfs: FilePath, timeLimit: Duration) -> [String] {
        [
            "-accel", "tcg", "-cpu", "max", "-smp", "2", "-M", "pc", "-m", "\(Self.memory.megabytes)",
            "-display", "none", "-nodefaults", "-no-user-config", "-no-reboot", "-serial", "stdio",
            "-kernel", kernel.image.string, "-initrd", initramfs.string,
            "-append", commandLine(timeLimit: timeLimit),
        ]
    }

    private func commandLine(timeLimit: Duration) -> String {
        [
            "console=ttyS0", "ignore_loglevel", "printk.time=1", "printk.devkmsg=on", "panic=-1",
            // Addresses that are the same in each run, and less work for the emulator.
            "nokaslr", "mitigations=off", "no_timer_check",
            // On a busy host the guest may measure the rate of its TSC wrongly, and five seconds then end within one. The
            // emulated HPET states its rate.
            "tsc=unstable",
            "memmap=\(Self.memory.persistent)",
            "\(GuestScript.limit)=\((timeLimit + Self.margin).components.seconds)",
        ].joined(separator: " ")
    }
}
