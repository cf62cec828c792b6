/* Names as lists, commonest first, for the sake of the few names that very many share: linking is easy without them.
 * British family names have a long tail, made of the syllables that English place names are made of. */
#include "demo/names.h"

#include <stdio.h>
#include <string.h>

#define LIST_OF(...) ((const char *const[]){__VA_ARGS__, NULL})

static const char *const *const given_names[N_COMMUNITIES][2] = {
	[BRITISH] = {
		LIST_OF("Oliver", "Jack", "Harry", "George", "Noah", "Charlie", "Jacob", "Alfie", "Thomas", "James",
		    "Joshua",
		    "William", "Leo", "Oscar", "Ethan", "Archie", "Samuel", "Joseph", "Logan", "Lucas", "Max",
		    "Mason", "Daniel",
		    "Freddie", "Isaac", "Benjamin", "Theo", "Arthur", "Finley", "Alexander", "Edward", "Riley",
		    "Harrison",
		    "Jake", "Adam", "Dylan", "Tyler", "Callum", "Luke", "Matthew", "Ryan", "Toby", "Connor", "Liam",
		    "Lewis",
		    "Reuben", "Elliot", "Jayden", "Kian", "Nathan", "Bobby", "Teddy", "Louie", "Sebastian", "Henry",
		    "Hugo",
		    "Albie", "Frankie", "Ronnie", "Reggie", "Rory", "Caleb", "Michael", "Luca", "Jude", "Sonny",
		    "Stanley",
		    "Tommy", "Jenson", "Carter", "Kai", "Ellis", "Hunter", "Corey", "Aaron", "Owen", "Zachary",
		    "Cameron",
		    "Kieran", "Bradley", "Joel", "Rhys", "Brandon", "Christopher", "Robert", "David", "Patrick",
		    "Declan",
		    "Billy", "Jamie", "Dominic", "Gabriel", "Robin", "Ralph", "Felix", "Rowan", "Blake", "Ewan",
		    "Angus",
		    "Cole", "Kyle", "Shay", "Jean-Luc", "Lennox", "Cuthbert", "Ruairi", "Alec"),
		LIST_OF("Olivia", "Amelia", "Isla", "Emily", "Ava", "Lily", "Ella", "Mia", "Sophie", "Grace", "Evie",
		    "Poppy",
		    "Isabella", "Charlotte", "Freya", "Ivy", "Florence", "Daisy", "Phoebe", "Ruby", "Jessica",
		    "Alice", "Millie",
		    "Rosie", "Willow", "Chloe", "Matilda", "Sienna", "Evelyn", "Harper", "Layla", "Elsie", "Maisie",
		    "Erin",
		    "Hannah", "Lola", "Emma", "Scarlett", "Holly", "Lucy", "Megan", "Bethany", "Katie", "Eleanor",
		    "Abigail",
		    "Elizabeth", "Molly", "Amber", "Imogen", "Eliza", "Bella", "Thea", "Penelope", "Georgia",
		    "Summer", "Jasmine",
		    "Darcey", "Robyn", "Niamh", "Lexi", "Gracie", "Orla", "Rose", "Martha", "Caitlin", "Lauren",
		    "Rebecca",
		    "Nancy", "Violet", "Hallie", "Heidi", "Skye", "Tilly", "Paige", "Ellie-Mae", "Lilly-Rose",
		    "Amelie", "Annabelle",
		    "Kayleigh", "Courtney", "Shannon", "Francesca", "Victoria", "Catherine", "Sarah", "Rachel",
		    "Zoe", "Aimee",
		    "Leah", "Libby", "Lacey", "Faith", "Keira", "Eve", "Naomi", "Beatrice", "Josephine", "Harriet",
		    "Connie",
		    "Demi-Leigh", "Siobhan", "Hilda", "Ottilie", "Alexandra", "Margaret", "Edith"),
	},
	[SOUTH_ASIAN] = {
		LIST_OF("Muhammad", "Mohammed", "Mohammad", "Ibrahim", "Yusuf", "Ali", "Ahmed", "Hamza", "Zayn",
		    "Adam", "Musa",
		    "Umar", "Abdullah", "Hassan", "Haris", "Bilal", "Arjun", "Rayyan", "Ayaan", "Ismail", "Usman",
		    "Idris",
		    "Aarav", "Rohan", "Kabir", "Zakariya", "Imran", "Tahmid", "Vihaan", "Dev", "Junaid", "Hussain",
		    "Sahil",
		    "Krishna", "Harpreet", "Gurdeep", "Rafiq", "Shahid", "Tanvir", "Faisal"),
		LIST_OF("Fatima", "Aisha", "Maryam", "Zainab", "Khadija", "Amina", "Hafsa", "Zara", "Noor", "Safa",
		    "Ayesha",
		    "Anaya", "Inaya", "Sumaiya", "Priya", "Sana", "Iqra", "Hira", "Laiba", "Aaliyah", "Mariam",
		    "Anika", "Diya",
		    "Nadia", "Shreya", "Saanvi", "Tasnim", "Nusrat", "Rukhsana", "Simran", "Jasleen", "Farhana",
		    "Samina",
		    "Ishani", "Meera", "Kavya", "Shabnam", "Rabia", "Mehwish", "Asma"),
	},
	[AFRICAN] = {
		LIST_OF("Emmanuel", "David", "Daniel", "Samuel", "Joshua", "Abdi", "Kwame", "Tobi", "Chidi",
		    "Ayomide", "Kofi",
		    "Tendai", "Emeka", "Yonas", "Abel", "Femi", "Isaiah", "Elijah", "Mohamed", "Liban", "Tinashe",
		    "Kwabena",
		    "Oluwaseun", "Jeremiah", "Dawit", "Filmon", "Jean-Pierre", "Obinna", "Segun", "Moussa"),
		LIST_OF("Grace", "Blessing", "Esther", "Hodan", "Ama", "Chiamaka", "Ruth", "Deborah", "Ayaan",
		    "Temitope", "Naomi",
		    "Ifeoma", "Rutendo", "Selam", "Abena", "Joy", "Precious", "Zahra", "Favour", "Ngozi", "Chipo",
		    "Oluwatobi",
		    "Mercy", "Adaeze", "Fiyinfoluwa", "Tirzah", "Halimo", "Miriam", "Akosua", "Nyasha"),
	},
	[EASTERN_EUROPEAN] = {
		LIST_OF("Jakub", "Filip", "Kacper", "Szymon", "Aleksander", "Oskar", "Łukasz", "Mateusz", "Dominik",
		    "Andrei",
		    "Matei", "Nikodem", "Dawid", "Stefan", "Bartosz", "Krzysztof", "Igor", "Mihai", "Lukas",
		    "Dovydas", "Tomáš",
		    "Rareș", "Piotr", "Maksymilian", "Ștefan", "Georgi", "Marek", "Wojciech", "Ionuț", "Artem"),
		LIST_OF("Zuzanna", "Maja", "Julia", "Hanna", "Oliwia", "Lena", "Aleksandra", "Natalia", "Amelia",
		    "Ioana", "Maria",
		    "Daria", "Gabriela", "Wiktoria", "Anastasia", "Małgorzata", "Ana", "Kornelia", "Emilija",
		    "Elena", "Žaneta",
		    "Sofiia", "Nikola", "Iga", "Andreea", "Martyna", "Milena", "Petra", "Ugnė", "Zofia"),
	},
};

