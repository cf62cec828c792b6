-- Who was joined into a person: asked of each whom an undone run had made, before they are forgotten.
create index person_joined on person (joined_into) where joined_into is not null;
