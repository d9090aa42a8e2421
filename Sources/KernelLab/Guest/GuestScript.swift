/// What runs in the guest before and after the program of a case.
enum GuestScript {
    /// The words of the script itself; they are not the program's, whose lines begin with `removalfuzz: `.
    static let started = "removalfuzz-guest: started"

    /// The word of the kernel command line that says after how many seconds the guest ends by itself.
    static let limit = "removalfuzz.limit"

    /// Before each program comes this and the program's number, from 0.
    static let begins = "removalfuzz-guest: program"

    /// Where a run's archive has the programs, each with its number at the end, and their arguments, one a line.
    static let program = "case/program-"
    static let arguments = "case/arguments"

    /// `/init`. All it says goes to the kernel's log, so that lines are whole between those of the kernel.
    ///
    /// The guest ends by itself after a time even if nobody is left to end it: the emulator must not outlive its user.
    static let initialization = """
        #!/bin/busybox sh
        export PATH=/bin:/sbin:/usr/bin:/usr/sbin
        /bin/busybox --install -s /bin
        mkdir -p /proc /sys /dev /mnt
        mount -t proc proc /proc
        mount -t sysfs sysfs /sys
        mount -t devtmpfs devtmpfs /dev
        exec >/dev/kmsg 2>&1
        echo "\(started) $(uname -r)"

        limit=60
        for word in $(cat /proc/cmdline); do
            case $word in \(limit)=*) limit=${word#*=} ;; esac
        done
        { sleep "$limit"; echo "removalfuzz-guest: $limit seconds are over"; echo b >/proc/sysrq-trigger; } &

        while read -r module; do
            insmod "/modules/$module" || echo "removalfuzz-guest: $module is not loaded"
        done </modules/order

        tries=0
        while [ ! -b /dev/pmem0 ] && [ "$tries" -lt 50 ]; do
            sleep 0.1
            tries=$((tries + 1))
        done
        if [ -b /dev/pmem0 ]; then
            set --
            while IFS= read -r argument; do set -- "$@" "$argument"; done </\(arguments)
            # A program that leaves the kernel in a state of its own says so by its status: the next ones need another.
            number=0
            while [ -e "/\(program)$number" ]; do
                echo "\(begins) $number"
                "/\(program)$number" "$@" </dev/null || break
                number=$((number + 1))
            done
        else
            echo "removalfuzz: 0 no device"
        fi
        # Gives the serial line time to show the last words.
        sleep 0.2
        echo b >/proc/sysrq-trigger
        sleep 1000

        """
}
