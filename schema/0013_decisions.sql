-- What people's decisions tell of linking.

-- The weight that the kept model gives each pair that people decided about, whatever they decided.
create table link_weighed (
	left_identity $id not null references identity (id), right_identity $id not null references identity (id),
	weight real not null, primary key (left_identity, right_identity)
);
