/* Short lists typed in, commonest first; the tails are made of parts of names, as names are: see stock.h.
 *
 * Ranks are drawn by octaves (the first; the next two; the next four; …), each with its share of all people, alike within.
 * The shares of British family names follow counts of England and Wales's patients: Smith one person in eighty, the first
 * hundred names a fifth of all people, the first thousand half; those of given names follow counts of births: the first ten
 * names of a sex a ninth or so of the year's children. */
#include "demo/stock.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"

#define LIST_OF(...) ((const char *const[]){__VA_ARGS__, NULL})
#define OCTAVES(...) ((const int[]){__VA_ARGS__, -1})
#define DOUBLE_BARRELLED 400            /* in 10,000 British families */

struct ranks {
	struct text_map *names;         /* numbered by rank */
	const int *octave;
};

struct stock {
	struct ranks family[N_COMMUNITIES], given[N_COMMUNITIES][2];
};

/* First parts and last parts, joined each with each. */
struct parts {
	const char *const *first, *between, *const *last, *after;
};

/* England's commonest, about in order; Wearshire's own follow. */
static const char *const *const english = LIST_OF("Smith", "Jones", "Taylor", "Williams", "Brown", "Davies",
    "Evans", "Wilson", "Thomas", "Roberts", "Johnson", "Lewis", "Walker", "Robinson", "Wood", "Thompson", "White",
    "Watson", "Jackson", "Wright", "Green", "Harris", "Cooper", "King", "Lee", "Martin", "Clarke", "James",
    "Morgan", "Hughes", "Edwards", "Hill", "Moore", "Clark", "Harrison", "Scott", "Young", "Morris", "Hall",
    "Ward", "Turner", "Carter", "Phillips", "Mitchell", "Patel", "Adams", "Campbell", "Anderson", "Allen", "Cook",
    "Bailey", "Parker", "Miller", "Davis", "Murphy", "Price", "Bell", "Baker", "Griffiths", "Kelly", "Simpson",
    "Marshall", "Collins", "Bennett", "Cox", "Richardson", "Fox", "Gray", "Rose", "Chapman", "Hunt", "Robertson",
    "Shaw", "Reynolds", "Lloyd", "Ellis", "Richards", "Russell", "Wilkinson", "Khan", "Graham", "Stewart", "Reid",
    "Murray", "Powell", "Palmer", "Holmes", "Rogers", "Stevens", "Walsh", "Hunter", "Thomson", "Matthews", "Ross",
    "Owen", "Mason", "Knight", "Kennedy", "Butler", "Saunders", "Cole", "Pearce", "Dean", "Foster", "Harvey",
    "Hudson", "Gibson", "Mills", "Berry", "Barnes", "Pearson", "Kaur", "Booth", "Dixon", "Grant", "Gordon",
    "Lane", "Harper", "Ali", "Hart", "Mcdonald", "Brooks", "Ryan", "Carr", "Macdonald", "Hamilton", "Johnston",
    "West", "Gill", "Dawson", "Armstrong", "Gardner", "Stone", "Andrews", "Williamson", "Barker", "George",
    "Fisher", "Cunningham", "Watts", "Webb", "Lawrence", "Bradley", "Jenkins", "Wells", "Chambers", "Spencer",
    "Poole", "Atkinson", "Lawson", "Day", "Woods", "Rees", "Fraser", "Black", "Fletcher", "Hussain", "Willis",
    "Marsh", "Ahmed", "Doyle", "Lowe", "Burns", "Hopkins", "Nicholson", "Parry", "Newman", "Jordan", "Henderson",
    "Howard", "Barrett", "Burton", "Riley", "Porter", "Byrne", "Houghton", "John", "Perry", "Baxter", "Ball",
    "Mccarthy", "Elliott", "Burke", "Gallagher", "Duncan", "Cooke", "Austin", "Read", "Wallace", "Hawkins",
    "Hayes", "Francis", "Sutton", "Davidson", "Sharp", "Holland", "Moss", "May", "Bates", "Morrison", "Carroll",
    "Lynch", "Stephens", "Todd", "Sanders", "Freeman", "Hewitt", "Frost", "Nash", "Page", "Lamb", "Bird", "Cross",
    "Tucker", "Barton", "Kirk", "Hancock", "Goodwin", "Bishop", "Nelson", "Warren", "Hardy", "Oliver", "Bradshaw",
    "Coleman", "Barber", "Parsons", "Webster", "Hicks", "Gregory", "French", "Hodgson", "Stephenson", "Potter",
    "Woodward", "Norman", "Harding", "Fuller", "Rowe", "Slater", "Kemp", "Wade", "Walton", "Hope", "Osborne",
    "Ford", "Curtis", "Peters", "Sullivan", "Dunn", "Tomlinson", "Cameron", "Bull", "Bryant", "Lambert",
    "Gilbert", "Higgins", "Steele", "Wheeler", "Hutchinson", "Sheppard", "Jennings", "Hartley", "Dennis",
    "Bolton", "Norris", "Crawford", "Barnett", "Lyons", "Hammond", "Stokes", "Payne", "Naylor", "Savage",
    "Little", "Wilkins", "Parkin", "Humphreys", "Newton", "Connor", "Whitehead", "Leach", "Blake", "Yates",
    "Brookes", "Whittaker", "Sims", "Doherty", "Mann", "Giles", "Carpenter", "Sykes", "Rhodes", "Bowen",
    "Goddard", "Flynn", "Ashton", "Preston", "Nicholls", "Goodman", "Chadwick", "Hobbs", "Swift", "Schofield",
    "Haynes", "Atkins", "Long", "Fowler", "Mellor", "Abbott", "Chandler", "Bond", "Rowley", "Dyer", "Lord",
    "Akhtar", "Pritchard", "Thornton", "Kay", "Pickering", "Holt", "Skinner", "Charlton", "Vaughan", "Manning",
    "Weston", "Field", "Hilton", "Buckley", "Franklin", "Bray", "Hyde", "Waters", "Cartwright", "Daniels",
    "Barlow", "Bentley", "Pugh", "Birch", "Tyler", "Myers", "Reeves", "Fleming", "Hargreaves", "Ingram",
    "Bartlett", "Benson", "Garner", "Ferguson", "Simmons", "Dodd", "Wyatt", "Power", "Finch", "Middleton",
    "Heath", "Coates", "Rice", "Marsden", "Drew", "Summers", "Blackburn", "Stanley", "Horton", "Farrell", "Hale",
    "Connolly", "Pratt", "North", "Daly", "Cullen", "Gibbs", "Howells", "Bibi", "Begum", "Archer", "Bourne",
    "Wall", "Hooper", "Crossley", "Conway", "Townsend", "Sinclair", "Joyce", "Hurst", "Boyle", "Hodges",
    "Marriott");

