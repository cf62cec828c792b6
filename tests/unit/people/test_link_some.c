/* A run of new and changed records says of every record what a run over all of them says, by the same model and frequencies:
 * people and pairs that wait. Of a made-up town that files, decisions, seals, undoing and, where the look-up says where postcodes are,
 * newer look-ups change in random steps. */
#include "desk.h"
#include "link_whole.h"

#include "../linkage/crowd.h"
#include "linkage/postcode.h"

struct town {
	struct desk *d;
	struct crowd *crowd;
	bool *there;
	int *second;                /* another number that the record has, too; 0: none */
	uint64_t seed;
	int files, look_ups;
	bool placed;                /* there is a look-up */
	const char *declared;       /* agencies that hold nobody twice; NULL: all records are of one, of which nothing is said */
	int alike;                  /* further records that nothing but numbers tells apart, … */
	bool numberless;            /* … or nothing at all */
	int others;                 /* records of somebody else */
	int64_t run;                /* the last one that was not full; 0: undone, or nothing had to change */
};

static void
row_put(struct town *t, struct builder *b, size_t i, int number)
{
	const struct crowd_row *r = &t->crowd->row[i];

	put_format(b, "E%zu%s,P%zu,F1,%s,%s,%s,%s,WBRI,%s,", i, number ? "b" : "", i, r->value[C_FAMILY], r->value[C_GIVEN],
	    r->value[C_BORN], r->value[C_SEX], r->value[C_POSTCODE]);
	if (number)
		put_format(b, "H801%09d", number);
	else if (r->value[C_UPN][0])
		put_format(b, "H8012%.8s", r->value[C_UPN] + 1);
	put_format(b, ",%s,,parenting,school,,,\n", number ? "02/09/2024" : "01/09/2024");
}

/* Where sources are declared, every second is social care's. */
static bool
is_of_care(const struct town *t, size_t i)
{
	return t->declared && t->crowd->row[i].source % 2;
}

static void
care_import(struct town *t)
{
	struct desk *d = t->d;
	struct builder b = {.mem = d->c.mem};

	put_text(&b, "pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,pers_single_unique_id\n");
	for (size_t i = 0; i < t->crowd->n; i++) {
		const struct crowd_row *r = &t->crowd->row[i];

		if (!t->there[i] || !is_of_care(t, i))
			continue;
		put_format(&b, "%zu,", i);
		if (r->value[C_UPN][0])
			put_format(&b, "H8012%.8s", r->value[C_UPN] + 1);
		put_format(&b, ",%s,%s,%s,WBRI,%s,\n", r->value[C_GIVEN], r->value[C_FAMILY], r->value[C_SEX], r->value[C_BORN]);
	}
	(void)!desk_import(d, desk_file(d, mem_format(d->c.mem, "person%d.csv", t->files), built_text(&b)));
	assert_true(d->manifest.n == 1 && d->manifest.item[0].rows > 30);
	fail_clear(&d->c);
}

static void
town_import(struct town *t)
{
	struct desk *d = t->d;
	struct builder b = {.mem = d->c.mem};

	if (t->declared)
		care_import(t);
	put_text(&b, EARLY);
	for (size_t i = 0; i < t->crowd->n; i++) {
		if (is_of_care(t, i))
			continue;
		if (t->there[i])
			row_put(t, &b, i, 0);
		if (t->there[i] && t->second[i])
			row_put(t, &b, i, t->second[i]);
	}
	for (int i = 0; i < t->alike; i++) {
		put_format(&b, "A%d,A%d,F1,Zuckerman,Ottoline,14/05/2012,F,WBRI,LS8 5QA,", i, i);
		if (!t->numberless)
			put_format(&b, "H8015%08d", i);
		put_text(&b, ",01/09/2024,,parenting,school,,,\n");
	}
	for (int i = 0; i < t->others; i++)
		put_format(&b, "B%d,B%d,F1,Abernathy,Quentin,03/11/2009,M,WBRI,LS2 7AB,H801500000000,01/09/2024,,parenting,school,,,\n", i, i);
	/* rows with a date that is none are refused; the others are taken */
	(void)!desk_import(d, desk_file(d, mem_format(d->c.mem, "early_help%d.csv", t->files++), built_text(&b)));
	assert_true(d->manifest.n == 1 && d->manifest.item[0].rows > (t->declared ? 30 : 100));
	fail_clear(&d->c);
}

