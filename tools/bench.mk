# Benchmarks. They print ratios, with what each measures; a number on its own says more about the machine.

$(BUILD)/bench/store: bench/bench_store.c $(BUILD)/lib/store.a $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -o $@ $< $(BUILD)/lib/store.a $(BUILD)/lib/base.a $(LIBS)

.PHONY: bench-store
## bench-store   rows a second into SQLite through the store, beside SQLite bare
bench-store: $(BUILD)/bench/store
	$(BUILD)/bench/store $(ROWS)

$(BUILD)/bench/csv: bench/bench_csv.c $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -o $@ $< $(BUILD)/lib/base.a $(LIBS)

.PHONY: bench-csv
## bench-csv     GB/s through the CSV reader, beside counting lines (MB=200)
bench-csv: $(BUILD)/bench/csv
	$(BUILD)/bench/csv $(MB)