static const char *const *const place_first = LIST_OF("Al", "Ash", "Barn", "Beck", "Birk", "Black", "Brad",
    "Bran", "Broom", "Burn", "Cald", "Chol", "Clay", "Cross", "Dal", "Ed", "Elm", "Fair", "Farn", "Green", "Had",
    "Hart", "Hawk", "Hazel", "Holl", "Kirk", "Lang", "Lock", "Mar", "Nor", "Oak", "Pen", "Rad", "Ship", "Stan",
    "Thorn", "Wal", "Whit", "Win", "Wool", "Ack", "Ald", "Ap", "Arm", "Apple", "Aus", "Bal", "Bam", "Bar", "Bent",
    "Ber", "Bick", "Bil", "Blen", "Bos", "Box", "Brack", "Bram", "Brent", "Brid", "Brig", "Bris", "Buck", "Bul",
    "Cat", "Chad", "Chal", "Char", "Chat", "Chil", "Chip", "Clif", "Col", "Cop", "Corn", "Cot", "Cran", "Craw",
    "Cud", "Cul", "Dar", "Den", "Der", "Dod", "Don", "Dray", "Dun", "East", "Eg", "El", "Ever", "Ew", "Fen",
    "Fern", "Fod", "Full", "Gar", "Gat", "Gis", "Glen", "Gold", "Good", "Gos", "Grim", "Guis", "Hal", "Ham",
    "Han", "Har", "Has", "Hay", "Heath", "Hel", "Hen", "Hey", "High", "Hil", "Hinch", "Hod", "Hol", "Horn",
    "Hough", "Hul", "Hunt", "Il", "In", "Ket", "Kil", "Kings", "Knap", "Lam", "Lath", "Lav", "Led", "Leigh",
    "Len", "Ling", "Lit", "Long", "Lud", "Lyd", "Maple", "Mel", "Mid", "Mil", "Mont", "Mor", "Mus", "Nap", "Net",
    "New", "Oat", "Old", "Or");
