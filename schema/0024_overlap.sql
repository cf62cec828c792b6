-- What the last full run's model says of two strangers who agree so in one field: by what its chance of a level in another one is multiplied.
create table link_tie (
	field text not null, level integer not null, hangs_on text not null, hangs_level integer not null, times real not null,
	support real not null, primary key (field, level, hangs_level)
);
-- … and by what the number of pairs that are one child's, of each two sources; of sources without a name, within one and between two.
create table link_overlap (
	one text not null, other text not null, within text not null check (within in ('yes', 'no')), times real not null,
	support real not null, primary key (one, other, within)
);
