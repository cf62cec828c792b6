-- Published numbers: what England's publishers call each measure, and the names and numbers of the areas they speak of. The
-- numbers themselves are rows of `observation` with the basis `published`.

-- An authority that was reorganised is an area of its own until it ended.
alter table area add column since date;
alter table area add column until date;
-- Other names of an area: its number at the Department for Education, what publishers call it, codes it had before. Two areas
-- may have had one number or name in turn.
create table area_alias (
	kind text not null, value text not null, area text not null, since date, until date,
	primary key (kind, value, area)
);
-- What came after an area that ended; same_ground: the one successor has the same boundary.
create table area_successor (
	area text not null, successor text not null, same_ground text not null,
	primary key (area, successor)
);

-- A published measure by the name that its observations have: lait.LAC, ees.FILE.COLUMN, fingertips.90284. `better` is higher,
-- lower or neither; `year` is what a year means in it; `base` is what its totals are of ("sex=Persons; age=<15 yrs").
create table published_measure (
	id text primary key, dataset text not null, title text, topic text, unit text, better text, year text, base text,
	batch $id
);
-- What the publisher itself says of a number: how it compares, and its recent trend.
create table published_mark (
	indicator text not null, area text not null, period_from date not null, period_to date not null,
	dimension text not null, category text not null, comparison text, trend text,
	primary key (indicator, area, period_from, period_to, dimension, category)
);

-- All authorities of one measure in one period are found by their areas, through the primary key: a second index of so many
-- rows costs more than it gives.
drop index observation_period;
create index area_kind on area (kind);
