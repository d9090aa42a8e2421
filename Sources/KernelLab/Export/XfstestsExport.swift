import RemovalFuzz

/// A case as a test of the xfstests suite.
public enum XfstestsExport {
    /// The files of the test: its script, its expected output, and the program that the script runs.
    ///
    /// Names are paths inside of an xfstests tree, such as "tests/xfs/999-NAME". The suite wants a number of three
    /// digits first; a name that has none gets 999.
    ///
    /// - Precondition: the case is valid.
    public static func files(of c: Case, name: String) -> [(name: String, contents: String)] {
        let name = String(CExport.plainName(name).map { $0 == "." || $0 == "_" ? "-" : $0 })
        let test = hasNumber(name) ? name : "999-" + name
        let program = "removal-" + name
        return [
            ("tests/xfs/\(test)", script(of: c, test: test, program: program)),
            ("tests/xfs/\(test).out", "QA output created by \(test)\nSilence is golden\n"),
            ("src/\(program).c", CExport.program(of: c, name: program, rounds: CExport.rounds(of: c))),
        ]
    }

    private static func hasNumber(_ name: String) -> Bool {
        let number = name.prefix { $0 != "-" }
        return number.count == 3 && number.allSatisfy(\.isNumber)
    }

    private static func script(of c: Case, test: String, program: String) -> String {
        let text = c.text.split(separator: "\n").map { "#     " + $0 }.joined(separator: "\n")
        return """
            #! /bin/bash
            # SPDX-License-Identifier: GPL-2.0-only
            #
            # FS QA Test \(test)
            #
            # Unbind the persistent-memory device under a mounted XFS with DAX, while tasks
            # use it. Afterwards all tasks must be able to end, umount must return, and the
            # file system must be intact once the device is bound again. The kernel's own
            # complaints are left to the check of its log.
            #
            # The case, in the words of RemovalFuzz:
            #
            \(text)
            #
            . ./common/preamble
            _begin_fstest auto quick dax

            program=$here/src/\(program)

            _cleanup()
            {
            \tcd /
            \trm -f $tmp.*
            \tif [ -n "$namespace" ] && [ ! -e $driver/$namespace ]; then
            \t\techo $namespace > $driver/bind
            \tfi
            }

            driver=/sys/bus/nd/drivers/nd_pmem
            namespace=

            _require_scratch_nocheck
            _require_scratch_dax_mountopt "dax=always"
            [ "$FSTYP" = xfs ] || _notrun "the case is about XFS"
            [ "$(blockdev --getsize64 $SCRATCH_DEV)" -ge 314572800 ] || _notrun "needs 300 MiB"

            namespace=$(basename "$(readlink -f /sys/class/block/$(basename $SCRATCH_DEV)/device)")
            [ -e $driver/$namespace ] || _notrun "$SCRATCH_DEV cannot be unbound from nd_pmem"

            if [ ! -x $program ]; then
            \tprogram=$tmp.program
            \tgcc -pthread -o $program $here/src/\(program).c || _notrun "cannot compile src/\(program).c"
            fi

            echo "Silence is golden"

            $program --device $SCRATCH_DEV --mount-point $SCRATCH_MNT --namespace $namespace > $seqres.full 2>&1
            tail -n 1 $seqres.full | grep -q ' over$' || echo "the program did not come to its end"

            # What went wrong in a round, without the numbers of the lines.
            sed -n -e 's/^removalfuzz: [0-9]* //' \\
            \t-e '/^umount = \\(0\\|EINVAL\\)$/d' \\
            \t-e '/^\\(bind\\|mount\\|last umount\\|xfs_repair\\) = 0$/d' \\
            \t-e '/^\\(failed\\|running\\|left\\|umount\\|bind\\|mount\\|last umount\\|xfs_repair\\) /p' $seqres.full

            status=0
            exit

            """
    }
}
