-- What portable SQL may call (docs/sql.md), for PostgreSQL: made in the authority's schema with every change of it. The same
-- functions for SQLite are in src/store/sqlite_functions.c; tests/unit/store/test_functions.c holds both to one list.
-- A null argument gives null, an empty text counts as null, a text that is no date is an error.

create or replace function iso_date(v text) returns date language sql stable parallel safe as
$$ select case when v = '' then null when v like '____-__-__' then v::date else ('not YYYY-MM-DD: ' || length(v))::date end $$;

create or replace function days_between(a date, b date) returns bigint language sql immutable parallel safe as
$$ select (b - a)::bigint $$;
create or replace function days_between(a text, b text) returns bigint language sql stable parallel safe as
$$ select (iso_date(b) - iso_date(a))::bigint $$;
create or replace function days_between(a date, b text) returns bigint language sql stable parallel safe as
$$ select (iso_date(b) - a)::bigint $$;
create or replace function days_between(a text, b date) returns bigint language sql stable parallel safe as
$$ select (b - iso_date(a))::bigint $$;

-- Beyond the years that dates may have there is no date: null.
create or replace function day_within(v date) returns date language sql immutable parallel safe as
$$ select case when v between '1800-01-01' and '2200-12-31' then v end $$;
create or replace function add_days(day date, n bigint) returns date language sql immutable parallel safe as
$$ select case when n > -200000 and n < 200000 then day_within(day + n::integer) end $$;
create or replace function add_days(day text, n bigint) returns date language sql stable parallel safe as
$$ select add_days(iso_date(day), n) $$;
create or replace function add_months(day date, n bigint) returns date language sql immutable parallel safe as
$$ select case when n between -4800 and 4800 then day_within((day + make_interval(months => n::integer))::date) end $$;
create or replace function add_months(day text, n bigint) returns date language sql stable parallel safe as
$$ select add_months(iso_date(day), n) $$;

create or replace function age_on(born date, day date) returns bigint language sql immutable parallel safe as
$$ select case when born <= day then date_part('year', age(day, born))::bigint end $$;
create or replace function age_on(born text, day text) returns bigint language sql stable parallel safe as
$$ select age_on(iso_date(born), iso_date(day)) $$;
create or replace function age_on(born date, day text) returns bigint language sql stable parallel safe as
$$ select age_on(born, iso_date(day)) $$;
create or replace function age_on(born text, day date) returns bigint language sql stable parallel safe as
$$ select age_on(iso_date(born), day) $$;

-- White space around it is what view_trim() takes away, digits are those of ASCII; longer numbers, and exponents of three
-- digits, are none in either engine: a double here would be an error. Not in SQL, which would be put in the query's place and
-- read its argument, mostly a leaf of JSON, more than once.
create or replace function number(v text) returns double precision language plpgsql immutable parallel safe as
$$ begin
	return case when length(v) not between 1 and 100 then null
	    when translate(v, '0123456789', '') = '' then v::double precision
	    when v ~ '^[ \t-\r\u00a0]*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?[ \t-\r\u00a0]*$'
	    then btrim(v, E' \t\n\x0b\f\r\u00a0')::double precision end;
end $$;
create or replace function number(v double precision) returns double precision language sql immutable parallel safe as
$$ select v $$;

create or replace function miles_between(e1 double precision, n1 double precision, e2 double precision, n2 double precision)
returns double precision language sql immutable parallel safe as
$$ select sqrt((e2 - e1) * (e2 - e1) + (n2 - n1) * (n2 - n1)) / 1609.344::double precision $$;

-- Working days: the calendars' days lie in the table `day`, whose n counts the open ones up to and including each.
create or replace function calendar_known(calendar text) returns void language plpgsql stable parallel safe as
$$ begin
	if not exists (select from day d where d.calendar = $1) then
		raise exception using errcode = '22023', message = 'there is no such calendar';
	end if;
end $$;
create or replace function open_days_between(calendar text, a date, b date) returns bigint language plpgsql stable parallel safe as
$$ declare
	before bigint; after bigint;
begin
	if calendar is null or a is null or b is null then
		return null;
	end if;
	select d.n into before from day d where d.calendar = $1 and d.day = a;
	select d.n into after from day d where d.calendar = $1 and d.day = b;
	if before is null or after is null then
		perform calendar_known(calendar);
	end if;
	return after - before;
end $$;
create or replace function open_days_between(calendar text, a text, b text) returns bigint language sql stable parallel safe as
$$ select open_days_between(calendar, iso_date(a), iso_date(b)) $$;
create or replace function open_days_between(calendar text, a date, b text) returns bigint language sql stable parallel safe as
$$ select open_days_between(calendar, a, iso_date(b)) $$;
create or replace function open_days_between(calendar text, a text, b date) returns bigint language sql stable parallel safe as
$$ select open_days_between(calendar, iso_date(a), b) $$;
create or replace function add_open_days(calendar text, day date, n bigint) returns date language plpgsql stable parallel safe as
$$ declare
	before bigint;
begin
	if calendar is null or day is null or n is null or n < 0 then
		return null;
	end if;
	select d.n into before from day d where d.calendar = $1 and d.day = $2;
	if before is null then
		perform calendar_known(calendar);
		return null;
	end if;
	return case when n = 0 then day else
	    (select d.day from day d where d.calendar = $1 and d.open = 'yes' and d.n = before + $3) end;
end $$;
create or replace function add_open_days(calendar text, day text, n bigint) returns date language sql stable parallel safe as
$$ select add_open_days(calendar, iso_date(day), n) $$;

-- A table that was filled anew within a transaction is to be known for what it holds now: the planner would take it for as large as its
-- file, or as it was when it was last looked at. Where somebody else tidies it up just now, that stays so: nobody waits for it.
create or replace function look_at(name text) returns void language plpgsql security definer set search_path from current
set default_statistics_target = 10 as
$$ begin
	execute format('analyze (skip_locked) %I', name);
end $$;

-- After a long import the planner needs to know the new sizes; only the tables' owner may tell it, so this runs as the owner.
-- A table that grew by less than a fifth since it was last looked at is as the planner thinks.
create or replace function look_anew() returns void language plpgsql security definer set search_path from current
set default_statistics_target = 10 as
$$ declare
	t record;
begin
	for t in select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r'
	    and pg_relation_size(oid) > current_setting('block_size')::int * 1.2 * relpages loop
		execute format('analyze %I', t.relname);
	end loop;
end $$;