/* The look-up of postcodes, within 14 km of each other; one in eight is not there, and one in eight lies elsewhere than it lay. */
static void
town_look_up(struct town *t)
{
	struct desk *d = t->d;
	struct builder b = {.mem = d->c.mem};
	uint32_t now = (uint32_t)t->look_ups++;

	put_text(&b, "pcds,doterm,oseast1m,osnrth1m,oslaua\n");
	for (size_t i = 0; i < t->crowd->n; i++) {
		const char *postcode = t->crowd->row[i].value[C_POSTCODE];
		uint32_t packed = postcode_pack(view_of(postcode)), mixed = packed * 2654435761u;

		mixed += mixed % 8 == now % 8 ? now << 20 : 0;
		if (packed && mixed >> 29)
			put_format(&b, "%s,,%u,%u,E06999999\n", postcode, 430000 + mixed / 10000 % 10000, 430000 + mixed % 10000);
	}
	desk_take(d, mem_format(d->c.mem, "postcodes%u.csv", now), built_text(&b));
}

static struct link_summary
town_link(struct town *t, bool full)
{
	struct link_summary s;
	struct desk *d = t->d;

	desk_now++;
	DO(link_all(&d->c, full, &s));
	t->run = s.run;
	return s;
}

/* Every sixth record is, but for its number, the same; of the others each sixth shares a family name and a day, about as many as a block
 * holds, of whom two each have nearly one given name. */
static void
town_crowd(struct crowd *c)
{
	static const char *const family[] = {"zuckerman", "hollingworth", "featherstone", "quarmby", "bellweather"};
	char given[24] = "";

	for (size_t i = 0; i < c->n; i++) {
		struct crowd_row *r = &c->row[i];
		size_t group = i / 2 % 6;

		if (group == 5)
			continue;
		strcpy(r->value[C_FAMILY], family[group]);
		snprintf(r->value[C_BORN], sizeof r->value[0], "2011-0%zu-14", group + 1);
		if (group == 0) {
			strcpy(r->value[C_GIVEN], "ottoline");
			strcpy(r->value[C_POSTCODE], "LS8 5QA");
			strcpy(r->value[C_SEX], "F");
			snprintf(r->value[C_UPN], sizeof r->value[0], "A%08zu", i);
			continue;
		}
		if (i % 2 == 0)
			for (size_t k = 0; k < 6; k++)
				given[k] = k % 2 ? "aeiou"[random_below(&c->seed, 5)] : "bdfgklmnrst"[random_below(&c->seed, 11)];
		else
			for (size_t k = random_below(&c->seed, 3); k < 6; k += 3)
				given[k] = "pc"[k % 2];
		strcpy(r->value[C_GIVEN], given);
		r->value[C_UPN][0] = '\0';
	}
}

static struct town *
town_new(struct desk *d, uint64_t seed, size_t families, double share, bool placed, bool crowded, const char *declared)
{
	struct town *t = calloc(1, sizeof *t);
	struct source_list sources;
	struct link_summary first;

	t->d = d;
	t->seed = seed;
	t->declared = declared;
	t->crowd = crowd_new((struct wanted){.families = families, .twins = 0.1, .siblings = 0.5, .slips = 0.12, .missing = 0.15,
	    .sources = 4}, seed);
	for (size_t i = 0; i < t->crowd->n; i++)        /* a full name commoner than its parts */
		if (t->crowd->row[i].child % 70 == 0) {
			strcpy(t->crowd->row[i].value[C_GIVEN], "ottoline");
			strcpy(t->crowd->row[i].value[C_FAMILY], "zuckerman");
		}
	for (size_t i = 0; i < t->crowd->n && placed; i++)      /* moved house since the others were written */
		if (happens(&t->seed, 0.4))
			memcpy(t->crowd->row[i].value[C_POSTCODE], t->crowd->row[random_below(&t->seed, t->crowd->n)].value[C_POSTCODE],
			    sizeof t->crowd->row[i].value[C_POSTCODE]);
	if (crowded)
		town_crowd(t->crowd);
	crowd_shuffle(t->crowd, seed);
	t->there = calloc(t->crowd->n, sizeof *t->there);
	t->second = calloc(t->crowd->n, sizeof *t->second);
	for (size_t i = 0; i < t->crowd->n; i++) {
		t->there[i] = (double)i < share * (double)t->crowd->n;
		t->second[i] = happens(&t->seed, 0.05) ? 1 + (int)random_below(&t->seed, 30) : 0;
	}
	d->options.accept_removals = true;
	if (crowded && seed % 2)        /* those who are the same but for their numbers are nobody's, but may be each other */
		DO(thresholds_set(&d->c, 1 - 1e-9, 0.05));
	town_import(t);
	t->placed = placed;
	if (placed)
		town_look_up(t);
	if (declared)
		DO(declared_set(&d->c, declared, NULL, &sources));
	first = town_link(t, false);
	assert_true(first.full);
	assert_true(!declared || first.kept_apart > 10);
	ASK_COUNT("select max(level) from link_chance where field = 'postcode'", placed ? 8 : 6);
	t->run = 0;
	return t;
}

