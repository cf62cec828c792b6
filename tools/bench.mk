# Benchmarks. They print ratios, with what each measures; a number on its own says more about the machine.

$(BUILD)/bench/store: bench/bench_store.c bench/bench.h $(BUILD)/lib/store.a $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CPPFLAGS) -Ibench $(ALL_CFLAGS) -o $@ $< $(BUILD)/lib/store.a $(BUILD)/lib/base.a $(LIBS)

$(BUILD)/bench/csv: bench/bench_csv.c bench/bench.h $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CPPFLAGS) -Ibench $(ALL_CFLAGS) -o $@ $< $(BUILD)/lib/base.a $(LIBS)

$(BUILD)/bench/readers: bench/bench_readers.c bench/bench.h $(BUILD)/lib/store.a $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CPPFLAGS) -Ibench $(ALL_CFLAGS) -o $@ $< $(BUILD)/lib/store.a $(BUILD)/lib/base.a $(LIBS)

$(BUILD)/bench/calc: bench/bench_calc.c $(BUILD)/lib/stats.a $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -o $@ $< $(BUILD)/lib/stats.a $(BUILD)/lib/base.a $(LIBS)

.PHONY: bench bench-store bench-csv bench-calc bench-import bench-measure bench-published bench-profile bench-engines bench-link bench-link-new bench-link-new-postgres
## make bench                       all that follow, with what each measures
bench:
	@$(MAKE) deps FOR="build test bench"
	@$(MAKE) bench-csv
	@$(MAKE) bench-store
	@$(MAKE) bench-calc
	@$(MAKE) bench-import
	@$(MAKE) bench-measure
	@$(MAKE) bench-published
	@$(MAKE) bench-profile
	@$(MAKE) bench-link
	@$(MAKE) bench-link-new
	@$(MAKE) bench-engines
	@$(MAKE) bench-web

##   bench-csv [MB=200]             GB/s through the CSV reader, beside counting lines
bench-csv: $(BUILD)/bench/csv
	@echo "The CSV reader:"
	@$(BUILD)/bench/csv $(MB)

##   bench-store [ROWS=]            rows a second through the store, beside SQLite bare
bench-store: $(BUILD)/bench/store
	@echo "The store:"
	@$(BUILD)/bench/store $(ROWS)

##   bench-calc                     a million Wilson and Byar's rows, alone and through bairn calc; slopes by simulation
bench-calc: $(BUILD)/bairn $(BUILD)/bench/calc
	@echo "The statistics:"
	@$(BUILD)/bench/calc
	@bench/calc.sh $(BUILD)/bairn $(BUILD)/bench/calc

##   bench-import [CHILDREN=]       rows a second of a whole county, beside sqlite3's .import of the same rows
bench-import: $(BUILD)/bairn
	@echo "Importing a county of $(CHILDREN) children:"
	@bench/import.sh $(BUILD)/bairn $(CHILDREN)

##   bench-measure                  every measure of 100,000 children over 20 quarters and all breakdowns, beside the limit
bench-measure: $(BUILD)/bairn
	@echo "All measures of 100,000 children:"
	@bench/measure.sh $(BUILD)/bairn

##   bench-published                seconds to import the interactive tool's numbers, from $BAIRN_SHARED/data/published
bench-published: $(BUILD)/bairn
	@echo "Importing what England publishes:"
	@bench/published.sh $(BUILD)/bairn $${BAIRN_SHARED:-../shared}/data/published

##   bench-profile                  ms for a profile page of 110 measures over HTTP, beside the limit
bench-profile: $(BUILD)/bairn
	@echo "A profile page:"
	@bench/profile.sh $(BUILD)/bairn $${BAIRN_SHARED:-../shared}/data/published

##   bench-link [RECORDS="1000000"] linking files of so many records, beside the limits and the peer's figures
bench-link: $(BUILD)/bairn
	@echo "Linking records of children:"
	@bench/link.sh $(BUILD)/bairn $(RECORDS)

##   bench-link-new [RECORDS="100000"] 5,000 new records into so many linked ones, beside the limit and the full run
bench-link-new: $(BUILD)/bairn
	@echo "Linking new records:"
	@bench/link_new.sh $(BUILD)/bairn $(RECORDS)

##   bench-link-new-postgres [RECORDS="100000"] the same on SQLite and PostgreSQL
bench-link-new-postgres: $(BUILD)/bairn
	@echo "Linking new records on both engines:"
	@tests/postgres.sh bench/link_new.sh $(BUILD)/bairn $(RECORDS)

##   bench-engines [CHILDREN=]      SQLite beside PostgreSQL on the same county; psql's \copy beside the import
bench-engines: $(BUILD)/bairn $(BUILD)/bench/readers
	@tests/postgres.sh bench/engines.sh $(BUILD)/bairn $(BUILD)/bench/readers $(CHILDREN)

##   bench-web                      requests a second with and without the audit, beside libmicrohttpd bare
