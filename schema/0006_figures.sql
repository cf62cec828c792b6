-- Typed figures: numbers that no extract holds, as somebody typed them, with where they come from. A revision is a new version that
-- names the one whose place it takes; a withdrawal is one too, without numbers. What is current stands in `observation` with the
-- basis `reported` as well, with its intervals (src/measure/typed_observe.c). Evidence, author and reason are free words: sealed.
create table typed_figure_all (
	id $id primary key, indicator text not null, area text not null, period_from date not null, period_to date not null,
	dimension text not null, category text not null, numerator real, denominator real, value real, source text not null,
	evidence $bytes, author $bytes not null, revises $id references typed_figure_all (id), reason $bytes, withdrawn text not null,
	recorded text not null, superseded text
);
-- One figure of an area, period and group stands at a time.
create unique index typed_figure_one on typed_figure_all (indicator, area, period_from, period_to, dimension, category)
	where superseded is null and withdrawn = 'no';
create view typed_figure as select * from typed_figure_all where superseded is null and withdrawn = 'no';
