/* A run of new and changed records says of every record what a run over all of them says, by the same model and frequencies:
 * people and pairs that wait. Of a made-up town that files, decisions, seals and undoing change in random steps. */
#include "desk.h"

#include "../linkage/crowd.h"
#include "base/hash.h"
#include "people/derive.h"
#include "people/link.h"
#include "people/link_keep.h"
#include "people/link_key.h"
#include "people/link_population.h"
#include "people/link_threshold.h"
#include "people/link_told.h"

#define EARLY "episode_id,person_id,family_id,family_name,given_name,date_of_birth,sex,ethnicity,postcode,upn,started,closed," \
	"reason,lead_agency,lead_practitioner,plan_agreed,closure_outcome\n"

struct town {
	struct desk *d;
	struct crowd *crowd;
	bool *there;
	int *second;                /* another number that the record has, too; 0: none */
	uint64_t seed;
	int files;
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

static void
town_import(struct town *t)
{
	struct desk *d = t->d;
	struct builder b = {.mem = d->c.mem};

	put_text(&b, EARLY);
	for (size_t i = 0; i < t->crowd->n; i++) {
		if (t->there[i])
			row_put(t, &b, i, 0);
		if (t->there[i] && t->second[i])
			row_put(t, &b, i, t->second[i]);
	}
	/* rows with a date that is none are refused; the others are taken */
	(void)!desk_import(d, desk_file(d, mem_format(d->c.mem, "early_help%d.csv", t->files++), built_text(&b)));
	assert_true(d->manifest.n == 1 && d->manifest.item[0].rows > 100);
	fail_clear(&d->c);
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

static struct town *
town_new(struct desk *d, uint64_t seed, size_t families, double share)
{
	struct town *t = calloc(1, sizeof *t);

	t->d = d;
	t->seed = seed;
	t->crowd = crowd_new((struct wanted){.families = families, .twins = 0.1, .siblings = 0.5, .slips = 0.12, .missing = 0.15,
	    .sources = 4}, seed);
	for (size_t i = 0; i < t->crowd->n; i++)        /* a full name commoner than its parts */
		if (t->crowd->row[i].child % 70 == 0) {
			strcpy(t->crowd->row[i].value[C_GIVEN], "ottoline");
			strcpy(t->crowd->row[i].value[C_FAMILY], "zuckerman");
		}
	crowd_shuffle(t->crowd, seed);
	t->there = calloc(t->crowd->n, sizeof *t->there);
	t->second = calloc(t->crowd->n, sizeof *t->second);
	for (size_t i = 0; i < t->crowd->n; i++) {
		t->there[i] = (double)i < share * (double)t->crowd->n;
		t->second[i] = happens(&t->seed, 0.05) ? 1 + (int)random_below(&t->seed, 30) : 0;
	}
	d->options.accept_removals = true;
	town_import(t);
	assert_true(town_link(t, false).full);
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

/* ---- what a run over all says ------------------------------------------------------------------------------------ */

struct whole {
	struct mem *mem;
	struct roster roster;
	struct decided_pairs decided;
	struct links links;
	struct told told;
};

static void
whole_run(struct desk *d, struct whole *w)
{
	struct kept_population population;
	struct roster *r = &w->roster;
	bool known;

	*w = (struct whole){.mem = mem_new()};
	DO(roster_load(&d->c, w->mem, r));
	DO(model_load(&d->c, r, &known));
	DO(population_load(&d->c, w->mem, &population));
	assert_true(known && population.found);
	DO(thresholds_load(&d->c, &r->model));
	DO(decisions_load(&d->c, r, &w->decided));
	DO(roster_fill(&d->c, r));
	population_give(r->set, &population.names);
	link_run(w->mem, r->set, (struct link_options){.threads = 1, .seed = ROSTER_SEED, .order = r->order,
	    .decision = w->decided.item, .n_decisions = w->decided.n}, &w->links);
	w->told = (struct told){.roster = r, .links = &w->links, .decided = &w->decided};
	review_find(&w->told);
}

static void
whole_end(struct whole *w)
{
	roster_end(&w->roster);
	mem_free(w->mem);
}

/* One person for each cluster, and one cluster for each person. */
static void
assert_people(struct whole *w)
{
	struct int_map *person = int_map_new(w->mem, 64), *cluster = int_map_new(w->mem, 64);
	const struct roster *r = &w->roster;
	bool is_new;

	for (size_t i = 0; i < r->who.n; i++) {
		const struct identity_known *who = &r->who.item[i];
		int64_t of = who->record == LINK_NOBODY ? (int64_t)(r->who.n + i) : w->links.cluster[who->record], *at;

		assert_int_not_equal(who->person, 0);
		at = int_map_put(person, of, &is_new);
		*at = is_new ? who->person : *at;
		assert_int_equal(*at, who->person);
		at = int_map_put(cluster, who->person, &is_new);
		*at = is_new ? of : *at;
		assert_int_equal(*at, of);
	}
}

static void
assert_review(struct desk *d, struct whole *w)
{
	struct builder found = {.mem = w->mem};
	struct rows *r = store_query(&d->c, "select left_identity, right_identity, weight from link_review order by weight desc,"
	    " left_identity, right_identity", 0);
	size_t n = 0;

	while (rows_next(r)) {
		put_format(&found, "%lld %lld %.6f\n", (long long)col_id(r, 0), (long long)col_id(r, 1), col_real(r, 2));
		n++;
	}
	DO(rows_end(r));
	for (size_t i = 0; i < w->told.review.n; i++) {
		const struct link_edge *e = &w->told.review.item[i];
		int64_t left = w->roster.who.item[w->roster.of_record[e->left]].id, right = w->roster.who.item[w->roster.of_record[e->right]].id;
		const char *line = mem_format(w->mem, "%lld %lld %.6f\n", (long long)(left < right ? left : right),
		    (long long)(left < right ? right : left), (double)e->weight);

		if (!strstr(built_text(&found), line))
			fail_msg("lacks %s among\n%s", line, built_text(&found));
	}
	assert_int_equal(n, w->told.review.n);
}

/* What is kept is what a full run would keep: each record that is not sealed once, under its own keys. */
static void
assert_kept(struct desk *d, struct whole *w)
{
	const char *inputs, *keys, *said;

#define INPUTS "select identity, digest, component % 1099511627776 as component from link_input order by identity"
#define SAID "select said, keys from link_input order by identity"
#define KEYS "select key % 1099511627776 as key, further, identity from link_key order by 1, 2, 3"      /* later ones lie apart */
	inputs = desk_dump(d, INPUTS);
	keys = desk_dump(d, KEYS);
	said = desk_dump_bytes(d, SAID);
	DO(store_begin(&d->c));
	DO(inputs_keep_all(&d->c, &w->roster, &w->links, &w->decided));
	DO(store_commit(&d->c));
	assert_string_equal(desk_dump(d, INPUTS), inputs);
	assert_string_equal(desk_dump_bytes(d, SAID), said);
	assert_string_equal(desk_dump(d, KEYS), keys);
}

/* What is derived of people is what is derived of all of them. */
static void
assert_derived(struct desk *d)
{
	const char *people, *fixes;

#define PEOPLE "select id, given, family, born, died, sex, ethnicity from person order by id"
#define FIXES "select id, kind, agency, org, worker, identity, field, opened, closed from fix order by id"
	people = desk_dump(d, PEOPLE);
	fixes = desk_dump(d, FIXES);
	DO(store_begin(&d->c));
	DO(derive(&d->c, true));
	DO(store_commit(&d->c));
	assert_string_equal(desk_dump(d, PEOPLE), people);
	assert_string_equal(desk_dump(d, FIXES), fixes);
}

static void
assert_as_whole(struct desk *d)
{
	struct whole w;

	assert_derived(d);
	ASK_COUNT("select number - (select count(distinct person) from identity) from link_population where name = 'people'", 0);
	whole_run(d, &w);
	assert_people(&w);
	assert_review(d, &w);
	assert_kept(d, &w);
	whole_end(&w);
}

/* What was kept of names and weights is what the full run went by: each record's weight, and all pairs by theirs. */
static void
test_as_the_full_run(void **state)
{
	struct desk *d = *state;
	struct town *t = town_new(d, 11, 300, 1);
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

static void
step(struct town *t)
{
	static void (*const steps[])(struct town *t) = {some_come, some_change, some_go, somebody_decides, somebody_is_sealed,
	    run_is_undone};

	for (size_t n = 1 + random_below(&t->seed, 2); n > 0; n--)
		steps[random_below(&t->seed, sizeof steps / sizeof *steps)](t);
	assert_false(town_link(t, false).full);
	assert_as_whole(t->d);
}

static void
test_steps(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= (database_is_postgres() ? 2 : ROUNDS_OF(4)); seed++) {
		struct desk *d = desk_open(NULL);
		struct town *t = town_new(d, seed, 60, 0.7);

		for (int i = 0; i < 12; i++)
			step(t);
		town_free(t);
		desk_close(d);
	}
}

/* However the new records are split, and in whatever order they come, the same people come out. */
static const char *
people_of_split(uint64_t seed, int parts)
{
	struct desk *d = desk_open(NULL);
	struct town *t = town_new(d, 7, 60, 0.6);
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
test_splits(void **state)
{
	char *at_once = strdup(people_of_split(1, 1));

	(void)state;
	assert_true(strlen(at_once) > 1000);
	for (uint64_t seed = 1; seed <= ROUNDS_OF(3); seed++)
		assert_string_equal(people_of_split(seed, 2 + (int)seed * 2), at_once);
	free(at_once);
}

/* ---- what few steps come to ------------------------------------------------------------------------------------- */

#define FEED "pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,pers_single_unique_id\n"
#define EARLY_ROW(id, family, given, born, sex, postcode, upn) \
	id "," id ",F1," family "," given "," born "," sex ",WBRI," postcode "," upn ",01/09/2024,,parenting,school,,,\n"
#define ANN EARLY_ROW("E1", "Ash", "Ann", "14/05/2012", "F", "WE1 1AA", "")
#define VILLAGE(first) EARLY first \
	EARLY_ROW("E2", "Brown", "Oliver", "03/02/2011", "M", "WE3 3CC", "H801200001001") \
	EARLY_ROW("E3", "Patel", "Priya", "19/09/2009", "F", "WE4 4DD", "H801200001002") \
	EARLY_ROW("E4", "Cole", "Carl", "15/03/2013", "M", "WE2 2BB", "H801200001003") \
	EARLY_ROW("E5", "Lindqvist", "Freya", "07/07/2007", "F", "WE6 6FF", "H801200001004")
#define OTHERS "2,H801200001001,Oliver,Brown,M,WBRI,2011-02-03,\n3,,Anne,Ash,F,WBRI,2009-05-14,\n" \
	"4,H801200001003,Carl,Cole,M,WBRI,2013-03-15,\n"

static void
village_import(struct desk *d)
{
	d->options.accept_removals = true;
	desk_take(d, "early_help.csv", VILLAGE(ANN));
	desk_take(d, "person.csv", FEED "1,,Ann,Ash,F,WBRI,2012-05-14,\n" OTHERS);
}

static void
village_link(struct desk *d, bool full)
{
	struct link_summary s;

	desk_now++;
	DO(link_all(&d->c, false, &s));
	assert_int_equal(s.full, full);
	assert_as_whole(d);
}

static int64_t
record_of(struct desk *d, const char *source, const char *given, const char *born)
{
	return desk_count(d, mem_format(d->c.mem, "select i.id from identity i join identity_name n on n.identity = i.id"
	    " join identity_detail t on t.identity = i.id where i.source = '%s' and n.given = '%s' and t.born = '%s'", source,
	    given, born));
}

#define TOGETHER(one, other) mem_format(d->c.mem, "select count(distinct person) from identity where id in (%lld, %lld)", \
	(long long)(one), (long long)(other))

/* Of Maya's two numbers the newer one counts, until another agency's record has the older one, too: then it is hers. */
static void
test_number_of_two(void **state)
{
	struct desk *d = *state;

	desk_take(d, "early_help.csv", VILLAGE(ANN)
	    "E8,P8,F1,Thirlwell,Maya,14/05/2009,F,WBRI,,H801200002001,01/09/2023,01/02/2024,parenting,school,,,\n"
	    "E9,P8,F1,Thirlwell,Maya,14/05/2009,F,WBRI,,H801200002002,01/09/2024,,parenting,school,,,\n");
	village_link(d, true);
	desk_take(d, "person.csv", FEED "9,H801200002001,Mary,Roe,F,WBRI,2009-05-14,\n");
	village_link(d, false);
	ASK_COUNT(TOGETHER(record_of(d, "early_help", "Maya", "2009-05-14"), record_of(d, "social_care", "Mary", "2009-05-14")), 1);
}

/* A newcomer who is another child has Oliver's number: his own record, whose person is as before, is to be put right as well. */
static void
test_number_of_another(void **state)
{
	struct desk *d = *state;

	village_import(d);
	village_link(d, true);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2005-05-14,Zimmer,Quentina,H801200001001,F,2023-09-04\n");
	village_link(d, false);
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 3);
}

/* So are both when she is, in all that she says, somebody who is there already. */
static void
test_number_of_another_of_one(void **state)
{
	struct desk *d = *state;

	village_import(d);
	village_link(d, true);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2012-05-14,Ash,Ann,H801200001001,F,2023-09-04\n");
	village_link(d, false);
	ASK_COUNT(TOGETHER(record_of(d, "early_help", "Ann", "2012-05-14"), record_of(d, "education", "Ann", "2012-05-14")), 1);
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 3);
}

/* What a newcomer brought is gone when the run that took him in is undone: the values that were his, and what was to be put right. */
static void
test_undone(void **state)
{
	struct desk *d = *state;
	int64_t n;

	d->options.accept_removals = true;
	desk_take(d, "person.csv", FEED "1,,Ann,Ash,F,WBRI,2012-05-14,\n2,H801200001001,Oliver,Brown,M,WBRI,2011-02-03,\n"
	    "3,H801200001002,Priya,Patel,F,,,\n");
	village_link(d, true);
	desk_take(d, "early_help.csv", EARLY EARLY_ROW("E3", "Patel", "Priya", "19/09/2009", "M", "WE4 4DD", "H801200001002"));
	village_link(d, false);
	ASK_COUNT("select count(*) from person where given = 'Priya' and born is not null", 1);
	ASK_COUNT("select count(*) from fix where kind = 'sexes differ' and agency = 'early_help' and closed is null", 1);
	DO(link_undo(&d->c, desk_count(d, "select max(id) from link_run"), &n));
	ASK_COUNT("select count(*) from person where given = 'Priya' and born is not null", 0);
	ASK_COUNT("select count(*) from fix where kind = 'sexes differ' and closed is null", 0);
	assert_derived(d);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2005-05-14,Zimmer,Quentina,H801200001001,F,2023-09-04\np2,900,2012-05-15,Ash,Ann,,F,2023-09-04\n");
	village_link(d, false);
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 2);
	ASK_COUNT("select count(*) from fix where kind = 'dates of birth differ' and closed is null", 1);
	DO(link_undo(&d->c, desk_count(d, "select max(id) from link_run"), &n));
	ASK_COUNT("select count(*) from fix where kind = 'one number, two children' and closed is null", 0);
	ASK_COUNT("select count(*) from fix where kind = 'dates of birth differ' and closed is null", 0);
	assert_derived(d);
}

