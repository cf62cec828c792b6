-- What is compared of a record that was linked, so that it can be compared again without asking five tables.
alter table link_input add column said $bytes;
