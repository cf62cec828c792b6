-- Whom a run of new records linked last: 1, until a run over all sets 0. Of an index by person each of them would change a page of its own, and
-- thousands of new records nearly all; so on SQLite it has them apart, and who looks records up by their person names both:
-- recent in (0, 1) and person = ...
alter table identity add column recent integer not null default 0;
drop index identity_person;
create index identity_person on identity ($recent person);
-- On SQLite the stage lies in memory from now on.
delete from link_stage;
