import RemovalFuzz

extension CExport {
    /// The comment at the top: what the program is, how to build and run it, what it needs, and the case.
    static func header(of c: Case, name: String) -> String {
        let rmapbt = c.mkfs.rmapbt ? 1 : 0
        let text = """
            \(name): removal of a persistent-memory device under XFS with DAX.

            WARNING: this program destroys the contents of the device, and it may crash the kernel. Run it in a virtual
            machine, or on a machine that has nothing else to do.

            Compile:
                gcc -Wall -Wextra -static -pthread -o \(name) \(name).c
            Run as root:
                ./\(name) [--device /dev/pmem0] [--mount-point DIR] [--namespace namespace0.0] [--rounds N] [--no-mkfs]

            What has to be there before:
                a kernel with CONFIG_FS_DAX, CONFIG_BLK_DEV_PMEM and CONFIG_XFS_FS; modprobe nd_pmem; modprobe xfs
                a namespace in fsdax mode, at least 300 MiB:
                    ndctl create-namespace --force --mode=fsdax --map=mem --reconfig=namespace0.0
                or, without such memory, the kernel option memmap=512M!1G (with nd_e820 as well)
                mkfs.xfs and xfs_repair in PATH
            --namespace takes the device that nd_pmem is bound to, which may be another one than the namespace:
                basename $(readlink /sys/class/block/pmem0/device)     gives namespace0.0, pfn0.1 or the like

            What the program does by itself in each round:
                mkfs.xfs -f -q -m rmapbt=\(rmapbt) DEVICE
                the operations below, each in its task, one after another
                    mount -t xfs -o dax=always DEVICE DIR/fs                          (mount)
                    echo NAMESPACE > /sys/bus/nd/drivers/nd_pmem/unbind (or bind)     (unbind, bind)
                a thaw through every descriptor, the end of all tasks, umount
                bind, mount, a look at the files, umount, xfs_repair -n DEVICE

            It prints one line for each event. The case:

            """
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let body = c.text.split(separator: "\n").map { "    " + $0 }
        let comment = (lines + body).map { $0.isEmpty ? " *" : " * " + $0 }
        return ([license, "/*"] + comment + [" */"]).joined(separator: "\n") + "\n"
    }
}