static const char *const *const family_names[N_COMMUNITIES] = {
	[BRITISH] = LIST_OF("Smith", "Robson", "Brown", "Taylor", "Wilson", "Thompson", "Johnson", "Robinson",
	    "Walker", "Wright",
	    "Hall", "Young", "Richardson", "Scott", "Watson", "Jones", "Bell", "Davison", "Armstrong", "Charlton",
	    "Graham",
	    "Milburn", "Dodds", "Carr", "Stephenson", "Clark", "Harrison", "Patterson", "Hunter", "Gibson", "Dixon",
	    "Anderson",
	    "Simpson", "Turnbull", "Foster", "Reed", "Hughes", "Davies", "Williams", "Ridley", "Elliott",
	    "Nicholson", "Hedley",
	    "Lawson", "Forster", "Wood", "Marshall", "Jackson", "White", "Harris", "Lowther", "Fenwick", "Ord",
	    "Heslop",
	    "Murray", "Coulson", "Liddle", "Pearson", "Mitchell", "Cook", "Parker", "Hudson", "Hodgson", "Atkinson",
	    "Ward",
	    "Cowell", "Maddison", "Laidler", "Rutherford", "Storey", "Swinburne", "Weddle", "Bainbridge", "Purvis",
	    "Kelly",
	    "O'Neill", "McGregor", "Gallagher", "O'Brien", "Murphy", "Campbell", "Stewart", "MacDonald", "Oliver",
	    "Teasdale",
	    "Featherstone", "Hutchinson", "Proudlock", "Shotton", "Batey", "Dunn", "Nixon", "Lee", "Cairns", "Hogg",
	    "Rowell",
	    "Emmerson", "Thirlwell", "Allen", "Bennett", "Adams", "Mason", "Ferguson", "Wilkinson", "Cooper",
	    "Green", "King",
	    "Evans", "Roberts", "Edwards", "Baker", "Moore", "Martin", "Clarke", "Hill", "Barker", "Shaw", "Kennedy",
	    "Chapman"),
	[SOUTH_ASIAN] = LIST_OF("Khan", "Begum", "Ahmed", "Hussain", "Ali", "Patel", "Miah", "Akhtar", "Singh",
	    "Uddin", "Kaur",
	    "Rahman", "Malik", "Iqbal", "Mahmood", "Islam", "Chowdhury", "Shah", "Sharma", "Mirza", "Choudhury",
	    "Hoque",
	    "Bibi", "Kumar", "Qureshi", "Butt", "Aslam", "Rashid", "Sheikh", "Javed", "Raza", "Gupta", "Das",
	    "Nawaz",
	    "Bashir", "Siddiqui", "Sultana", "Gill", "Dhillon", "Anwar", "Ur-Rehman", "Thapa"),
	[AFRICAN] = LIST_OF("Okafor", "Mensah", "Mohamed", "Adeyemi", "Moyo", "Abdi", "Osei", "Tesfay", "Boateng",
	    "Ndlovu", "Okeke",
	    "Adebayo", "Hassan", "Owusu", "Ncube", "Afolabi", "Mutasa", "Haile", "Appiah", "Kamara", "Diallo",
	    "Asante",
	    "Eze", "Ogunleye", "Kabongo", "Warsame", "Chukwu", "Banda", "Nkosi", "Sesay", "Bello", "Ibrahim",
	    "Mbeki",
	    "Nwosu", "Tshibangu", "Ghebreab", "Oyelaran", "Yeboah"),
	[EASTERN_EUROPEAN] = LIST_OF("Nowak", "Kowalski", "Wiśniewski", "Popescu", "Wójcik", "Kamiński",
	    "Lewandowski", "Ionescu",
	    "Zieliński", "Kowalczyk", "Szymański", "Dumitru", "Woźniak", "Dąbrowski", "Stan", "Kozłowski",
	    "Jankauskas",
	    "Mazur", "Radu", "Krawczyk", "Petrov", "Ivanov", "Horváth", "Piotrowski", "Constantin", "Grabowski",
	    "Novák",
	    "Kazlauskas", "Pawłowski", "Dimitrov", "Michalski", "Shevchenko", "Lakatos", "Varga", "Moldovan",
	    "Balogh"),
};

