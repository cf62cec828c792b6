-- People: who is known, from which source, and everything recorded of them.
-- $id $json $bytes $now are expanded by the store for its engine. Never edited once released.

create table setting (name text primary key, value text not null);
create table counter (name text primary key, next $id not null);
create table record_key (record $id primary key, wrapped $bytes);

create table org (
	id $id primary key, parent $id, kind text not null, name text not null, code text,
	source_key $id not null unique
);
create table worker (
	id $id primary key, org $id references org (id), role text, name $bytes, email $bytes, phone $bytes,
	since date, until date, source_key $id not null unique, digest $id
);
create table capacity (
	org $id not null references org (id), kind text not null, since date not null, until date, places real,
	unit_cost real, primary key (org, kind, since)
);

create table postcode (
	postcode text primary key, easting integer, northing integer, lsoa text, msoa text, ward text, locality text,
	authority text, until date
);
create table place (
	id $id primary key, uprn text, postcode text, easting integer, northing integer, lsoa text, msoa text, ward text,
	locality text, source_key $id not null unique
);
create index place_postcode on place (postcode);

create table batch (
	id $id primary key, dataset text not null, agency text not null, file text not null, sha256 text not null,
	as_at date not null, covers_from date, covers_until date, full_extract text not null, rows_read integer not null,
	written integer not null, unchanged integer not null, rejected integer not null, withdrawn integer not null,
	at text not null, by text not null
);
create index batch_dataset on batch (dataset, as_at);
create table reject (
	id $id primary key, batch $id not null references batch (id), row_number integer not null, field text,
	reason text not null, earlier_row integer, raw $bytes, raw_key $id, closed_by $id
);
create index reject_batch on reject (batch);

create table person (
	id $id primary key, given text, family text, born date, due date, died date, sex text, gender text, ethnicity text,
	joined_into $id references person (id)
);
create table identity (
	id $id primary key, person $id references person (id), source text not null, source_key $id not null,
	batch $id references batch (id), link_state text not null, link_weight real, sealed text not null,
	unique (source, source_key)
);
create index identity_person on identity (person);

create table fact (id $id primary key);

-- The tables of versions all end in the same columns: which file said so, the key that finds the fact again, a digest
-- of the content, when this version was recorded and when another took its place.

create table identity_detail_all (
	id $id primary key, fact $id not null, identity $id not null references identity (id), born date,
	born_last date, due date, died date, sex text, gender text, ethnicity text, language text, data $json,
	batch $id not null references batch (id), source_key $id not null, digest $id not null,
	recorded text not null, superseded text
);
create index identity_detail_identity on identity_detail_all (identity);

create table identity_name_all (
	id $id primary key, fact $id not null, identity $id not null references identity (id), kind text not null,
	given text, middle text, family text, since date, until date,
	batch $id not null references batch (id), source_key $id not null, digest $id not null,
	recorded text not null, superseded text
);
create index identity_name_identity on identity_name_all (identity);

create table identifier_all (
	id $id primary key, fact $id not null, identity $id not null references identity (id), scheme text not null,
	value $bytes, blind $id not null, since date, until date,
	batch $id not null references batch (id), source_key $id not null, digest $id not null,
	recorded text not null, superseded text
);
create index identifier_identity on identifier_all (identity);
create index identifier_blind on identifier_all (blind);

create table residence_all (
	id $id primary key, fact $id not null, identity $id not null references identity (id), kind text not null,
	place $id references place (id), since date, until date, withheld_from text,
	batch $id not null references batch (id), source_key $id not null, digest $id not null,
	recorded text not null, superseded text
);
create index residence_identity on residence_all (identity);

create table tie_all (
	id $id primary key, fact $id not null, identity $id not null references identity (id),
	other $id not null references identity (id), kind text not null, parental_responsibility text, carer text,
	since date, until date,
	batch $id not null references batch (id), source_key $id not null, digest $id not null,
	recorded text not null, superseded text
);
create index tie_identity on tie_all (identity);
create index tie_other on tie_all (other);

create table episode_all (
	id $id primary key, fact $id not null references fact (id), identity $id not null references identity (id),
	parent $id references fact (id), kind text not null, domain text not null, org $id references org (id),
	since date, until date, reason text, outcome text, data $json,
	batch $id not null references batch (id), source_key $id not null, digest $id not null,
	recorded text not null, superseded text
);
create index episode_fact on episode_all (fact);
create index episode_identity on episode_all (identity);
create index episode_kind on episode_all (kind) where superseded is null;

create table event_all (
	id $id primary key, fact $id not null references fact (id), identity $id not null references identity (id),
	episode $id references fact (id), kind text not null, domain text not null, at date, at_time text,
	org $id references org (id), worker $id references worker (id), outcome text, note $bytes, data $json,
	batch $id not null references batch (id), source_key $id not null, digest $id not null,
	recorded text not null, superseded text
);
create index event_fact on event_all (fact);
create index event_identity on event_all (identity);
create index event_kind on event_all (kind) where superseded is null;

create table team_all (
	id $id primary key, fact $id not null, identity $id not null references identity (id),
	worker $id not null references worker (id), episode $id references fact (id), role text, lead text not null,
	since date, until date, reason $bytes,
	batch $id not null references batch (id), source_key $id not null, digest $id not null,
	recorded text not null, superseded text
);
create index team_identity on team_all (identity);
create index team_worker on team_all (worker);

create view identity_detail as select * from identity_detail_all where superseded is null;
create view identity_name as select * from identity_name_all where superseded is null;
create view identifier as select * from identifier_all where superseded is null;
create view residence as select * from residence_all where superseded is null;
create view tie as select * from tie_all where superseded is null;
create view episode as select * from episode_all where superseded is null;
create view event as select * from event_all where superseded is null;
create view team as select * from team_all where superseded is null;

create table party (
	id $id primary key, event $id not null references fact (id), identity $id references identity (id),
	worker $id references worker (id), role text, present text, words $bytes
);
create index party_event on party (event);

create table link_run (
	id $id primary key, at text not null, model text not null, identities integer not null, people integer not null,
	joined integer not null, awaiting integer not null, undone text
);
create table link_change (
	run $id not null references link_run (id), identity $id not null references identity (id), before $id, after $id,
	before_state text not null, before_weight real, primary key (run, identity)
);
create index link_change_before on link_change (before, run);

create table fix (
	id $id primary key, kind text not null, agency text not null, org $id, worker $id, identity $id, dataset text,
	field text, source_key $id not null, message text not null, opened date not null, closed date
);
create index fix_agency on fix (agency) where closed is null;
create index fix_source_key on fix (source_key);
