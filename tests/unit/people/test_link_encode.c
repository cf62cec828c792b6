/* `bairn link encode` and the linking of what it writes: keys, columns, what is refused, what of the plain text is left. */
#include "folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/command.h"
#include "people/link_files.h"
#include "people/people.h"

static const char *
read_file(const char *name)
{
	char *text = mem_take(c.mem, 100000);
	FILE *f = fopen(in_folder(name), "rb");
	size_t n;

	assert_non_null(f);
	n = fread(text, 1, 99999, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

/* A command by its name with the words after it, "@x" being x in the folder; what it fails with, or "". */
static const char *
run(const char *name, const char *words)
{
	const struct command *command = people_commands;
	char *word[24], *out = NULL;
	struct view rest = view_of(words);
	struct args args;
	FILE *to;
	size_t size;
	int n = 0;
	enum err e;

	while (strcmp(command->name, name) != 0)
		command++;
	while (rest.n) {
		const char *one = view_copy(c.mem, view_cut(&rest, ' '));

		word[n++] = mem_format(c.mem, "%s", *one == '@' ? in_folder(one + 1) : one);
	}
	fail_clear(&c);
	assert_int_equal(args_read(&c, command, n, word, &args), OK);
	to = open_memstream(&out, &size);
	e = command->run(&c, &args, to);
	fclose(to);
	free(out);
	return e == OK ? "" : c.sentence;
}

static void
says(const char *sentence, const char *part)
{
	if (!strstr(sentence, part))
		fail_msg("\"%s\" does not say \"%s\"", sentence, part);
}

#define HEAD "rec_id,first_name,surname,dob,gender,postcode,upn,town,shoe\n"
#define OLIVIA "1,Olivia,Ottaway,2010-03-12,F,LS8 5QA,A123456789012,Otley,\"size \"\"4\"\"\"\n"
#define WILF "\"2,x\",Wilfred,Wainwright,,M,LS9 4AA,,Wetherby,5\n"

/* The same key each time: of encodings under a new one some hold "LS8" by chance. */
static void
encode_both(void)
{
	write_file("a.csv", HEAD OLIVIA WILF);
	write_file("b.csv", HEAD OLIVIA);
	write_file("one.key", "bairn encoding key 1 5d0f3a9c27e41b6885c2d97e104fab3369d2740e8fb15ac3927d0e46b8f1c35a\n");
	assert_int_equal(chmod(in_folder("one.key"), 0600), 0);
	assert_string_equal(run("link encode", "@a.csv --key-file @one.key --out @ea.csv"), "");
}

/* ---- keys --------------------------------------------------------------------------------------------------------- */

static void
keys_are_kept(void **state)
{
	struct stat is;
	const char *key;

	(void)state;
	write_file("a.csv", HEAD OLIVIA);
	assert_string_equal(run("link encode", "--new-key @one.key"), "");
	assert_int_equal(stat(in_folder("one.key"), &is), 0);
	assert_int_equal(is.st_mode & 0777, 0600);
	key = read_file("one.key");
	assert_int_equal(strlen(key), strlen("bairn encoding key 1 ") + 64 + 1);
	says(run("link encode", "--new-key @one.key"), "is there already");
	assert_string_equal(read_file("one.key"), key);
	assert_string_equal(run("link encode", "--new-key @two.key"), "");
	assert_string_not_equal(read_file("two.key"), key);
	assert_int_equal(chmod(in_folder("one.key"), 0640), 0);
	says(run("link encode", "@a.csv --key-file @one.key --out @ea.csv"), "others may read");
	says(run("link encode", "@a.csv --key-file @none.key --out @ea.csv"), "cannot be read");
	write_file("two.key", "bairn encoding key 1 00112233\n");
	says(run("link encode", "@a.csv --key-file @two.key --out @ea.csv"), "is no key");
	write_file("two.key", mem_format(c.mem, "%s0\n", key));
	says(run("link encode", "@a.csv --key-file @two.key --out @ea.csv"), "is no key");
	says(run("link encode", "@a.csv --out @ea.csv"), "one file, its key");
	says(run("link encode", "@a.csv --key-file @one.key --new-key @x.key"), "only makes a key");
	assert_int_not_equal(access(in_folder("ea.csv"), F_OK), 0);
}

/* ---- what is written ---------------------------------------------------------------------------------------------- */

static void
columns_are_encoded_kept_or_left_out(void **state)
{
	static const char *const plain[] = {"Olivia", "olivia", "ttaway", "2010", "LS8", "5QA", "A123", "Otley", "Wilf", "ainwright", "size",
	    "shoe", "\"\"4"};
	const char *text;

	(void)state;
	encode_both();
	text = read_file("ea.csv");
	assert_int_equal(strncmp(text, "rec_id,first_name,surname,dob,gender,postcode,upn,town\n1,e1g:", 61), 0);
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (strstr(text, plain[i]))
			fail_msg("%s is still there", plain[i]);
	says(text, "\n\"2,x\",e1g:");
	says(text, ",,e1s:");                   /* no date of birth */
	says(run("link encode", "@ea.csv --key-file @one.key --out @eb.csv"), "encoded already");
	says(run("link encode", "@a.csv --key-file @one.key --out @a.csv"), "one of the files");
	assert_string_equal(read_file("a.csv"), HEAD OLIVIA WILF);
}

/* A number that a model compares is not let through for being the id as well. */
static void
an_id_that_is_evidence_is_encoded(void **state)
{
	(void)state;
	encode_both();
	write_file("own.yml", "model: own\nid: upn\nfields:\n  - name: upn\n    kind: upn\n  - name: surname\n    kind: family_name\n");
	assert_string_equal(run("link encode", "@a.csv --key-file @one.key --out @eb.csv --model @own.yml"), "");
	assert_int_equal(strncmp(read_file("eb.csv"), "upn,surname\ne1u:", 16), 0);
	assert_null(strstr(read_file("eb.csv"), "A123456789012"));
}

/* ---- linking ------------------------------------------------------------------------------------------------------ */

static void
encodings_are_linked(void **state)
{
	(void)state;
	encode_both();
	assert_string_equal(run("link encode", "@b.csv --key-file @one.key --out @eb.csv"), "");
	assert_string_equal(run("link", "@ea.csv @eb.csv --clusters @out.csv --save-model @own.yml"), "");
	assert_string_equal(read_file("out.csv"), "record,cluster\nea.csv:1,0\n\"ea.csv:2,x\",1\neb.csv:1,0\n");
	says(read_file("own.yml"), "    kind: date_of_birth\n    columns: dob\n    encoded: yes\n");
	says(read_file("own.yml"), "      one part differs: {");
	says(read_file("own.yml"), "  - [family_name sound, postcode]\n");         /* for no initial is known */
	assert_string_equal(run("link", "@ea.csv @eb.csv --clusters @out.csv --model @own.yml"), "");
	assert_string_equal(read_file("out.csv"), "record,cluster\nea.csv:1,0\n\"ea.csv:2,x\",1\neb.csv:1,0\n");
	says(run("link", "@a.csv @b.csv --clusters @out.csv --model @own.yml"), "trained on values of");
	assert_string_equal(run("link", "@ea.csv @eb.csv --clusters @out.csv --model children"), "");
}

static void
what_cannot_be_compared_is_refused(void **state)
{
	const char *text;

	(void)state;
	encode_both();
	says(run("link", "@ea.csv @b.csv --clusters @out.csv"), "is encoded in ea.csv and plain in b.csv");
	assert_string_equal(run("link encode", "--new-key @two.key"), "");
	assert_string_equal(run("link encode", "@b.csv --key-file @two.key --out @eb.csv"), "");
	says(run("link", "@ea.csv @eb.csv --clusters @out.csv"), "encoded with another key than what came before in ea.csv");
	text = read_file("ea.csv");
	write_file("eb.csv", mem_format(c.mem, "%.*s", (int)(strstr(text, ",e1f:") - text) - 1, text));
	says(run("link", "@eb.csv --clusters @out.csv"), "row 1: given_name is a damaged encoding");
	write_file("eb.csv", mem_format(c.mem, "%s3,Ann\n", text));
	says(run("link", "@eb.csv --clusters @out.csv"), "is encoded in eb.csv and plain in eb.csv");
	assert_int_not_equal(access(in_folder("out.csv"), F_OK), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keys_are_kept, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(columns_are_encoded_kept_or_left_out, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(an_id_that_is_evidence_is_encoded, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(encodings_are_linked, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(what_cannot_be_compared_is_refused, folder_make, folder_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
