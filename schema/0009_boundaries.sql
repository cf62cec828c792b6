-- Outlines of areas for maps, simplified: rings in metres of the British National Grid, as src/base/shape.h writes them.
create table boundary (
	area text primary key references area (code), rings text not null, batch $id not null references batch (id)
);
