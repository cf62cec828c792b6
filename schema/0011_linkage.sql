-- Linking by weighed evidence: what a run did, what people decided, which pairs wait for them, and what the next run needs.
alter table link_run add column full_run text;
alter table link_run add column new_people integer;
alter table link_run add column moved integer;
alter table link_run add column merged integer;
alter table link_run add column split integer;

-- Whether two records are one child's, by a person: same, different or unsure. A further decision takes its place; none is lost.
create table link_decision_all (
	id $id primary key, left_identity $id not null references identity (id), right_identity $id not null references identity (id),
	decided text not null, why $bytes, by text not null, recorded text not null, superseded text
);
create index link_decision_left on link_decision_all (left_identity, right_identity);
create view link_decision as select * from link_decision_all where superseded is null;

-- Pairs that the last run left for people, between what is joined and what is nothing.
create table link_review (
	left_identity $id not null references identity (id), right_identity $id not null references identity (id),
	weight real not null, run $id, primary key (left_identity, right_identity)
);

-- The model of the last full run: pairs of each class among so many records, and how likely each level of a field is in each.
create table link_model (class text primary key, pairs real not null, records integer not null);
create table link_chance (
	class text not null, field text not null, level integer not null, chance real not null, support real not null,
	primary key (class, field, level)
);
-- Given names that it learned to be one name's forms.
create table link_alias (one text not null, other text not null, primary key (one, other));
-- What the last run knew of each record, as a digest: a record of another one is new or has changed.
create table link_input (identity $id primary key references identity (id), digest $id not null);

-- What the last run saw, in sums alone: compared pairs by weight in whole bits; of each source and field how many records have
-- it, and of the pairs within people in which both have it, how many have the same.
create table link_weight (bits integer primary key, pairs integer not null);
create table link_field (
	source text not null, field text not null, place integer not null, records integer not null, known integer not null,
	compared integer not null, same integer not null, primary key (source, field)
);