static void
town_free(struct town *t)
{
	crowd_free(t->crowd);
	free(t->there);
	free(t->second);
	free(t);
}

/* What was kept of names and weights is what the full run went by: each record's weight, and all pairs by theirs. */
static void
test_as_the_full_run(void **state)
{
	struct desk *d = *state;
	struct town *t = town_new(d, 11, 300, 1, false, false, NULL);
	struct whole w;

	assert_true(desk_count(d, "select count(*) from link_full_name") > 0);
	whole_run(d, &w);
	for (size_t i = 0; i < w.roster.who.n; i++) {
		float kept = (float)w.roster.who.item[i].weight, now = w.links.weight[w.roster.who.item[i].record];

		assert_true(kept <= now && kept >= now);
	}
	for (int i = 0; i < 64; i++)
		ASK_COUNT(mem_format(d->c.mem, "select pairs from link_weight where bits = %d", i - 32), (int64_t)w.links.histogram[i]);
	whole_end(&w);
	town_free(t);
}

/* ---- steps ------------------------------------------------------------------------------------------------------- */

static void
some_come(struct town *t)
{
	for (size_t n = 1 + random_below(&t->seed, 12), i = 0; i < t->crowd->n && n > 0; i++)
		if (!t->there[i]) {
			t->there[i] = true;
			n--;
		}
	town_import(t);
}

static void
some_change(struct town *t)
{
	for (size_t n = 1 + random_below(&t->seed, 6); n > 0; n--) {
		struct crowd_row *r = &t->crowd->row[random_below(&t->seed, t->crowd->n)];
		size_t field = random_below(&t->seed, 4);

		crowd_slip(&t->seed, r->value[field == 0 ? C_GIVEN : field == 1 ? C_FAMILY : field == 2 ? C_POSTCODE : C_UPN]);
		if (happens(&t->seed, 0.2))
			memcpy(r->value, t->crowd->row[random_below(&t->seed, t->crowd->n)].value, sizeof r->value);
	}
	town_import(t);
}

/* Also of numbers: which of two counts may change with others. */
static void
some_go(struct town *t)
{
	for (size_t n = 1 + random_below(&t->seed, 3); n > 0; n--) {
		size_t i = random_below(&t->seed, t->crowd->n);

		t->there[i] = false;
		i = random_below(&t->seed, t->crowd->n);
		t->second[i] = t->second[i] ? 0 : 1 + (int)random_below(&t->seed, 30);
	}
	town_import(t);
}

static int64_t
identity_any(struct town *t, const char *sealed)
{
	const char *from = mem_format(t->d->c.mem, "from identity where sealed = '%s'", sealed);
	int64_t n = desk_count(t->d, mem_format(t->d->c.mem, "select count(*) %s", from));

	return n == 0 ? 0 : desk_count(t->d, mem_format(t->d->c.mem, "select id %s order by id limit 1 offset %zu", from,
	    random_below(&t->seed, (size_t)n)));
}