static const char *const *const place_last = LIST_OF("ley", "field", "wood", "ton", "ham", "well", "ford", "by",
    "worth", "bourne", "den", "low", "stead", "gate", "more", "wick", "ington", "shaw", "croft", "bury", "land",
    "man", "combe", "hurst", "dale", "ridge", "bridge", "brook", "burn", "cliffe", "thorpe", "thwaite", "som",
    "sby", "ster", "cott", "don", "er", "erson", "ett", "ingham", "kin", "ling", "lock", "mere", "mond", "over",
    "pole", "rick", "rop", "scombe", "stall", "stock", "stone", "street", "sworth", "tree", "vale", "wall",
    "water", "way", "wold", "win", "wright", "yard", "head", "house", "acre", "beck", "borough", "holme", "kirk",
    "side", "ward", "marsh");

static const char *const *const father = LIST_OF("Adam", "Alan", "Allan", "Ander", "Ben", "Bart", "Bat", "Bern",
    "Dan", "Davi", "Daw", "Dick", "Dob", "Don", "Ed", "El", "Em", "Fer", "Gib", "Gil", "God", "Greg", "Han",
    "Har", "Hen", "Hodg", "Hop", "Hug", "Jack", "Jam", "Jef", "Jen", "Jo", "Jud", "Law", "Leo", "Lucas", "Mal",
    "Mark", "Mat", "Mor", "Nel", "Nick", "Nob", "Ogil", "Oli", "Pat", "Pet", "Phil", "Ralph", "Raw", "Rich",
    "Rob", "Rog", "Sam", "Saun", "Sim", "Stan", "Tam", "Tib", "Tom", "Wat", "Wil", "Wilk", "Wyat");
static const char *const *const child_of = LIST_OF("son", "kins", "kinson", "ett", "cock", "man", "lin", "lett",
    "mond", "ery", "ie", "erson", "by", "ard");
static const char *const *const gaelic_first = LIST_OF("Mc", "Mac", "O'", "Fitz", "Kil", "Gil", "Dun", "Car");
static const char *const *const gaelic_last = LIST_OF("Allister", "Bride", "Cabe", "Cann", "Carthy", "Connell",
    "Cormack", "Dermott", "Donagh", "Dowell", "Elroy", "Evoy", "Fadden", "Farlane", "Gee", "Ginn", "Gowan",
    "Grath", "Guire", "Hugh", "Innes", "Intyre", "Kay", "Kenna", "Kinnon", "Lachlan", "Laren", "Lean", "Leish",
    "Loughlin", "Mahon", "Manus", "Nally", "Namara", "Neil", "Nulty", "Phee", "Quaid", "Rae", "Shane", "Sorley",
    "Sweeney", "Taggart", "Vey", "Vicar", "Whirter");

static const char *const *const asian_first = LIST_OF("Rah", "Kar", "Sid", "Far", "Jam", "Sal", "Hab", "Naz",
    "Kas", "Raf", "Shar", "Mah", "Taw", "Zam", "Bad", "Han", "Lat", "Maj", "Nas", "Qad", "Sad", "Tah", "Wal",
    "Yaq", "Zah", "Gul", "Bal", "Chan", "Dar", "Gan", "Kal", "Mal", "Pan", "Ram", "San", "Var");
static const char *const *const asian_last = LIST_OF("man", "im", "iqui", "ooq", "eel", "eem", "ullah", "uddin",
    "ani", "wala", "khani", "oor", "ari", "iq", "een", "deep", "esh", "pal", "want", "jee", "dar", "awal", "aria",
    "mia", "een Bibi", "al Khan", "im Ali", "as Begum", "ir Ahmed", "il Hussain");
