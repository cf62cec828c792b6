/* What training learns, from records drawn by chances that are known: by the records that came out, counted by who is who,
 * which training does not see. */
#include "crowd.h"

/* ---- two classes ------------------------------------------------------------------------------------------------- */

#define PERSONS 3000
#define NUMBERS 5

/* Of field f there are so many values, and of a person's second record so many say the same, one character else. */
static const struct { int values; double same, near; } drawn[NUMBERS] = {
	{40, 0.95, 0.03}, {60, 0.90, 0.00}, {100, 0.85, 0.05}, {200, 0.80, 0.10}, {500, 0.97, 0.01},
};

struct told {
	double m[NUMBERS][4];           /* counted: share of levels among true pairs */
	double u[NUMBERS];              /* of "the same" among pairs of two persons */
};

/* The v-th value of field f: no two differ in one character alone, for both halves hang on v. */
static void
number_write(char out[16], int f, int v)
{
	snprintf(out, 16, "%c%04d%04d", 'A' + f, v * 11 % 9973, v * 1117 % 9973);
}

static void
two_classes(struct people *p, uint64_t seed, struct told *told)
{
	double same_value[NUMBERS] = {0};
	int count[NUMBERS][500] = {{0}};

	memset(told, 0, sizeof *told);
	for (int f = 0; f < NUMBERS; f++) {
		field_add(p, LINK_IDENTIFIER);
		part_add(rule_add(p), f, LINK_WHOLE);
	}
	for (int i = 0; i < PERSONS; i++) {
		char one[NUMBERS][16], other[NUMBERS][16];
		const char *left[LINK_FIELDS] = {0}, *right[LINK_FIELDS] = {0};

		for (int f = 0; f < NUMBERS; f++) {
			int v = (int)random_below(&seed, (size_t)drawn[f].values), w = v, level = 1;

			if (happens(&seed, drawn[f].near / (1 - drawn[f].same)) && !happens(&seed, drawn[f].same))
				level = 2;
			else if (!happens(&seed, drawn[f].same))
				level = 3;
			number_write(one[f], f, v);
			count[f][v]++;
			while (level == 3 && w == v)
				w = (int)random_below(&seed, (size_t)drawn[f].values);
			number_write(other[f], f, w);
			if (level == 2)
				other[f][0] = 'Z';
			else
				count[f][w]++;
			told->m[f][level] += 1.0 / PERSONS;
			left[f] = one[f];
			right[f] = other[f];
		}
		people_add(p, 0, left);
		people_add(p, 1, right);
	}
	for (int f = 0; f < NUMBERS; f++) {
		for (int v = 0; v < drawn[f].values; v++)
			same_value[f] += (double)count[f][v] * (count[f][v] - 1) / 2;
		told->u[f] = (same_value[f] - told->m[f][1] * PERSONS) / ((double)PERSONS * (2 * PERSONS - 1) - PERSONS);
	}
}

/* Of 3,000 true pairs a share m is learned within what a few doubtful pairs change: three of its standard errors. Training
 * takes what others agree in from the counts of values: within a hundredth. */
static void
test_two_classes(void **state)
{
	struct people *p = *state;
	struct told told;

	two_classes(p, 11, &told);
	people_link(p);
	assert_true(p->links.model.trained);
	assert_near(p->links.model.pairs[LINK_MATCH] / PERSONS, 1, 0.02);
	for (int f = 0; f < NUMBERS; f++) {
		const double *m = p->links.model.chance[LINK_MATCH][f];

		for (int l = 1; l <= 3; l++) {
			double error = sqrt(told.m[f][l] * (1 - told.m[f][l]) / PERSONS);

			if (fabs(m[l] - told.m[f][l]) > 3 * error + 0.001)
				fail_msg("field %d level %d: %f, not %f +- %f", f, l, m[l], told.m[f][l], 3 * error);
			assert_near(p->links.model.support[LINK_MATCH][f][l], m[l] * PERSONS, 0.03 * PERSONS);
		}
		assert_near(m[1] + m[2] + m[3], 1, 0.001);
		assert_near(p->links.model.chance[LINK_RANDOM][f][1] / told.u[f], 1, 0.01);
		assert_near(p->links.model.support[LINK_RANDOM][f][1] / (told.u[f] * PERSONS * (2 * PERSONS - 2) + told.m[f][1] * PERSONS), 1,
		    0.01);
	}
}