static void
somebody_decides(struct town *t)
{
	static const char *const say[] = {"same", "different", "unsure"};
	const char *pair = happens(&t->seed, 0.5) ? "select left_identity, right_identity from link_review" :
	    "select i.id, k.id from identity i join identity k on k.person = i.person and k.id > i.id where i.sealed = 'no'"
	    " and k.sealed = 'no'";
	struct desk *d = t->d;
	struct mem *m = d->c.mem;
	int64_t n = desk_count(t->d, mem_format(m, "select count(*) from (%s) p", pair));
	long long left = 0, right = 0;

	if (n)
		sscanf(desk_text(t->d, mem_format(m, "%s order by 1, 2 limit 1 offset %zu", pair, random_below(&t->seed, (size_t)n))),
		    "%lld|%lld", &left, &right);
	if (!n || happens(&t->seed, 0.2)) {
		left = identity_any(t, "no");
		right = identity_any(t, "no");
	}
	desk_now++;
	if (left != right)
		DO(decision_make(&d->c, left, right, say[random_below(&t->seed, 3)], NULL, "test"));
}

static void
somebody_is_sealed(struct town *t)
{
	bool open = happens(&t->seed, 0.4);
	int64_t id = identity_any(t, open ? "yes" : "no");

	desk_write(t->d, mem_format(t->d->c.mem, "update identity set sealed = '%s' where id = %lld", open ? "no" : "yes",
	    (long long)id));
}

static void
run_is_undone(struct town *t)
{
	struct desk *d = t->d;
	int64_t n;

	if (t->run) {
		DO(link_undo(&d->c, t->run, &n));
		assert_derived(d);
	}
	t->run = 0;
}

/* Of what is declared no pair waits, and only people's word makes two records one person. */
static void
assert_nobody_twice(struct town *t)
{
	struct desk *d = t->d;
	struct mem *m = d->c.mem;
	const char *of = t->declared && strchr(t->declared, ',') ? "'early_help', 'social_care'" : "'early_help'";

	ASK_COUNT(mem_format(m, "select count(*) from link_review v join identity a on a.id = v.left_identity join identity b"
	    " on b.id = v.right_identity where a.source = b.source and a.source in (%s)", of), 0);
	ASK_COUNT(mem_format(m, "select count(*) from (select person from identity i where i.sealed = 'no' and i.source in (%s) and not exists"
	    " (select 1 from link_decision d where d.decided = 'same' and (d.left_identity = i.id or d.right_identity = i.id))"
	    " group by person, source having count(*) > 1) k", of), 0);
}

static void
step(struct town *t)
{
	static void (*const steps[])(struct town *t) = {some_come, some_change, some_go, somebody_decides, somebody_is_sealed,
	    run_is_undone, town_look_up};

	for (size_t n = 1 + random_below(&t->seed, 2); n > 0; n--)
		steps[random_below(&t->seed, sizeof steps / sizeof *steps - !t->placed)](t);
	assert_false(town_link(t, false).full);
	assert_as_whole(t->d);
	if (t->declared)
		assert_nobody_twice(t);
}

static void
steps(size_t families, double share, bool crowded)
{
	static const char *const declared[] = {"early_help,social_care", NULL, "early_help", NULL};

	for (uint64_t seed = 1; seed <= (database_is_postgres() ? 2 : ROUNDS_OF(4)); seed++) {
		struct desk *d = desk_open(NULL);
		struct town *t = town_new(d, seed, families, share, seed / 2 % 2, crowded, crowded ? NULL : declared[seed % 4]);

		for (int i = 0; i < 12; i++)
			step(t);
		town_import(t);
		assert_true(town_link(t, true).full);
		assert_as_whole(d);
		ASK_COUNT("select count(*) from link_weight_now", 0);
		town_free(t);
		desk_close(d);
	}
}

static void
test_steps(void **state)
{
	(void)state;
	steps(60, 0.7, false);
}

/* Where more records share keys than a block holds, and here and there one more or one less makes it so. */
static void
test_steps_of_crowds(void **state)
{
	(void)state;
	steps(150, 0.69, true);
}

/* One more of a chain may stand between two who met, and one less let two meet who did not. All that waits is what they may be. */
static void
test_steps_of_a_chain(void **state)
{
	struct desk *d = *state;
	struct town *t = town_new(d, 5, 60, 1, false, false, NULL);

	DO(thresholds_set(&d->c, 1 - 1e-9, 0.05));
	t->alike = 130;
	town_import(t);
	assert_true(town_link(t, true).full);
	assert_as_whole(d);
	for (int i = 0; i < 12; i++) {
		t->alike += i % 4 < 3 ? 7 : -12;
		town_import(t);
		assert_false(town_link(t, false).full);
		assert_as_whole(d);
		ASK_COUNT("select case when count(*) > 1000 then 1 else 0 end from link_review", 1);
	}
	town_free(t);
}

