-- Whether a number's check digit is right (yes, no), for a pupil number and an NHS number: linking sees numbers by their blind indices alone, of
-- which nobody can tell. Of numbers that were stored before it is not known.
alter table identifier_all add column checked text;
drop view identifier;
create view identifier as select * from identifier_all where superseded is null;
