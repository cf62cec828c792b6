-- Under which rule each indicator's small numbers were withheld: one number over what of its file and of the program they hang on
-- (docs/small_numbers.md). Before, one setting said it of all.
create table guarded (indicator text primary key, mark text not null);
delete from setting where name = 'small_numbers';