#define CHAIN "select n.identity as id from identity_name n join identity_detail d on d.identity = n.identity" \
	" where n.family = 'Zuckerman' and n.given = 'Ottoline' and d.born = '2012-05-14'"

/* Somebody new is tied to a record that decisions alone tie to some of a chain, with whom nobody new shares a key: of these, those meet who
 * meet among all. */
static void
test_a_chain_behind_decisions(void **state)
{
	struct desk *d = *state;
	struct town *t = town_new(d, 5, 900, 1, false, false, NULL);
	int64_t other;

	DO(thresholds_set(&d->c, 1 - 1e-5, 0.05));
	t->alike = 130;
	t->numberless = true;
	t->others = 1;
	town_import(t);
	assert_true(town_link(t, true).full);
	other = desk_count(d, "select identity from identity_name where family = 'Abernathy'");
	for (int i = 0; i < 12; i++) {
		desk_now++;
		DO(decision_make(&d->c, desk_count(d, mem_format(d->c.mem, "select id from (" CHAIN " order by 1 limit 1 offset %d) k", i)),
		    other, "same", NULL, "test"));
	}
	assert_false(town_link(t, false).full);
	assert_as_whole(d);
	ASK_COUNT("select count(distinct person) from identity where id in (" CHAIN ")", 119);
	t->others = 2;
	town_import(t);
	assert_false(town_link(t, false).full);
	ASK_COUNT("select count(distinct i.person) from identity i join identity_name n on n.identity = i.id where n.family = 'Abernathy'", 1);
	assert_as_whole(d);
	town_free(t);
}

/* However the new records are split, and in whatever order they come, the same people come out. */
static const char *
people_of_split(uint64_t seed, int parts, const char *declared)
{
	struct desk *d = desk_open(NULL);
	struct town *t = town_new(d, 7, 90, 0.6, true, false, declared);
	size_t from = 0, lacking = 0, *order = calloc(t->crowd->n, sizeof *order);
	static char *all;
	const char *out;

	for (size_t i = 0; i < t->crowd->n; i++)
		if (!t->there[i])
			order[lacking++] = i;
	for (size_t i = lacking; i-- > 1;) {
		size_t k = random_below(&seed, i + 1), one = order[i];

		order[i] = order[k];
		order[k] = one;
	}
	for (int part = 1; part <= parts; part++) {
		size_t to = lacking * (size_t)part / (size_t)parts;

		for (; from < to; from++)
			t->there[order[from]] = true;
		town_import(t);
		assert_false(town_link(t, false).full);
	}
	/* each person by the keys of their records, which are the same in every database */
	out = desk_dump(d, "select min(k.born || k.given || k.family || k.n) from (select i.person, d.born, n.given, n.family,"
	    " count(*) over (partition by i.person) as n from identity i join identity_name n on n.identity = i.id"
	    " join identity_detail d on d.identity = i.id) k group by person order by 1");
	free(all);
	all = strdup(out);
	free(order);
	town_free(t);
	desk_close(d);
	return all;
}

static void
splits(const char *declared)
{
	char *at_once = strdup(people_of_split(1, 1, declared));

	assert_true(strlen(at_once) > 1000);
	for (uint64_t seed = 1; seed <= ROUNDS_OF(3); seed++)
		assert_string_equal(people_of_split(seed, 2 + (int)seed * 2, declared), at_once);
	free(at_once);
}

static void
test_splits(void **state)
{
	(void)state;
	splits(NULL);
}

/* However records come, it is the heavier pair that has the one record that a declared source gives a person. */
static void
test_splits_of_declared_sources(void **state)
{
	(void)state;
	splits("early_help");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_as_the_full_run),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_steps_of_crowds),
		DESK_TEST(test_steps_of_a_chain),
		DESK_TEST(test_a_chain_behind_decisions),
		cmocka_unit_test(test_splits),
		cmocka_unit_test(test_splits_of_declared_sources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