static const char *const *const african_first = LIST_OF("Ade", "Ola", "Ogun", "Oye", "Olu", "Ayo", "Fa", "Aki",
    "Oke", "Chi", "Nwa", "Eze", "Obi", "Uzo", "Ama", "Ose", "Kwa", "Agye", "Ofo", "Boa", "Asa", "Mu", "Chi", "Ta",
    "Ma", "Nya", "Tes", "Gebre", "Wolde", "Abdu", "Jama", "Kab");
static const char *const *const african_last = LIST_OF("yemi", "wale", "bayo", "tunde", "kunle", "sanya", "bola",
    "koya", "leye", "niyi", "sola", "kwe", "nna", "chi", "kor", "mang", "ku", "mah", "teng", "du", "ye", "wa",
    "ra", "si", "mba", "riam", "mbo", "kidan", "selassie", "lahi", "le", "ango");
static const char *const *const eastern_first = LIST_OF("Adam", "Bartos", "Bor", "Brzez", "Chmiel", "Czar", "Dom",
    "Dud", "Gaj", "Gor", "Jab", "Jan", "Jawor", "Kacz", "Kal", "Klim", "Kos", "Krup", "Kub", "Lip", "Mal", "Mar",
    "Mich", "Now", "Ol", "Paw", "Pietr", "Rog", "Rut", "Sad", "Sob", "Stef", "Tom", "Urban", "Wal", "Wit", "Zal",
    "Ziel");
static const char *const *const eastern_last = LIST_OF("owski", "ewski", "iński", "icki", "czyk", "owicz", "ak",
    "ek", "ik", "iak", "czak", "escu", "eanu", "ov", "enko", "chuk", "aitis", "auskas", "us", "ec", "ik-Nowak",
    "ka", "ko", "oń", "usz", "asz", "is", "ins");

static const struct parts family_tails[N_COMMUNITIES][5] = {
	[BRITISH] = {{father, "", child_of, ""}, {gaelic_first, "", gaelic_last, ""}, {place_first, "", place_last, ""},
	    {place_first, "", place_last, "s"}, {place_first, "", place_last, "e"}},
	[SOUTH_ASIAN] = {{asian_first, "", asian_last, ""}},
	[AFRICAN] = {{african_first, "", african_last, ""}},
	[EASTERN_EUROPEAN] = {{eastern_first, "", eastern_last, ""}},
};

static const char *const *const boys = LIST_OF("Theodore", "Elijah", "Roman", "Luka", "Jaxon", "Albert", "Rupert",
    "Hudson", "Jasper", "Ezra", "Ollie", "Ezekiel", "Chester", "Louis", "Grayson", "Brody", "Otis", "Milo",
    "Xavier", "Bodhi", "Vinnie", "Seth", "Zac", "Myles", "Axel", "Jesse", "Rafferty", "Rex", "Rocco", "Wilfred",
    "Monty", "Barnaby", "Ernie", "Maxwell", "Ned", "Cillian", "Sullivan", "Nico", "Bertie", "Kit", "Jonah",
    "Tobias", "Eli", "Josiah", "Levi", "Harvey", "Frederick", "Finn", "Austin", "Francis", "Charles", "Spencer",
    "Fraser", "Ashton", "Hayden", "Harley", "Leon", "Jay", "Josh", "Ben", "Sam", "Joe", "Alex", "Dexter", "Ted",
    "Sidney", "Victor", "Vincent", "Marcus", "Nicholas", "Peter", "Andrew", "John", "Stephen", "Mark", "Anthony",
    "Jonathan", "Timothy", "Simon", "Philip", "Richard", "Sean", "Scott", "Lee", "Paul", "Craig", "Shane",
    "Damian", "Darcy", "Elias", "Ellison", "Emmett", "Evan", "Fabian", "Fergus", "Flynn", "Gethin", "Giles",
    "Gregory", "Griffin", "Hamish", "Hector", "Heath", "Hendrix", "Ivan", "Ivor", "Jago", "Jared", "Jaxson",
    "Jensen", "Joey", "Jordan", "Julian", "Keegan", "Kenzo", "Lachlan", "Lawrence", "Leighton", "Lincoln",
    "Lorcan", "Lorenzo", "Lyle", "Magnus", "Malachi", "Marley", "Mitchell", "Morgan", "Niall", "Oakley", "Orson",
    "Paddy", "Parker", "Perry", "Phoenix", "Quinn", "Ramsey", "Ray", "Reece", "Regan", "Roy", "Russell", "Saul",
    "Shaun", "Taylor", "Trent", "Troy", "Walter", "Wesley", "Woody", "Zander");
