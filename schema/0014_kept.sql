-- What linking keeps between runs, so that a run of new and changed records reads those and whom they may be.
-- Of each record that was linked: its blocking keys as they stand in link_key, and its component: the lowest number among
-- the records that likenesses or decisions tie together. Records of two components are never one person.
alter table link_input add column component $id;
alter table link_input add column keys $bytes;
create index link_input_component on link_input (component);
-- Who shares a key. `further` tells apart the records of a key that too many have.
create table link_key (
	key $id not null, further $id not null, identity $id not null, primary key (key, further, identity)
) $clustered;

-- Records that the next run looks at whatever else is known of them: somebody decided about them, a run that moved them was
-- undone, or they are sealed and may not be one day.
create table link_touched (identity $id primary key);
-- Numbers that a query is about to be joined with; of no worth afterwards.
create table link_stage (id $id primary key);

-- Names as frequent as the last full run found them, where two records at least have them; full names that are commoner than
-- their parts make them, in eighths of a bit; and sums.
create table link_name (name text primary key, given integer not null, family integer not null);
create table link_full_name (given text not null, family text not null, eighths integer not null, primary key (given, family));
create table link_population (name text primary key, number $id not null);

create index identity_unlinked on identity (id) where person is null;
create index identity_sealed on identity (id) where sealed <> 'no';
create index identity_detail_superseded on identity_detail_all (superseded) where superseded is not null;
create index identity_name_superseded on identity_name_all (superseded) where superseded is not null;
create index identifier_superseded on identifier_all (superseded) where superseded is not null;
create index residence_superseded on residence_all (superseded) where superseded is not null;