/* What is fixed stays, and what is not is learned beside it: of a field's chances the others share what is left of 1. */
static void
test_fixed(void **state)
{
	struct people *p = *state;
	struct told told;

	p->model.fixed[LINK_MATCH][1][1] = p->model.fixed[LINK_MATCH][1][3] = true;
	p->model.chance[LINK_MATCH][1][1] = 0.7;
	p->model.chance[LINK_MATCH][1][3] = 0.25;
	p->model.fixed[LINK_MATCH][4][3] = true;
	p->model.chance[LINK_MATCH][4][3] = 0.1;
	two_classes(p, 12, &told);
	people_link(p);
	assert_true(p->links.model.chance[LINK_MATCH][1][1] == 0.7 && p->links.model.chance[LINK_MATCH][1][3] == 0.25);
	assert_near(p->links.model.chance[LINK_MATCH][1][2], 0.05, 1e-9);
	assert_true(p->links.model.chance[LINK_MATCH][4][3] == 0.1);
	assert_near(p->links.model.chance[LINK_MATCH][4][1], 0.9 * told.m[4][1] / (told.m[4][1] + told.m[4][2]), 0.005);
	assert_near(p->links.model.chance[LINK_MATCH][4][1] + p->links.model.chance[LINK_MATCH][4][2], 0.9, 1e-9);
	assert_near(p->links.model.chance[LINK_MATCH][0][1], told.m[0][1], 0.02);
	assert_near(p->links.model.chance[LINK_MATCH][2][1], told.m[2][1], 0.02);
}

/* Of 240,000 records pairs of one block in five teach. In half of the 120,000 children both records say the same, in half the second has
 * another family name: neither half stands for more pairs than there are. No two children have one number. */
static void
test_records_that_say_the_same(void **state)
{
	struct people *p = *state;
	const double *family;
	uint64_t seed = 8;

	FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_BORN, LINK_UPN);
	p->options.threads = 2;
	for (int i = 0; i < 120000; i++) {
		const char *given = crowd_given[random_below(&seed, 2)][random_below(&seed, 32)];
		char born[16], number[16], name[24], other[24];

		snprintf(born, sizeof born, "%d-%02d-%02d", 2004 + (int)random_below(&seed, 18), 1 + (int)random_below(&seed, 12),
		    1 + (int)random_below(&seed, 28));
		snprintf(number, sizeof number, "%06d%06d", (int)random_below(&seed, 1000000), i + 1);
		snprintf(name, sizeof name, "%s%s", crowd_head[random_below(&seed, 20)], crowd_tail[random_below(&seed, 16)]);
		snprintf(other, sizeof other, "%s%s", crowd_tail[random_below(&seed, 16)], crowd_head[random_below(&seed, 20)]);
		ADD(p, 0, given, name, born, number);
		ADD(p, 1, given, i % 2 ? name : other, born, number);
	}
	people_link(p);
	family = p->links.model.chance[LINK_MATCH][1];
	assert_near(p->links.model.pairs[LINK_MATCH] / 120000, 1, 0.03);
	assert_near(family[1], 0.5, 0.02);
	assert_true(p->links.model.chance[LINK_RANDOM][3][1] < 1e-6);
}

static const struct link_together *
together_of(const struct people *p, int one, int other)
{
	for (size_t i = 0; i < p->links.n_together; i++)
		if (p->links.together[i].one == one && p->links.together[i].other == other)
			return &p->links.together[i];
	return NULL;
}

/* Of 6,000 children one in ten has another family name and postcode in the second record, at once; one in twenty another date of birth,
 * be that as it may. So 600 differ in name and postcode, where 60 would by chance; in name and date, as many as were drawn. */
