# The real program against files that mean harm, full disks and kills.

N ?= 200

.PHONY: hostile kills
## make hostile                     hostile files and a full disk: one clear sentence each, nothing half-written
hostile: $(BUILD)/bairn
	@tools/run_tests.sh 'tests/hostile/hostile.sh $(BUILD)/bairn'

## make kills [N=200] [SEED=]       imports killed at random points
kills: $(BUILD)/bairn
	@tests/kill/kill.sh $(BUILD)/bairn $(N)