static const char *const *const girls = LIST_OF("Sophia", "Mila", "Aria", "Luna", "Maya", "Aurora", "Arabella",
    "Delilah", "Maeve", "Hazel", "Iris", "Ophelia", "Mabel", "Eden", "Nova", "Esme", "Lyra", "Margot", "Bonnie",
    "Clara", "Ada", "Lottie", "Maria", "Lara", "Jessie", "Nellie", "Robin", "Zoey", "Anna", "Rosa", "Orlaith",
    "Darcie", "Olive", "Ayla", "Myla", "Ariana", "Ellie", "Mollie", "Evie-Rose", "Julia", "Lyla", "Edie",
    "Harriett", "Alana", "Alexa", "Alisha", "Alyssa", "Amy", "Anastasia", "Angel", "Annie", "April", "Aurelia",
    "Autumn", "Beau", "Beth", "Brooke", "Callie", "Carmen", "Charley", "Ciara", "Cleo", "Coco", "Cora", "Dakota",
    "Daniella", "Danielle", "Demi", "Dolly", "Dorothy", "Ebony", "Eilidh", "Elena", "Elise", "Elodie", "Eloise",
    "Elspeth", "Emilia", "Emmie", "Esmee", "Etta", "Eva", "Everly", "Felicity", "Fern", "Flora", "Frances",
    "Frankie", "Gabriella", "Gemma", "Georgie", "Gwen", "Hattie", "Helena", "Henrietta", "Honey", "Hope", "India",
    "Indie", "Iona", "Jade", "Jemima", "Jodie", "Juno", "Kacey", "Kara", "Katherine", "Kiera", "Kim", "Kitty",
    "Lana", "Laura", "Lila", "Lilian", "Lillie", "Lily-Mae", "Lois", "Louisa", "Lucia", "Lydia", "Mae",
    "Maddison", "Madeleine", "Madison", "Marnie", "Maryanne", "May", "Melissa", "Mimi", "Minnie", "Morgan",
    "Myra", "Natasha", "Nicole", "Nina", "Nora", "Paisley", "Pearl", "Pippa", "Polly", "Primrose", "Quinn",
    "Remi", "River", "Romy", "Rowan", "Sadie", "Saoirse", "Savannah", "Serena", "Stella", "Stephanie", "Sylvie",
    "Tabitha", "Tess", "Tia", "Vanessa", "Vera", "Winnie", "Winter");
static const char *const *const boy_first = LIST_OF("Ja", "Ka", "Bray", "Ty", "Rai", "Ay", "Za", "Kea", "Bro",
    "Cor", "Dea", "Jor", "Kel", "Lan", "Ma", "Quen", "Re", "Tre", "Vin", "Wes", "Dar", "Har", "Jes", "Kal", "Ro",
    "Shay", "Cai", "Eth", "Gray", "Jax");
static const char *const *const boy_last = LIST_OF("den", "lan", "son", "ton", "vin", "rell", "lyn", "mar", "ron",
    "sean", "shawn", "ric", "nan", "von", "lin", "don", "el", "ian", "iah", "o", "us", "ley", "by", "dyn", "an");
static const char *const *const girl_first = LIST_OF("Kay", "May", "Lil", "Ev", "Am", "Bri", "Cal", "Del", "El",
    "Fay", "Gra", "Har", "Is", "Jay", "Kar", "La", "Mar", "Nay", "Ro", "Sha", "Tay", "Va", "Wil", "Za", "Ash",
    "Bel", "Car", "Mi", "Sky", "Tia");
static const char *const *const girl_last = LIST_OF("lee", "leigh", "la", "lyn", "anna", "elle", "ie", "ina",
    "ara", "issa", "ella", "ley", "lia", "nah", "ri", "sha", "tia", "ya", "yah", "bella", "lin", "ria", "essa",
    "mae", "ah");
static const char *const *const boy_second = LIST_OF("James", "John", "Jay", "Lee", "Joe", "Jack", "George",
    "Thomas", "William", "Ray", "Scott", "Paul", "Luke", "David", "Rae", "Robert", "Michael", "Alan", "Junior",
    "Alexander");
