# The checks that a reader, and .ci/run, run: each ends with one line over everything that it ran.

CLANG_OK = $(patsubst src/%.c,$(BUILD)/clang/%.ok,$(sort $(shell find src -name '*.c')))
SANITIZERS = address thread
KILLS ?= 200
SERVER_KILLS ?= 12
# The tests that touch no engine, those on SQLite and those on PostgreSQL; and any of them in every sanitizer's build.
ON_NONE     = $(filter-out $(UNIT_DB),$(UNIT_BIN)) $(filter-out $(HTTP_DB),$(HTTP_TESTS))
ON_SQLITE   = $(filter-out $(UNIT_SERVER),$(UNIT_DB)) $(HTTP_DB)
ON_POSTGRES = $(UNIT_DB) $(HTTP_DB)
# Numbers of reference are for the build that is used. Nor is a race to be found in floors that start no thread, in long reading of
# published files, and in what asks more of the threads that others have asked already.
asked_already = profile published extracts services protection care authority movement boundaries gaps history facts ssda903 \
    calc_vectors link_vectors link_some link_decided link_threshold link_measured block cluster train
not_under_address = $(addprefix %/test_,calc_vectors link_vectors)
not_under_thread = $(foreach f,base catalogue stats,$(BUILD)/unit/$(f)/%) $(addprefix %/test_,$(asked_already))
sanitized = $(foreach s,$(SANITIZERS),$(patsubst $(BUILD)/%,$(BUILD)/$(s)/%,$(filter $(BUILD)/unit/%,$(filter-out $(not_under_$(s)),$(1)))) \
    $(foreach t,$(filter $(BUILD)/http/%,$(1)),'env BAIRN_TEST_SERVER=$(BUILD)/$(s)/http/server $(patsubst $(BUILD)/%,$(BUILD)/$(s)/%,$(t))'))

.PHONY: check check-run check-all check-all-run sanitized-build lint lint-run
## make check                       unit, server, whole-program and browser tests, on both engines; a few minutes
check:
	@$(MAKE) deps FOR="build test"
	@$(MAKE) $(JOBS) all unit-build http-build
	@$(MAKE) check-run

export BAIRN_TEST_SERVER = $(BUILD)/http/server
check-run:
	@BUILD=$(BUILD) CC="$(CC)" tests/postgres.sh tools/run_tests.sh \
	    --on= $(ON_NONE) tests/http/templates.sh \
	    --on=SQLite $(ON_SQLITE) 'tests/hostile/hostile.sh $(BUILD)/bairn' \
	    'tests/program/small_numbers.sh $(BUILD)/bairn' 'tests/program/marked_anew.sh $(BUILD)/bairn' \
	    'tests/program/link_files.sh $(BUILD)/bairn' 'tests/program/failure.sh $(BUILD)/bairn' 'tests/program/link.sh $(BUILD)/bairn' 'tests/kill/kill.sh $(BUILD)/bairn 20' 'tests/program/main_job.sh $(BUILD)/bairn $(BUILD)/check' \
	    --on=PostgreSQL $(ON_POSTGRES) 'tests/program/main_job.sh $(BUILD)/bairn $(BUILD)/check-postgres' \
	    'tests/program/both_engines.sh $(BUILD)/bairn' 'tests/program/copy.sh $(BUILD)/bairn 2' 'tests/kill/kill.sh $(BUILD)/bairn 4' \
	    --on= 'tests/browser/run.sh $(BUILD)/http/server' --then \
	    'env SMOKE=yes tests/browser/app.sh $(BUILD)/bairn $(BUILD)/check/wearshire.db'

## make check-all                   what check leaves out: sanitizers, kills, fuzz seeds, every page, the archive
check-all:
	@$(MAKE) deps
	@$(MAKE) $(JOBS) all http-build
	@for s in $(SANITIZERS); do $(MAKE) SAN=$$s sanitized-build || exit 1; done
	@test -f $(BUILD)/check/wearshire.db || tests/program/main_job.sh $(BUILD)/bairn $(BUILD)/check
	@$(MAKE) check-all-run