/* A newcomer says nothing new of Ann, who died: what is open of them is to be put right all the same. */
static void
test_of_one_who_died(void **state)
{
	struct desk *d = *state;

	d->options.accept_removals = true;
	desk_take(d, "early_help.csv", VILLAGE(ANN));
	desk_take(d, "person.csv", "pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,pers_death_date\n"
	    "1,,Ann,Ash,F,WBRI,2012-05-14,2025-06-01\n2,H801200001001,Oliver,Brown,M,WBRI,2011-02-03,\n");
	village_link(d, true);
	desk_take(d, "2025_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2012-05-14,Ash,Ann,,F,2023-09-04\n");
	ASK_COUNT("select count(*) from fix where kind = 'open after death' and agency = 'education'", 0);
	village_link(d, false);
	ASK_COUNT(TOGETHER(record_of(d, "early_help", "Ann", "2012-05-14"), record_of(d, "education", "Ann", "2012-05-14")), 1);
	ASK_COUNT("select count(*) from fix where kind = 'open after death' and agency = 'education'", 1);
}

/* Two whom somebody called the same, and who share nothing, are together again when the one that was sealed is opened. */
static void
test_opened(void **state)
{
	struct desk *d = *state;
	int64_t ann, freya;

	village_import(d);
	village_link(d, true);
	ann = record_of(d, "early_help", "Ann", "2012-05-14");
	freya = record_of(d, "early_help", "Freya", "2007-07-07");
	DO(decision_make(&d->c, ann, freya, "same", NULL, "test"));
	village_link(d, false);
	ASK_COUNT(TOGETHER(ann, freya), 1);
	desk_write(d, mem_format(d->c.mem, "update identity set sealed = 'yes' where id = %lld", (long long)freya));
	ASK_COUNT("select count(*) from link_weight", 64);
	village_link(d, false);
	ASK_COUNT(TOGETHER(ann, freya), 2);
	ASK_COUNT("select count(*) from link_weight", 0);
	ASK_COUNT("select count(*) from link_field", 0);
	ASK_COUNT(mem_format(d->c.mem, "select count(*) from link_key where identity = %lld", (long long)freya), 0);
	desk_write(d, "update identity set sealed = 'no' where sealed = 'yes'");
	village_link(d, false);
	ASK_COUNT(TOGETHER(ann, freya), 1);
}

