-- Given names that the last full run of linking found to stand for the lack of one.
create table link_placeholder (name text primary key);