# Of a sanitizer's build, that which is run.
sanitized-build:
	@$(MAKE) $(JOBS) $(filter-out $(not_under_$(SAN)),$(UNIT_BIN)) $(BUILD)/bairn http-build $(if $(filter address,$(SAN)),seeds-build)

check-all-run:
	@BUILD=$(BUILD) CC="$(CC)" tests/postgres.sh tools/run_tests.sh \
	    --on= '$(MAKE) -s dist-check' 'env FOLLOW=8 tests/browser/app.sh $(BUILD)/bairn $(BUILD)/check/wearshire.db' \
	    $(call sanitized,$(ON_NONE)) --on=SQLite $(call sanitized,$(ON_SQLITE)) \
	    --on=PostgreSQL $(call sanitized,$(filter-out %/test_copy %/test_copy_again %/test_kill %/test_profile %/test_profile_published,$(filter $(BUILD)/unit/store/% $(HTTP_DB),$(ON_POSTGRES)))) \
	    'tests/hostile/hostile.sh $(BUILD)/bairn' 'tests/program/copy.sh $(BUILD)/bairn 4' 'tests/kill/kill.sh $(BUILD)/bairn $(SERVER_KILLS)' \
	    'env ON_SERVER=yes tests/program/marked_anew.sh $(BUILD)/bairn 3' --on= \
	    'tests/kill/kill.sh $(BUILD)/bairn $(KILLS)' 'tests/hostile/hostile.sh $(BUILD)/address/bairn' '$(MAKE) -s SAN=address fuzz-seeds'

## make lint                        floors, style, the second compiler, cppcheck, generated documents
lint:
	@$(MAKE) deps FOR="build lint"
	@$(MAKE) $(JOBS) all
	@$(MAKE) lint-run

lint-run:
	@tools/run_tests.sh tools/floors.sh tools/lint.sh 'tools/lint_sql.sh $(BUILD)/tools/sqllint' '$(MAKE) -s $(JOBS) lint-clang' '$(MAKE) -s lint-cppcheck' '$(MAKE) -s lint-docs' '$(MAKE) -s lint-names'

.PHONY: lint-clang lint-cppcheck lint-docs lint-names
$(BUILD)/clang/%.ok: src/%.c
	@mkdir -p $(@D)
	@clang $(CPPFLAGS) $(LIB_CFLAGS) -std=c17 $(WARN) -MMD -MP -MT $@ -MF $(@:.ok=.d) -fsyntax-only $< && touch $@
-include $(shell find $(BUILD)/clang -name '*.d' 2>/dev/null)

lint-clang: $(CLANG_OK)
	@clang $(CPPFLAGS) $(LIB_CFLAGS) -std=c17 $(WARN) -fsyntax-only fuzz/*.c
	@echo "ok 1 - clang finds nothing in $(words $(CLANG_OK)) files, nor in what is fuzzed"

# internalAstError is cppcheck 2.10's own fault with compound literals.
lint-cppcheck:
	@cppcheck -q --std=c11 --enable=warning,performance,portability --suppress=internalAstError --inline-suppr \
	    --error-exitcode=1 -Isrc -I$(BUILD)/gen src && echo "ok 1 - cppcheck finds nothing"

lint-docs: check-docs
	@echo "ok 1 - docs/datasets.md and docs/indicators.md are what the catalogue says"

# Libraries are archives: of two functions with one name the linker takes either and says nothing.
lint-names:
	@twice=$$(nm --defined-only --extern-only $(BUILD)/lib/*.a 2>/dev/null | awk 'NF == 3 { print $$3 }' | sort | uniq -d); \
	    if [ -z "$$twice" ]; then echo "ok 1 - no two files define one name"; else echo "not ok 1 - defined twice:" $$twice; exit 1; fi