static void
test_fields_that_differ_at_once(void **state)
{
	struct people *p = *state;
	const struct link_together *moved, *slip;
	double moves = 0, slips = 0, both = 0;
	uint64_t seed = 21;

	FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_BORN, LINK_POSTCODE, LINK_UPN);
	for (int i = 0; i < 6000; i++) {
		char born[2][16], number[16], name[2][24], home[2][12];
		bool moves_now = happens(&seed, 0.1), slips_now = happens(&seed, 0.05);
		const char *given = crowd_given[random_below(&seed, 2)][random_below(&seed, 32)];
		int day = 1 + (int)random_below(&seed, 28), month = 1 + (int)random_below(&seed, 12);

		snprintf(number, sizeof number, "%06d%06d", (int)random_below(&seed, 1000000), i + 1);
		for (int k = 0; k < 2; k++) {
			snprintf(born[k], sizeof born[k], "%d-%02d-%02d", 2004 + i % 18, month, k && slips_now ? day % 28 + 1 : day);
			snprintf(name[k], sizeof name[k], "%s%s", k && moves_now ? "o" : crowd_head[i % 20], crowd_tail[i / 20 % 16]);
			snprintf(home[k], sizeof home[k], "%s%d %d%c%c", k && moves_now ? "LS" : "NE", 1 + i % 20, i % 10, 'A' + i / 10 % 20,
			    'A' + i / 200 % 20);
		}
		moves += moves_now;
		slips += slips_now;
		both += moves_now && slips_now;
		ADD(p, 0, given, name[0], born[0], home[0], number);
		ADD(p, 1, given, name[1], born[1], home[1], number);
	}
	people_link(p);
	moved = together_of(p, 1, 3);
	slip = together_of(p, 1, 2);
	assert_true(p->links.together == moved);
	assert_near(moved->both / moves, 1, 0.02);
	assert_near(moved->expected / (moves * moves / 6000), 1, 0.04);
	assert_near(slip->both / both, 1, 0.05);
	assert_near(slip->expected / (moves * slips / 6000), 1, 0.04);
	p->model = p->links.model;
	p->model.trained = true;
	people_none(p);
	ADD(p, 0, "Ann", "Ash", "2012-05-14", "NE1 1AA", NULL);
	people_link(p);
	assert_int_equal(p->links.n_together, 0);
}

/* Four peoples have 80 family names each and choose among 16 given names of their own. Every family has two children, in two files
 * each, and in a fiftieth of the second records the date of birth is another one. Of pairs that agree but for the date, which are one
 * child's or two children's of one family, as many are one child's as is said. */
static void
test_families_choose_among_their_names(void **state)
{
	struct people *p = *state;
	uint64_t seed = 21;
	double said = 0, right = 0, n = 0;

	FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_BORN, LINK_POSTCODE);
	p->model.review = 1e-6;
	for (int child = 0; child < 6000; child++) {
		static char family[24], postcode[16];
		char born[2][16];
		const char *given;
		int people = child / 2 % 4;

		if (child % 2 == 0) {
			size_t name = (size_t)people * 80 + random_below(&seed, 80);

			snprintf(family, sizeof family, "%s%s", crowd_head[name % 20], crowd_tail[name / 20]);
			snprintf(postcode, sizeof postcode, "LS%d %dAB", 1 + child / 2 % 90, child / 2 / 90 % 10);
			postcode[strlen(postcode) - 1] = "ABDEFGHJLN"[child / 1800];
		}
		given = crowd_given[people / 2][people % 2 * 16 + (int)random_below(&seed, 16)];
		for (int i = 0; i < 2; i++)
			snprintf(born[i], sizeof born[i], "%d-%02d-%02d", 2004 + (int)random_below(&seed, 18),
			    1 + (int)random_below(&seed, 12), 1 + (int)random_below(&seed, 28));
		ADD(p, 0, given, family, born[0], postcode);
		ADD(p, 1, given, family, born[child % 50 == 7], postcode);
	}
	people_link(p);
	for (size_t i = 0; i < p->links.n_edges; i++) {
		const struct link_edge *e = &p->links.edge[i];

		if (e->left / 4 != e->right / 4 || level_between(p, 0, e->left, e->right) != 1 || level_between(p, 2, e->left, e->right) != 8)
			continue;
		said += 1 / (1 + exp2(-(double)e->weight));
		right += e->left / 2 == e->right / 2;
		n++;
	}
	assert_true(n > 200);
	assert_near(said / n, right / n, 0.1);
}

/* The i-th NHS number, with a right check digit; mistyped, two digits apart go up by one and by four: 8 x 1 + 3 x 4 = 20, 9 of 11. */
static void
nhs_write(char out[16], int i, bool mistyped)
{
	int digit[10] = {9, 0, i / 1000 % 10, i * 7 % 10, i / 100 % 10, i * 3 % 10, i / 10 % 10, i % 10, 0, 0}, sum = 0;

	for (int d = 0; d < 9; d++)
		sum += digit[d] * (10 - d);
	if (sum % 11 == 1) {            /* the check would be 10: such numbers are not issued */
		digit[8] = 1;
		sum += 2;
	}
	digit[9] = (11 - sum % 11) % 11;
	if (mistyped) {
		digit[2] = (digit[2] + 1) % 10;
		digit[7] = (digit[7] + 4) % 10;
	}
	for (int d = 0; d < 10; d++)
		out[d] = (char)('0' + digit[d]);
	out[10] = '\0';
}

