-- What settles ties between records is made of what they say, no longer of their numbers here. So the next run is one over all, as where
-- nobody knows what the last one had seen; until then children are looked up, and pairs explained, by what the last one learned.
delete from link_population where name = 'seen';