/* The long tail: 40 × 16 British family names that few families share. */
static const char *const tail_first[] = {"Al", "Ash", "Barn", "Beck", "Birk", "Black", "Brad", "Bran", "Broom",
    "Burn", "Cald",
	"Chol", "Clay", "Cross", "Dal", "Ed", "Elm", "Fair", "Farn", "Green", "Had", "Hart", "Hawk", "Hazel", "Holl",
	    "Kirk",
	"Lang", "Lock", "Mar", "Nor", "Oak", "Pen", "Rad", "Ship", "Stan", "Thorn", "Wal", "Whit", "Win", "Wool"};
static const char *const tail_last[] = {"ley", "field", "wood", "ton", "ham", "well", "ford", "by", "worth",
    "bourne", "den", "low",
	"stead", "gate", "more", "wick"};

/* Names that are one name: each line's forms stand for each other. */
static const char *const *const same_name[] = {
	LIST_OF("Muhammad", "Mohammed", "Mohammad", "Mohamed", "Muhammed", "Md"),
	    LIST_OF("Catherine", "Katherine", "Kate", "Cath"),
	LIST_OF("Aisha", "Ayesha", "Aysha"), LIST_OF("Maryam", "Mariam", "Miriam"),
	    LIST_OF("Yusuf", "Yousef", "Yusef"),
	LIST_OF("Umar", "Omar"), LIST_OF("Usman", "Uthman"), LIST_OF("Ahmed", "Ahmad"), LIST_OF("Hassan", "Hasan"),
	LIST_OF("Hussain", "Hussein"), LIST_OF("Abdullah", "Abdulla"), LIST_OF("Noor", "Nur"),
	    LIST_OF("Zayn", "Zain"),
	LIST_OF("Ibrahim", "Ebrahim"), LIST_OF("Ismail", "Ismael"), LIST_OF("Zainab", "Zaynab"),
	    LIST_OF("Khadija", "Khadijah"),
	LIST_OF("Oliver", "Ollie", "Olly"), LIST_OF("Thomas", "Tom", "Tommy"), LIST_OF("Joshua", "Josh"),
	    LIST_OF("William", "Will", "Billy"),
	LIST_OF("Samuel", "Sam"), LIST_OF("Joseph", "Joe"), LIST_OF("Daniel", "Dan", "Danny"),
	    LIST_OF("Benjamin", "Ben"),
	LIST_OF("Alexander", "Alex", "Xander"), LIST_OF("Edward", "Ted", "Eddie"),
	    LIST_OF("Matthew", "Matt", "Mathew"),
	LIST_OF("Michael", "Mike", "Micheal"), LIST_OF("Christopher", "Chris"), LIST_OF("Robert", "Rob", "Bobby"),
	    LIST_OF("James", "Jamie", "Jim"),
	LIST_OF("Theo", "Theodore"), LIST_OF("Archie", "Archibald"), LIST_OF("Charlie", "Charles"),
	    LIST_OF("Alfie", "Alfred"),
	LIST_OF("Harry", "Henry", "Harold"), LIST_OF("Zachary", "Zac", "Zack"), LIST_OF("Nathan", "Nathaniel"),
	    LIST_OF("Callum", "Calum"),
	LIST_OF("Lewis", "Louis", "Louie"), LIST_OF("Elliot", "Eliot", "Elliott"),
	    LIST_OF("Finley", "Finlay", "Fin"),
	LIST_OF("Jayden", "Jaden", "Jaiden"), LIST_OF("Reuben", "Ruben"), LIST_OF("Connor", "Conor"),
	    LIST_OF("Rhys", "Reece"),
	LIST_OF("Aaron", "Arran"), LIST_OF("Lucas", "Lukas", "Luke"),
	    LIST_OF("Isabella", "Isabelle", "Bella", "Izzy"),
	LIST_OF("Elizabeth", "Beth", "Lizzie", "Elisabeth"), LIST_OF("Abigail", "Abbie", "Abi"),
	    LIST_OF("Charlotte", "Lottie", "Charlie"),
	LIST_OF("Jessica", "Jess", "Jessie"), LIST_OF("Sophie", "Sofie", "Sophia"), LIST_OF("Emily", "Emilie", "Em"),
	LIST_OF("Olivia", "Liv", "Livvy"), LIST_OF("Eleanor", "Ellie", "Elinor"),
	    LIST_OF("Rebecca", "Becky", "Beccy"), LIST_OF("Isla", "Islay"),
	LIST_OF("Matilda", "Tilly"), LIST_OF("Florence", "Flo", "Florrie"), LIST_OF("Bethany", "Beth"),
	    LIST_OF("Megan", "Meg", "Meghan"),
	LIST_OF("Phoebe", "Pheobe"), LIST_OF("Niamh", "Neve"), LIST_OF("Chloe", "Cloe"),
	    LIST_OF("Amelia", "Millie", "Emelia"),
	LIST_OF("Caitlin", "Kaitlin", "Catlin"), LIST_OF("Sarah", "Sara"), LIST_OF("Rachel", "Rachael"),
	    LIST_OF("Zoe", "Zoey"),
	LIST_OF("Ellie-Mae", "Ellie Mae", "Ellie-May", "Elliemae"), LIST_OF("Lilly-Rose", "Lily Rose", "Lily-Rose"),
	LIST_OF("Demi-Leigh", "Demi", "Demi Lee"), LIST_OF("Jean-Luc", "Jean Luc"),
	    LIST_OF("Jean-Pierre", "Jean Pierre"),
	LIST_OF("Siobhan", "Shivaun"), LIST_OF("Ruairi", "Rory"), LIST_OF("Francesca", "Fran", "Frankie"),
	    LIST_OF("Margaret", "Maggie", "Meg"),
	LIST_OF("Victoria", "Vicky", "Tori"), LIST_OF("Alexandra", "Alex", "Lexi"), LIST_OF("Katie", "Katy", "Kate"),
	    LIST_OF("Leah", "Lea"),
	LIST_OF("Josephine", "Josie"), LIST_OF("Jakub", "Kuba", "Jacob"), LIST_OF("Aleksander", "Olek", "Alexander"),
	    LIST_OF("Łukasz", "Luke"),
	LIST_OF("Zuzanna", "Zuza", "Susanna"), LIST_OF("Małgorzata", "Gosia"),
	    LIST_OF("Aleksandra", "Ola", "Alexandra"), LIST_OF("Natalia", "Natalie"),
	LIST_OF("Wiktoria", "Victoria"), LIST_OF("Filip", "Philip"), LIST_OF("Oskar", "Oscar"),
	    LIST_OF("Katarzyna", "Kasia"), LIST_OF("Piotr", "Peter"),
	LIST_OF("Emmanuel", "Emanuel"), LIST_OF("Oluwaseun", "Seun"), LIST_OF("Temitope", "Temi"),
	    LIST_OF("Oluwatobi", "Tobi"), LIST_OF("Abdi", "Cabdi"),
	NULL,
};