static const char *const *const girl_second = LIST_OF("Mae", "Rose", "Grace", "May", "Leigh", "Louise", "Jane",
    "Lee", "Marie", "Jo", "Ann", "Rae", "Lou", "Elizabeth", "Anne", "Hope", "Belle", "Jayne", "Faith", "Beth");
static const char *const *const muslim_man = LIST_OF("Muhammad", "Mohammed", "Abdul", "Syed", "Md", "Ahmad",
    "Ali", "Zayd", "Saif", "Umar", "Yahya", "Khalid", "Tariq", "Nabil", "Rayyan");
static const char *const *const muslim_man_second = LIST_OF("Ali", "Hassan", "Yusuf", "Ibrahim", "Umar", "Rehman",
    "Karim", "Musa", "Hamza", "Zain", "Idris", "Bilal", "Aziz", "Haq", "Rafay", "Hadi");
static const char *const *const muslim_woman = LIST_OF("Noor", "Umm", "Syeda", "Gul", "Bibi", "Aisha", "Zainab",
    "Sara", "Amna", "Hania", "Rida", "Sumayyah", "Eshal", "Mahnoor", "Yusra");
static const char *const *const muslim_woman_second = LIST_OF("Fatima", "Zahra", "Maryam", "Khadija", "Noor",
    "Bano", "Jannat", "Iman", "Huda", "Sultana", "Akhtar", "Parveen", "Begum", "Asma", "Safiya", "Hira");
static const char *const *const indian_first = LIST_OF("Gur", "Har", "Man", "Jas", "Raj", "Aman", "Bal", "Kul",
    "Sukh", "Dil", "Ran", "San", "Var", "Nav", "Param", "Tej");
static const char *const *const indian_man = LIST_OF("deep", "preet", "inder", "veer", "jot", "meet", "jeet",
    "esh", "an", "bir", "want", "vir", "raj", "ish", "pal", "dev");
static const char *const *const indian_woman = LIST_OF("deep", "preet", "inder", "leen", "jot", "een", "meet",
    "reet", "isha", "ika", "ita", "vi", "vinder", "kiran", "pal", "iya");
static const char *const *const eastern_given = LIST_OF("Al", "Bog", "Bron", "Dan", "Dob", "El", "Flor", "Gabr",
    "Iv", "Jar", "Kaz", "Lud", "Mil", "Mir", "Rad", "Rom", "San", "Stan", "Val", "Vlad", "Wit", "Zden");
static const char *const *const eastern_man = LIST_OF("ian", "osław", "imir", "an", "ek", "in", "ius", "mil",
    "islav", "on", "ik", "omir", "en", "eusz", "or", "is");
static const char *const *const eastern_woman = LIST_OF("iana", "osława", "ina", "ena", "ika", "inka", "ia",
    "mila", "islava", "ona", "ica", "omira", "ela", "etta", "ora", "ija");

static const struct parts given_tails[N_COMMUNITIES][2][2] = {
	[BRITISH] = {{{boy_first, "", boy_last, ""}, {boys, "-", boy_second, ""}},
	    {{girl_first, "", girl_last, ""}, {girls, "-", girl_second, ""}}},
	[SOUTH_ASIAN] = {{{muslim_man, " ", muslim_man_second, ""}, {indian_first, "", indian_man, ""}},
	    {{muslim_woman, " ", muslim_woman_second, ""}, {indian_first, "", indian_woman, ""}}},
	[AFRICAN] = {{{african_first, "", african_last, ""}}, {{african_first, "", african_last, ""}}},
	[EASTERN_EUROPEAN] = {{{eastern_given, "", eastern_man, ""}}, {{eastern_given, "", eastern_woman, ""}}},
};

