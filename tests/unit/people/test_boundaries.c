/* Boundaries in GeoJSON: which are kept, how they are kept, and what is wrong with those that are not. */
#include "desk.h"

#define AREAS "code,kind,name,parent\nE06999999,authority,Wearshire,\nE01999001,lsoa,Wearshire 001A,E06999999\n" \
	"E01999002,lsoa,Wearshire 001B,E06999999\nE05999001,ward,Quayside,E06999999\n"
#define FILE_OF(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define AREA(code, geometry) "{\"type\":\"Feature\",\"properties\":{\"FID\":1,\"LSOA21CD\":\"" code "\"},\"geometry\":" geometry "}"
#define POLYGON(rings) "{\"type\":\"Polygon\",\"coordinates\":[" rings "]}"
#define SQUARE POLYGON("[[1000,1000],[2000,1000],[2000,2000],[1000,2000],[1000,1000]]")
#define KEPT(answer) ASK("select area, rings from boundary order by area", answer)

static void
test_kept(void **state)
{
	struct desk *d = *state;
	struct imported *one;

	desk_take(d, "areas.csv", AREAS);
	one = desk_take(d, "b.geojson", FILE_OF(AREA("E01999001", SQUARE) "," AREA("E01999777", SQUARE) ","
	    AREA("E01999002", "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[1000,0],[1500,0],[1500,500],[1000,0]],[[90,10],[190,10],[190,90],"
	    "[90,10]]],[[[9000,0],[9500,0],[9500,500],[9000,0]]]]}")));
	assert_string_equal(one->dataset, "boundaries");
	assert_int_equal(one->rows, 3);
	assert_int_equal(one->written, 2);
	assert_int_equal(one->unchanged, 1);
	assert_int_equal(one->rejected, 0);
	SAYS(one->sentence, "the boundaries of one area were left out: the table of areas has none with their codes");
	KEPT("E01999001|1000 1000 1000 0 0 1000 -1000 0\n"
	    "E01999002|1000 0 500 0 0 500;90 10 100 0 0 80;9000 0 500 0 0 500\n");
	one = desk_take(d, "b2.geojson", FILE_OF(AREA("E01999001", SQUARE)));
	assert_int_equal(one->written, 0);
	assert_null(one->sentence);
	one = desk_take(d, "b3.geojson", FILE_OF(AREA("E01999001", POLYGON("[[1000,0],[1500,0],[1500,500],[1000,0]]"))));
	assert_int_equal(one->written, 1);
	one = desk_refuse(d, "b4.geojson", FILE_OF(AREA("E01999001", SQUARE) "," AREA("", SQUARE)));
	assert_int_equal(one->rejected, 1);
	assert_int_equal(one->written, 1);
	ASK_TEXT("select row_number, field, reason from reject", "2|area|is missing");
	desk_take(d, "b5.geojson", FILE_OF(AREA("E01999001", POLYGON("[[1000,0],[1500,0],[1500,500],[1000,0]]"))));
	ASK_TEXT("select rings from boundary where area = 'E01999001'", "1000 0 500 0 0 500");
}

/* Longitude and latitude; a mark before the text; numbers, words and objects before the features; the newest of two codes. */
static void
test_layouts(void **state)
{
	struct desk *d = *state;

	desk_take(d, "areas.csv", AREAS);
	desk_take(d, "b.geojson", "\xEF\xBB\xBF{\"name\":\"x\", \"count\": 12 ,\"none\":null,\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
	    "\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},\"features\" : [ {\"type\":\"Feature\",\"properties\":{\"WD23CD\":\"E05999000\",\"wd24cd\":"
	    "\"E05999000\",\"WD25CD\":\"E05999000\",\"wd26cd\":\"E05999001\",\"LAD24CD\":\"E06999999\"},\"geometry\":"
	    POLYGON("[[1.7160373,52.65800783],[1.7260373,52.65800783],[1.7260373,52.66800783],[1.7160373,52.65800783,12.5]]")
	    "} ], \"type\":\"FeatureCollection\", \"bbox\":[1,2,3,4], \"n\":3}\n");
	ASK_TEXT("select area from boundary", "E05999001");
	ASK_TEXT("select substr(rings, 1, 8) from boundary", "651409 3");
}