static const char *
skewed(struct rng *r, const char *const *list)
{
	uint32_t n = 0, a, b;

	while (list[n] != NULL)
		n++;
	a = rng_below(r, n);
	b = rng_below(r, n);
	return list[a < b ? a
	    : b];         /* the commonest about twice as often as the middle: so are names in England */
}

const char *
name_given(struct rng *r, enum community community, int sex)
{
	return skewed(r, given_names[community][sex == 2]);
}

const char *const *
names_given_list(enum community community, int sex)
{
	return given_names[community][sex == 2];
}

const char *const *
names_family_list(enum community community)
{
	return family_names[community];
}

void
name_family(struct rng *r, enum community community, char out[NAME_SIZE])
{
	if (community == BRITISH && rng_per_10k(r, 3800))
		snprintf(out, NAME_SIZE, "%s%s", tail_first[rng_below(r, sizeof tail_first / sizeof *tail_first)],
		    tail_last[rng_below(r, sizeof tail_last / sizeof *tail_last)]);
	else if (community == BRITISH && rng_per_10k(r, 600))
		snprintf(out, NAME_SIZE, "%s-%s", skewed(r, family_names[BRITISH]),
		    skewed(r, family_names[BRITISH]));
	else
		snprintf(out, NAME_SIZE, "%s", skewed(r, family_names[community]));
}

