-- What settles ties between records is made of what they say, no longer of their numbers here: the next run is one over all.
delete from link_population;
