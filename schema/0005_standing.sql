-- How each measure's latest published numbers stand, kept ready for pages that show a hundred of them at once. All of it is
-- worked out from `observation` and the catalogue (src/measure/standing_write.c); the setting `standing` says from which state
-- of them, so what is older than they are is not read.

-- The numbers of every area in each period that is some area's latest. `said_of` is the area that the number is of: the one
-- before a reorganisation, where there is none of its own yet. `before` and `trend` are of an area's latest alone.
create table standing (
	area text not null, measure text not null, period_from date not null, period_to date not null, latest text not null,
	said_of text not null, numerator real, denominator real, value real not null, lower95 real, upper95 real,
	official_limits text not null, note text, rank integer not null, before_from date, before_to date, before_value real,
	trend text,
	primary key (area, measure, period_from, period_to)
);
-- Other areas' values beside an area's latest are read from this alone.
create index standing_of_area on standing (area, latest, measure, period_from, period_to, said_of, value);
-- Where the authorities of such a period lie.
create table standing_spread (
	measure text not null, period_from date not null, period_to date not null, n integer not null, lowest real,
	lower_quartile real, median real, upper_quartile real, highest real,
	primary key (measure, period_from, period_to)
);
-- Which computed figures of the authority are its latest (`now`) and the one `before`.
create table standing_computed (
	measure text not null, which text not null, area text not null, period_from date not null, period_to date not null,
	primary key (measure, which)
);
