-- Weights of records that stayed with their person while a run of new records gave them another: in place of identity.link_weight, until a
-- run over all writes them there. Each would change a page of its own there, and thousands of new records give thousands.
create table link_weight_now (identity $id primary key, weight real not null);
