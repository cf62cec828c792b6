-- Keys that too many records share: for each of them, and of the parts that split it, a number where those are too many, too, and how many
-- parts deep that is. As the keys in link_key are.
create table link_split (node $id primary key, deep integer not null);
-- What tells apart the records of such a key is another number: what is kept of keys has the old one, and the next run is one over all.
delete from link_population;