/* In a tenth of 1,000 children's second records the number is mistyped, and nobody has another: that two valid numbers differ speaks
 * louder than that one of them is wrong. Of families as many are mistyped as of strangers. */
static void
test_check_digits(void **state)
{
	struct people *p = *state;
	const double *match, *twin, *other;

	FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_BORN, LINK_NHS_NUMBER);
	for (int i = 0; i < 1000; i++) {
		char born[16], number[16];

		snprintf(born, sizeof born, "%d-%02d-%02d", 2004 + i / 336, 1 + i / 28 % 12, 1 + i % 28);
		nhs_write(number, i, false);
		ADD(p, 0, crowd_given[i % 2][i / 2 % 32], crowd_head[i % 20], born, number);
		nhs_write(number, i, i % 10 == 3);
		ADD(p, 1, crowd_given[i % 2][i / 2 % 32], crowd_head[i % 20], born, number);
	}
	people_link(p);
	match = p->links.model.chance[LINK_MATCH][3];
	twin = p->links.model.chance[LINK_TWIN][3];
	other = p->links.model.chance[LINK_RANDOM][3];
	assert_near(match[3], 0.1, 0.01);
	assert_true(match[4] < 0.001);
	assert_near(other[3], 1 - 0.95 * 0.95, 0.01);
	assert_true(log2(match[3] / other[3]) > log2(match[4] / other[4]) + 7);
	assert_near(twin[3] / twin[4], other[3] / other[4], 1e-9);
}

/* A trained model is taken as it is. */
static void
test_trained_is_not_trained_again(void **state)
{
	struct people *p = *state;
	struct told told;
	struct link_model first;

	two_classes(p, 13, &told);
	people_link(p);
	first = p->model = p->links.model;
	link_set_free(p->set);
	p->set = NULL;
	for (int i = 0; i < 40; i++)
		ADD(p, i % 2, "A00000000", i % 3 ? "B00110000" : NULL);
	people_link(p);
	assert_memory_equal(p->links.model.chance, first.chance, sizeof first.chance);
	assert_memory_equal(p->links.model.pairs, first.pairs, sizeof first.pairs);
}

/* ---- families ---------------------------------------------------------------------------------------------------- */

static const struct wanted town = {.families = 1500, .siblings = 0.5, .slips = 0.03, .missing = 0.08, .sources = 3};

/* Twins' pairs of records: found within a quarter of their number, none of them joined but one in fifty. */
static void
test_twins(void **state)
{
	struct people *p = *state;
	struct wanted wanted = town;
	struct crowd *c;
	double twins = 0, known = 0;

	wanted.twins = 0.05;
	c = crowd_new(wanted, 21);
	crowd_fields(p);
	crowd_add(p, c);
	people_link(p);
	assert_true(c->twin_pairs > 200);
	assert_near(p->links.model.pairs[LINK_TWIN] / (double)c->twin_pairs, 1, 0.25);
	for (int l = 1; l < LINK_LEVELS; l++)
		known += p->links.model.support[LINK_TWIN][C_FAMILY][l];
	assert_near(known / (double)c->twin_pairs, 0.92 * 0.92, 0.25);
	assert_true(p->links.model.support[LINK_SIBLING][C_FAMILY][1] > p->links.model.support[LINK_TWIN][C_FAMILY][1]);
	assert_near(p->links.model.pairs[LINK_MATCH] / (double)c->true_pairs, 1, 0.03);
	for (uint32_t i = 0; i < c->n; i++)
		for (uint32_t k = i + 1; k < c->n; k++)
			twins += joined(p, i, k) && c->row[i].family == c->row[k].family && c->row[i].child != c->row[k].child;
	assert_true(twins * 50 <= (double)c->twin_pairs);
	crowd_free(c);
}

