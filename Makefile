# Everyday commands. `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# What `swift format` looks at.
SWIFT_CODE := $(wildcard Package.swift Sources Plugins Tests Benchmarks)
FORMAT := swift format
FORMAT_OPTIONS := --configuration .swift-format --parallel --recursive $(SWIFT_CODE)

# More options for the commands: make fuzz FUZZ_OPTIONS="--max-time 10m --design all", make test TEST_OPTIONS="--filter Corpus",
# make kernel-test KERNEL_TEST_OPTIONS="--kernel PATH".
FUZZ_OPTIONS ?= --max-time 60s
TEST_OPTIONS ?=
MUTANTS_OPTIONS ?= --output docs/mutants.md

# The cases of kernel-test: each outcome that the laboratory tells apart, in four boots on two kernels.
KERNEL_TEST_CASES := $(addprefix lab/table/, $(addsuffix .case, \
    mapped-never-faulted open-not-mapped fsynced-record sleeping-mapper-handler no-reverse-map user-freeze))
KERNEL_TEST_OPTIONS ?= --kernel 6.1 --kernel 6.12

.PHONY: help setup kernel-lab build fuzz test goldens mutants kernel-test bench format lint clean

help:  ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

setup:  ## Check for Swift and libzstd, and install libzstd where that is possible
	@scripts/setup

kernel-lab:  ## Get QEMU and the kernels of the kernel laboratory
	@scripts/kernel-lab

build: setup  ## Build everything, optimized
	swift build -c release

# The status of `run` is 1 when it found violations, which is what it is for.
fuzz: build  ## Fuzz merged and seed-proposal on all cores for a minute
	.build/release/fuzz-removal run $(FUZZ_OPTIONS) || [ $$? -eq 1 ]

test: setup  ## Build and run the tests
	swift test $(TEST_OPTIONS)

goldens: setup  ## Write the golden digests anew, after a change of the model that is meant
	REMOVALFUZZ_GOLDENS=$${REMOVALFUZZ_GOLDENS:-write} swift test --filter 'GoldenDigestTests|KnownCrashersTests'

mutants: setup  ## Put each fault of Tests/Mutants into a copy of the code and see whether the tests notice; an hour
	swift run removal-mutants $(MUTANTS_OPTIONS)

kernel-test: build  ## Compare a few cases with the kernels 6.1 and 6.12; needs kernel-lab
	.build/release/fuzz-removal kernel run $(KERNEL_TEST_CASES) $(KERNEL_TEST_OPTIONS)

bench: build  ## Measure throughput and executions to each bug
	Benchmarks/run

format:  ## Format the code in place
	$(FORMAT) format --in-place $(FORMAT_OPTIONS)

lint:  ## Check the code's format
	$(FORMAT) lint --strict $(FORMAT_OPTIONS)

clean:  ## Remove what was built; findings, corpus and fetched kernels stay
	rm -rf .build .build-mutants .cache/kernel-lab/initramfs .cache/kernel-lab/runs
