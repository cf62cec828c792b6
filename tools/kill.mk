# The real program against what is hostile: files that mean harm, disks that are full, processes that are killed.
#
#   make hostile         hostile files, each one clear sentence or rejected rows
#   make kills           200 imports killed at random points (N=20 for fewer, KILL_SEED= for others)

N         ?= 200
KILL_SEED ?= 1

.PHONY: hostile kills
## make hostile                     hostile files against the program
hostile: $(BUILD)/bairn
	@tools/run_tests.sh $(BUILD)/hostile

## make kills [N=200]               imports killed at random points
kills: $(BUILD)/bairn
	@tests/kill/kill.sh $(BUILD)/bairn $(N) $(KILL_SEED)
