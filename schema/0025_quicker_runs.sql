-- Weights that runs of new records gave: in place of identity.link_weight, until a run over all writes them there. Each would change a page
-- of its own there, and thousands of new records give thousands.
create table link_weight_now (identity $id primary key, weight real not null);
-- Records with several numbers of one kind, of which the one counts that most have: as the last run read them. A run asks which of its
-- numbers are among these, instead of looking up for each who else has it.
create table link_several (number $id not null, identity $id not null, primary key (number, identity)) $clustered;
create index link_several_identity on link_several (identity);
insert into link_several (number, identity) select distinct k.blind, k.identity from identifier k where k.scheme in ('upn', 'nhs_number',
	'uln', 'la_child_id') and exists (select 1 from identifier o where o.identity = k.identity and o.scheme = k.scheme and o.blind <> k.blind);
-- Who has a number is known without a look at its version.
drop index identifier_blind;
create index identifier_holder on identifier_all (blind, identity) where superseded is null;