/* In two families of three every record of a later child has the eldest's pupil number, in the third their birthday a year on. */
static void
families_mislead(struct crowd *c)
{
	for (size_t i = 0, eldest = 0; i < c->n; i++) {
		struct crowd_row *row = &c->row[i];

		eldest = row->family == c->row[eldest].family ? eldest : i;
		if (row->child == c->row[eldest].child)
			continue;
		if (row->family % 3 && *row->value[C_UPN])
			memcpy(row->value[C_UPN], c->row[eldest].value[C_UPN], sizeof row->value[0]);
		if (row->family % 3 == 0 && *row->value[C_BORN] && strlen(c->row[eldest].value[C_BORN]) == 10)
			snprintf(row->value[C_BORN], sizeof row->value[0], "%d%s", atoi(c->row[eldest].value[C_BORN]) + 1,
			    c->row[eldest].value[C_BORN] + 4);
	}
}

/* What holds the classes apart holds whatever the records say: twins' dates agree as one child's, siblings' no oftener than strangers',
 * nor do twins' and siblings' given names; one number in twenty is mixed up at most. */
static void
test_what_families_are_held_to(void **state)
{
	struct people *p = *state;
	struct wanted wanted = town;
	const struct link_model *m = &p->links.model;
	struct crowd *c;

	wanted.twins = 0.05;
	c = crowd_new(wanted, 24);
	families_mislead(c);
	crowd_fields(p);
	crowd_add(p, c);
	people_link(p);
	assert_memory_equal(m->chance[LINK_TWIN][C_BORN], m->chance[LINK_MATCH][C_BORN], sizeof m->chance[0][0]);
	for (int l = 1; l < link_level_count(LINK_BORN) - 2; l++)
		assert_true(m->chance[LINK_SIBLING][C_BORN][l] <= m->chance[LINK_RANDOM][C_BORN][l]);
	for (int k = LINK_TWIN; k <= LINK_SIBLING; k++) {
		for (int l = 1; l < link_level_count(LINK_GIVEN) - 1; l++)
			assert_true(m->chance[k][C_GIVEN][l] <= m->chance[LINK_RANDOM][C_GIVEN][l]);
		assert_true(m->chance[k][C_UPN][1] <= 0.05 && m->chance[k][C_NHS][1] <= 0.05);
	}
	crowd_free(c);
}

/* Where there are none, none are made of children whose names were written otherwise: fewer than one pair in two hundred. */
static void
test_no_twins(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 22);
	struct found f;

	crowd_fields(p);
	crowd_add(p, c);
	people_link(p);
	assert_int_equal(c->twin_pairs, 0);
	assert_true(p->links.model.pairs[LINK_TWIN] * 200 < (double)c->true_pairs);
	f = crowd_found(p, c);
	assert_true(f.right > 0.98 * (double)c->true_pairs && f.right > 0.995 * f.all);
	crowd_free(c);
}

/* Siblings' pairs are as many as there are among those that met (which every edge is, at such a threshold): within a tenth. */
static void
test_siblings(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 23);
	double siblings = 0;

	crowd_fields(p);
	compare_all_seen(p);
	p->model.review = 1e-30;
	crowd_add(p, c);
	people_link(p);
	assert_int_equal(p->links.n_edges, p->links.pairs);
	for (size_t i = 0; i < p->links.n_edges; i++) {
		const struct crowd_row *one = &c->row[p->links.edge[i].left], *other = &c->row[p->links.edge[i].right];

		siblings += one->family == other->family && one->child != other->child;
	}
	assert_true(siblings > 2000);
	assert_near(p->links.model.pairs[LINK_SIBLING] / siblings, 1, 0.1);
	crowd_free(c);
}

/* No numbers at all: names, dates and homes are enough for nearly all. */
static void
test_no_identifiers(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 24);
	struct found f;

	for (size_t i = 0; i < c->n; i++)
		c->row[i].value[C_UPN][0] = c->row[i].value[C_NHS][0] = '\0';
	crowd_fields(p);
	crowd_add(p, c);
	people_link(p);
	f = crowd_found(p, c);
	assert_true(f.right > 0.96 * (double)c->true_pairs && f.right > 0.99 * f.all);
	for (int f_ = C_UPN; f_ <= C_NHS; f_++)
		for (int l = 1; l <= 3; l++)
			assert_true(isfinite(p->links.model.chance[LINK_MATCH][f_][l]));
	crowd_free(c);
}

