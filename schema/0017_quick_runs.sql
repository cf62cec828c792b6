-- What a run of new records asks and writes of a few among many.
create index fix_identity on fix (identity) where closed is null;
-- The list of pairs that waited before a run: in the order of its key, and without looking every record up that it names.
create table link_review_kept (
	before_run $id not null, left_identity $id not null, right_identity $id not null, weight real not null, run $id,
	primary key (before_run, left_identity, right_identity)
) $clustered;
insert into link_review_kept (before_run, left_identity, right_identity, weight, run)
	select before_run, left_identity, right_identity, weight, run from link_review_before;
drop table link_review_before;
alter table link_review_kept rename to link_review_before;