/* Of two people one pair waits. When the record that it shows is no longer like the other, the next likely pair of them does. */
static void
test_next_pair_waits(void **state)
{
	struct desk *d = *state;
	int64_t early, care, listed;

	village_import(d);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2009-05-14,Ash,Anne,H801200003001,F,2023-09-04\n");
	village_link(d, true);
	early = record_of(d, "early_help", "Ann", "2012-05-14");
	care = record_of(d, "social_care", "Ann", "2012-05-14");
	DO(decision_make(&d->c, early, care, "same", NULL, "test"));
	village_link(d, false);
	ASK_COUNT("select count(*) from link_review", 1);
	listed = desk_count(d, mem_format(d->c.mem, "select case when left_identity in (%lld, %lld) then left_identity else"
	    " right_identity end from link_review", (long long)early, (long long)care));
	if (listed == care)
		desk_take(d, "person2.csv", FEED "1,,Quentin,Zimmer,M,WBRI,2001-01-01,\n" OTHERS);
	else
		desk_take(d, "early_help2.csv", VILLAGE(EARLY_ROW("E1", "Zimmer", "Quentin", "01/01/2001", "M", "", "")));
	village_link(d, false);
	ASK_COUNT("select count(*) from link_review", 1);
	ASK_COUNT(mem_format(d->c.mem, "select count(*) from link_review where left_identity = %lld or right_identity = %lld",
	    (long long)listed, (long long)listed), 0);
}

