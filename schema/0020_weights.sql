-- Records that stayed with their person while their weight became another: what it was, so that the run can be undone.
create table link_reweighed (
	run $id not null references link_run (id), identity $id not null references identity (id), before_weight real,
	primary key (run, identity)
);
