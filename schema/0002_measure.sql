-- Measure: where people live, how many there are, and the numbers that were computed or published.

create table code (
	list text not null, code text not null, label text not null, parent text, since date, until date,
	primary key (list, code)
);
create table day (calendar text not null, day date not null, open text not null, n integer not null, primary key (calendar, day));
create unique index day_open on day (calendar, n) where open = 'yes';

create table area (code text primary key, kind text not null, name text not null, parent text);
create table area_deprivation (
	area text not null, edition text not null, score real, rank integer, decile integer, idaci_decile integer,
	primary key (area, edition)
);
create table population (
	area text not null, year integer not null, age integer not null, sex text not null, n real not null,
	primary key (area, year, age, sex)
);
create table neighbour (area text not null, other text not null, rank integer not null, model text not null, primary key (area, model, other));

create table observation (
	indicator text not null, area text not null, period_from date not null, period_to date not null,
	dimension text not null, category text not null, numerator real, denominator real, value real,
	lower95 real, upper95 real, lower998 real, upper998 real, basis text not null, batch $id, note text,
	primary key (indicator, area, period_from, period_to, dimension, category, basis)
);
create index observation_period on observation (period_to);
create table measure_run (id $id primary key, at text not null, indicators integer not null, observations integer not null);