void
name_copy(char out[NAME_SIZE], const char *name)
{
	size_t n = strnlen(name, NAME_SIZE - 1);

	memcpy(out, name, n);
	out[n] = '\0';
}

void
name_for_sex(enum community community, int sex, const char *family, char out[NAME_SIZE])
{
	static const char *const ends[][2] = {{"ski", "ska"}, {"ov", "ova"}, {NULL, NULL}};
	size_t n = strlen(family);

	name_copy(out, family);
	if (community != EASTERN_EUROPEAN || sex != 2)
		return;
	for (int i = 0; ends[i][0] != NULL; i++) {
		size_t k = strlen(ends[i][0]);

		if (n > k && n + 2 < NAME_SIZE && strcmp(family + n - k, ends[i][0]) == 0)
			memcpy(out + n - k, ends[i][1], strlen(ends[i][1]) + 1);
	}
}

const char *
name_other(struct rng *r, const char *given)
{
	for (int i = 0; same_name[i] != NULL; i++) {
		int n = 0, mine = -1;

		for (; same_name[i][n] != NULL; n++)
			if (strcmp(same_name[i][n], given) == 0)
				mine = n;
		if (mine >= 0)
			return same_name[i][(mine + 1 + (int)rng_below(r, (uint32_t)n - 1)) % n];
	}
	return NULL;
}

