-- What each indicator's computed figures were made of the last time: one number over its definition, files, people and periods.
create table measure_input (indicator text primary key, digest $id not null);