/* Each fault is a sentence, and leaves nothing behind. */
static void
test_hostile(void **state)
{
	static const struct { const char *text, *says; } cases[] = {
		{FILE_OF(AREA("E01999001", SQUARE) "," AREA("E01999002", POLYGON("[[0,0],[500,0],[500,500],[0,500]]"))),
		    "area 2 (E01999002) has an open ring: its last point is not its first"},
		{FILE_OF(AREA("E01999001", POLYGON("[[0,0],[500,0],[0,0]]"))), "a ring of fewer than four points"},
		{FILE_OF(AREA("E01999001", POLYGON("[[1000,0],[1500,0],[1900,0],[1000,0]]"))), "covers nothing: its area is nought"},
		{FILE_OF(AREA("E01999001", POLYGON(""))), "a polygon without a ring"},
		{FILE_OF(AREA("E01999001", "null")), "no geometry of the type Polygon or MultiPolygon"},
		{FILE_OF(AREA("E01999001", "{\"type\":\"Point\",\"coordinates\":[1,2]}")), "no geometry of the type Polygon"},
		{FILE_OF(AREA("E01999001", POLYGON("[[1000,0],[500,\"a\"],[900,0],[1000,0]]"))), "a point that is not two numbers"},
		{FILE_OF(AREA("E01999001", POLYGON("[[1e300,0],[500,0],[900,0],[1e300,0]]"))), "outside the British National Grid"},
		{FILE_OF(AREA("E01999001", POLYGON("[[54.9,-1.5],[54.8,-1.5],[54.8,-1.4],[54.9,-1.5]]"))),
		    "a point is longitude, then latitude"},
		{FILE_OF(AREA("E01999001", POLYGON("[[1e999,0],[500,0],[900,0],[0,0]]"))), "a number that is too large"},
		{FILE_OF(AREA("E01999001", POLYGON("[[99999999999999999999999,0],[500,0],[900,0],[0,0]]"))), "a number that is too large"},
		{FILE_OF(AREA("E01\xff", SQUARE)), "area 1 is not UTF-8"},
		{FILE_OF("{\"type\":\"Feature\",\"properties\":{\"NAME\":\"x\"},\"geometry\":" SQUARE "}"),
		    "area 1 has none of the properties LAD??CD, WD??CD, MSOA??CD, LSOA??CD"},
		{FILE_OF(AREA("E01999001", SQUARE) "," "{\"type\":"), "is not JSON"},
		{"{\"type\":\"FeatureCollection\",\"features\":[" AREA("E01999001", SQUARE), "is cut off after 1 areas"},
		{"{\"type\":\"FeatureCollection\",\"features\":[{\"a\":\"", "is cut off after 0 areas"},
		{"{\"type\":\"FeatureCollection\"", "is cut off"},
		{FILE_OF(AREA("E01999001", SQUARE) AREA("E01999002", SQUARE)), "not laid out as RFC 7946"},
		{FILE_OF("7"), "not laid out as RFC 7946"},
		{FILE_OF(AREA("E01999001", SQUARE)) "x", "not laid out as RFC 7946"},
		{"{\"type\":\"FeatureCollection\",\"crs\":{\"properties\":{\"name\":\"EPSG:3857\"}},\"features\":[]}", "coordinate system EPSG:3857"},
		{FILE_OF(""), "has a heading and no rows"},
	};
	struct desk *d = *state;
	struct builder deep = {.mem = d->c.mem};

	desk_take(d, "areas.csv", AREAS);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		SAYS(desk_refuse(d, "b.geojson", cases[i].text)->sentence, cases[i].says);
		ASK_COUNT("select count(*) from boundary", 0);
		ASK_COUNT("select count(*) from batch", 1);
	}
	put_text(&deep, "{\"type\":\"FeatureCollection\",\"features\":[");
	for (size_t i = 0; i < 100000; i++)
		put_char(&deep, '[');
	SAYS(desk_refuse(d, "b.geojson", built_text(&deep))->sentence, "area 1 nests too deeply");
	SAYS(desk_refuse(d, "p.json", "{\"name\": \"bairn\"}")->sentence, "no data set of the catalogue");
}

/* A ring of a hundred thousand points and one more, and an area of more than 16 MB. */
static void
test_too_large(void **state)
{
	struct desk *d = *state;
	struct builder points = {.mem = d->c.mem}, blanks = {.mem = d->c.mem};

	desk_take(d, "areas.csv", AREAS);
	put_text(&points, "{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"LSOA21CD\":\"E01999001\"},\"geometry\":"
	    "{\"type\":\"Polygon\",\"coordinates\":[[[0,0]");
	for (size_t i = 0; i < 100000; i++)
		put_format(&points, ",[%zu,%zu]", i, i % 7);
	put_text(&points, ",[0,0]]]}}]}");
	SAYS(desk_refuse(d, "b.geojson", built_text(&points))->sentence, "has more than 100,000 points; take a generalised file (BGC)");
	put_text(&blanks, "{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":");
	for (size_t i = 0; i < 17 * 1024 * 1024; i++)
		put_char(&blanks, ' ');
	SAYS(desk_refuse(d, "b.geojson", built_text(&blanks))->sentence, "area 1 is larger than 16 MB");
	ASK_COUNT("select count(*) from boundary", 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_kept),
		DESK_TEST(test_layouts),
		DESK_TEST(test_hostile),
		DESK_TEST(test_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
