-- What people's decisions tell of linking, and the list of pairs that waited before a run.

-- The weight that linking gave each pair that people decided about, before it could learn what they decided.
create table link_weighed (
	left_identity $id not null references identity (id), right_identity $id not null references identity (id),
	weight real not null, primary key (left_identity, right_identity)
);

-- The list of pairs that waited before a run made it anew, for when that run is taken back.
create table link_review_before (
	before_run $id not null references link_run (id), left_identity $id not null references identity (id),
	right_identity $id not null references identity (id), weight real not null, run $id,
	primary key (before_run, left_identity, right_identity)
);