/* One file without doubles: nobody is joined. */
static void
test_one_source(void **state)
{
	struct people *p = *state;
	struct wanted wanted = town;
	struct crowd *c;

	wanted.sources = 1;
	wanted.twins = 0.03;
	c = crowd_new(wanted, 25);
	crowd_fields(p);
	crowd_add(p, c);
	people_link(p);
	assert_int_equal(c->true_pairs, 0);
	assert_in_range(p->links.n_clusters, c->n - c->n / 500, c->n);
	crowd_free(c);
}

/* ---- next to nothing --------------------------------------------------------------------------------------------- */

static void
assert_sound(const struct people *p)
{
	for (int k = 0; k < LINK_CLASSES; k++) {
		assert_true(isfinite(p->links.model.pairs[k]) && p->links.model.pairs[k] >= 0);
		for (int f = 0; f < p->model.n_fields; f++)
			for (int l = 1; l < link_level_count(p->model.field[f].kind); l++) {
				double x = p->links.model.chance[k][f][l];

				assert_true(x >= 0 && x <= 1 + 1e-9);
			}
	}
	for (size_t i = 0; i < p->links.n_edges; i++)
		assert_true(isfinite(p->links.edge[i].weight));
}

static void
test_few_records(void **state)
{
	struct people *p = *state;

	crowd_fields(p);
	for (int n = 0; n <= 2; n++) {
		people_none(p);
		for (int i = 0; i < n; i++)
			ADD(p, i, "Ann", "Ash", "2010-03-04", "F", "LS8 5QA", "A123456789012", "9434765919");
		people_link(p);
		assert_sound(p);
		assert_int_equal(p->links.pairs, n == 2);
		assert_in_range(p->links.n_clusters, n > 0, n);
	}
}

/* A field that nobody has says nothing: edges and clusters are those of a model without it. */
static void
test_empty_field(void **state)
{
	struct people *p = *state;
	struct crowd *c = crowd_new(town, 26);
	struct found with, without;

	crowd_fields(p);
	crowd_add(p, c);
	people_link(p);
	without = crowd_found(p, c);
	field_add(p, LINK_TEXT);
	crowd_add(p, c);
	people_link(p);
	assert_sound(p);
	with = crowd_found(p, c);
	assert_true(with.right == without.right && with.all == without.all);
	crowd_free(c);
}

/* One field: nothing tells two people of one name apart, and nothing is made of it. */
static void
test_one_field(void **state)
{
	static const enum link_kind kinds[] = {LINK_GIVEN, LINK_FAMILY, LINK_BORN, LINK_SEX, LINK_POSTCODE, LINK_IDENTIFIER, LINK_TEXT};
	struct people *p = *state;

	for (size_t k = 0; k < COUNT(kinds); k++) {
		people_none(p);
		p->model = (struct link_model){0};
		field_add(p, kinds[k]);
		link_model_complete(&p->model);
		if (p->model.n_rules == 0)
			part_add(rule_add(p), 0, LINK_WHOLE);
		for (int i = 0; i < 300; i++) {
			char value[16];

			snprintf(value, sizeof value, kinds[k] == LINK_BORN ? "20%02d-03-04" : "N%07d", i % 60 * (kinds[k] == LINK_BORN ? 1 : 1000003 % 77));
			ADD(p, i % 2, kinds[k] == LINK_GIVEN || kinds[k] == LINK_FAMILY ? crowd_given[i % 2][i % 32] :
			    kinds[k] == LINK_SEX ? i % 2 ? "M" : "F" : kinds[k] == LINK_POSTCODE ? "LS8 5QA" : value);
		}
		people_link(p);
		assert_sound(p);
	}
}

int
main(void)
{
#define PEOPLE_TEST(test) cmocka_unit_test_setup_teardown(test, people_new, people_end)
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_two_classes),
		PEOPLE_TEST(test_fixed),
		PEOPLE_TEST(test_records_that_say_the_same),
		PEOPLE_TEST(test_fields_that_differ_at_once),
		PEOPLE_TEST(test_families_choose_among_their_names),
		PEOPLE_TEST(test_check_digits),
		PEOPLE_TEST(test_trained_is_not_trained_again),
		PEOPLE_TEST(test_twins),
		PEOPLE_TEST(test_what_families_are_held_to),
		PEOPLE_TEST(test_no_twins),
		PEOPLE_TEST(test_siblings),
		PEOPLE_TEST(test_no_identifiers),
		PEOPLE_TEST(test_one_source),
		PEOPLE_TEST(test_few_records),
		PEOPLE_TEST(test_empty_field),
		PEOPLE_TEST(test_one_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