void
name_slip(struct rng *r, const char *name, char out[NAME_SIZE])
{
	static const char *const beside = "snvfrdgkohlkmbgweoqatdihezcx";        /* the key beside a … z, near enough */
	size_t n = strlen(name), at;
	char kept;

	name_copy(out, name);
	if (n < 4 || n + 2 > NAME_SIZE)
		return;
	at = 1 + rng_below(r, (uint32_t)n - 2);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)name[i] > 127)
			return;
	switch (rng_below(r, 4)) {
	case 0:
		memmove(out + at, out + at + 1, n - at);
		break;
	case 1:
		memmove(out + at + 1, out + at, n - at + 1);
		break;
	case 2:
		kept = out[at];
		out[at] = out[at + 1];
		out[at + 1] = kept;
		break;
	default:
		if (out[at] >= 'a' && out[at] <= 'z')
			out[at] = beside[out[at] - 'a'];
	}
}

void
name_sound(struct rng *r, const char *name, char out[NAME_SIZE])
{
	static const char *const alike[][2] = {{"ph", "f"}, {"ck", "k"}, {"ie", "y"}, {"ey", "y"}, {"ll", "l"},
	    {"tt", "t"}, {"nn", "n"}, {"ss", "s"}, {"ea", "ee"}, {"ai", "ay"}, {"ou", "u"}, {"th", "t"}, {"gh", "g"},
	    {"ks", "x"}, {"c", "k"}, {"z", "s"}, {"i", "y"}, {"y", "i"}, {"k", "c"}, {"f", "ph"}, {"e", "i"}, {"a", "e"},
	    {"o", "u"}, {"l", "ll"}, {"n", "nn"}};
	const uint32_t n = sizeof alike / sizeof *alike;
	uint32_t first = rng_below(r, n);
	const char *at = NULL, *with = "";
	size_t cut = 0;

	/* Not in the first letter: few mistake that. */
	for (uint32_t i = 0; i < n && at == NULL && strlen(name) > 2; i++) {
		const char *const *pair = alike[(first + i) % n];

		at = strstr(name + 1, pair[0]);
		cut = strlen(pair[0]);
		with = pair[1];
	}
	if (at == NULL)
		snprintf(out, NAME_SIZE, "%s", name);
	else
		snprintf(out, NAME_SIZE, "%.*s%s%s", (int)(at - name), name, with, at + cut);
}

void
name_plain(const char *name, char out[NAME_SIZE])
{
	static const char *const marks[][2] = {{"Ł", "L"}, {"ł", "l"}, {"ś", "s"}, {"ó", "o"}, {"ń", "n"},
	    {"ź", "z"}, {"ą", "a"},
	    {"á", "a"}, {"š", "s"}, {"ș", "s"}, {"Ș", "S"}, {"ț", "t"}, {"Ž", "Z"}, {"ė", "e"}, {NULL, NULL}};
	size_t n = 0;

	while (*name != '\0' && n + 3 < NAME_SIZE) {
		int i = 0;

		if ((unsigned char)*name < 128) {
			out[n++] = *name++;
			continue;
		}
		while (marks[i][0] != NULL && strncmp(name, marks[i][0], strlen(marks[i][0])) != 0)
			i++;
		if (marks[i][0] == NULL) {
			out[n++] = *name++;
		} else {
			out[n++] = marks[i][1][0];
			name += strlen(marks[i][0]);
		}
	}
	out[n] = '\0';
}
