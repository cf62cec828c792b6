-- Fixes: whose row a rejected one was, and which organisation it names. The keys are those of `identity` (within the batch's
-- agency) and of `org`: a rejected row makes neither, and may be of a child that another file brings later.
alter table reject add column identity $id;
alter table reject add column identity_key $id;
alter table reject add column org_key $id;