/* How many bear the first name, the next two, the next four, …, beside one another. */
static const int *const family_octaves[N_COMMUNITIES] = {
	[BRITISH] = OCTAVES(150, 170, 230, 290, 400, 500, 620, 750, 900, 1000, 1100, 1100, 1000, 900, 920),
	[SOUTH_ASIAN] = OCTAVES(50, 70, 90, 110, 130, 140, 130, 110, 90, 80),
	[AFRICAN] = OCTAVES(25, 40, 60, 90, 130, 150, 160, 140, 120, 85),
	[EASTERN_EUROPEAN] = OCTAVES(25, 40, 60, 90, 130, 150, 160, 140, 120, 85),
};
static const int *const given_octaves[N_COMMUNITIES] = {
	[BRITISH] = OCTAVES(24, 40, 66, 100, 140, 160, 150, 110, 80, 60, 40, 30),
	[SOUTH_ASIAN] = OCTAVES(70, 90, 110, 140, 150, 150, 130, 90, 60),
	[AFRICAN] = OCTAVES(30, 50, 80, 130, 170, 160, 140, 130, 110),
	[EASTERN_EUROPEAN] = OCTAVES(30, 50, 90, 140, 180, 160, 140, 110, 100),
};

static void
list_add(struct text_map *names, const char *const *list)
{
	for (; list != NULL && *list != NULL; list++)
		text_map_intern(names, view_of(*list));
}

static uint32_t
list_length(const char *const *list)
{
	uint32_t n = 0;

	while (list[n] != NULL)
		n++;
	return n;
}

/* Each first part with each last part, so that neighbours in rank share neither. */
static void
parts_join(struct text_map *names, size_t most, const struct parts *p)
{
	uint32_t firsts, lasts;
	char name[NAME_SIZE];

	if (p->first == NULL)
		return;
	firsts = list_length(p->first);
	lasts = list_length(p->last);
	for (uint32_t i = 0; i < firsts * lasts && text_map_count(names) < most; i++) {
		snprintf(name, sizeof name, "%s%s%s%s", p->first[i % firsts], p->between,
		    p->last[(i / firsts + i % firsts) % lasts], p->after);
		text_map_intern(names, view_of(name));
	}
}

/* As many ranks as the octaves speak of, or as there are names for. */
static struct ranks
ranks_make(struct mem *m, const char *const *list, const char *const *more, const struct parts *tail, int tails,
    const int *octave)
{
	struct ranks k = {text_map_new(m), octave};
	int octaves = 0;

	while (octave[octaves] >= 0)
		octaves++;
	list_add(k.names, list);
	list_add(k.names, more);
	for (int i = 0; i < tails; i++)
		parts_join(k.names, ((size_t)1 << octaves) - 1, &tail[i]);
	return k;
}

const struct stock *
stock_new(struct mem *m)
{
	static const char *const *const more_given[N_COMMUNITIES][2] = {[BRITISH] = {boys, girls}};
	struct stock *s = mem_new_one(m, struct stock);

	for (int i = 0; i < N_COMMUNITIES; i++) {
		const char *const *own = names_family_list((enum community)i);

		s->family[i] = ranks_make(m, i == BRITISH ? english : own, i == BRITISH ? own : NULL, family_tails[i],
		    sizeof family_tails[i] / sizeof *family_tails[i], family_octaves[i]);
		for (int sex = 1; sex <= 2; sex++)
			s->given[i][sex - 1] = ranks_make(m, names_given_list((enum community)i, sex), more_given[i][sex - 1],
			    given_tails[i][sex - 1], 2, given_octaves[i]);
	}
	return s;
}

static const char *
rank_draw(const struct ranks *k, struct rng *r)
{
	uint32_t first = (1u << rng_weighted(r, k->octave)) - 1, n = (uint32_t)text_map_count(k->names);
	uint32_t room = first + 1;

	if (first >= n)
		first = 0;
	return text_map_text(k->names, (int32_t)(first + rng_below(r, room < n - first ? room : n - first)));
}

const char *
stock_given(const struct stock *s, struct rng *r, enum community community, int sex)
{
	return rank_draw(&s->given[community][sex == 2], r);
}

void
stock_family(const struct stock *s, struct rng *r, enum community community, char out[NAME_SIZE])
{
	const char *name = rank_draw(&s->family[community], r);

	if (community == BRITISH && rng_per_10k(r, DOUBLE_BARRELLED))
		snprintf(out, NAME_SIZE, "%s-%s", name, rank_draw(&s->family[BRITISH], r));
	else
		name_copy(out, name);
}

int
stock_families(const struct stock *s, enum community community)
{
	return (int)text_map_count(s->family[community].names);
}
