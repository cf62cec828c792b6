-- Whether a computed figure is withheld so that a small number cannot be worked out: 'yes' for one that is small itself and for
-- one that would tell another, 'dropped' for one that is not even said to be there (docs/small_numbers.md). Worked out when
-- figures are computed, and again when the rules change.
alter table observation add column withheld text;