/* A newcomer with Ann's pupil number is nearer to one of her records, and speaks against the other: the two that were one person wait
 * as a pair of two, which no list had before. */
static void
test_parted(void **state)
{
	struct desk *d = *state;
	int64_t early, care;

	d->options.accept_removals = true;
	desk_take(d, "early_help.csv", VILLAGE(EARLY_ROW("E1", "Ash", "Ann", "14/05/2012", "F", "WE1 1AA", "H801200003001")));
	desk_take(d, "person.csv", FEED "1,,Ann,Roe,F,WBRI,2012-05-14,\n" OTHERS);
	village_link(d, true);
	early = record_of(d, "early_help", "Ann", "2012-05-14");
	care = record_of(d, "social_care", "Ann", "2012-05-14");
	ASK_COUNT(TOGETHER(early, care), 1);
	desk_take(d, "2024_autumn_pupils.csv", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
	    "p1,900,2009-05-14,Ash,Ann,H801200003001,F,2023-09-04\n");
	village_link(d, false);
	ASK_COUNT(TOGETHER(early, care), 2);
	ASK_COUNT(mem_format(d->c.mem, "select count(*) from link_review where left_identity in (%lld, %lld) and right_identity in"
	    " (%lld, %lld)", (long long)early, (long long)care, (long long)early, (long long)care), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_as_the_full_run),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_splits),
		DESK_TEST(test_number_of_two),
		DESK_TEST(test_number_of_another),
		DESK_TEST(test_number_of_another_of_one),
		DESK_TEST(test_undone),
		DESK_TEST(test_of_one_who_died),
		DESK_TEST(test_opened),
		DESK_TEST(test_next_pair_waits),
		DESK_TEST(test_parted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
