/* The faults: rejected rows, gaps, what contradicts itself, and what two sources say differently. Each query is one text for
 * both engines (docs/sql.md). What none of them finds any more is closed by itself. */
#include "people/fault.h"

#include <string.h>

#include "people/link_stage.h"

#define NOBODY "cast(null as bigint)"

/* Who can put it right is asked the same way of every fault: the child's open lead in that source, else the open member of
 * the team who came last; the team is theirs or, where nobody is named, the organisation that the row names or, of a fault
 * that no row names one for, the one that the child is with. It must be one that the agency's own files describe: a school
 * that the police name cannot put right what they wrote. */
#define DESCRIBED(id) "(select o.id from org o where o.id = " id " and o.kind <> 'not known')"
#define WHO(faults) \
	"select f.agency, coalesce(w.org, " DESCRIBED("f.org") ", case when w.id is null then (select e.org from episode e" \
	" join org o on o.id = e.org where e.identity = f.identity and o.kind <> 'not known'" \
	" and (e.until is null or e.until >= :today) order by e.since desc nulls last, e.fact desc limit 1) end), w.id," \
	" f.identity, f.dataset, f.field, f.thing, f.message" \
	" from (select a.agency, a.identity, a.org, a.dataset, a.field, a.thing, a.message, (select t.worker from team t" \
	" where t.identity = a.identity and (t.until is null or t.until >= :today)" \
	" order by case t.lead when 'yes' then 0 else 1 end, t.since desc nulls last, t.fact desc limit 1) as worker" \
	" from (" faults ") a) f left join worker w on w.id = f.worker"

/* Of records alone. */
#define OF_THESE(faults) WHO(faults), NULL, NULL

/* A child with an open episode of one of these kinds; the start of a query about a child, or about one episode. */
#define OPEN_CASES(kinds) "select e.identity from episode e where e.kind in (" kinds ") and e.until is null"
#define OF_CHILD(field, message) \
	"select i.source as agency, i.id as identity, " NOBODY " as org, null as dataset, '" field "' as field, i.id as thing," \
	" '" message "' as message from identity i"
#define OF_EPISODE(field, message) \
	"select i.source as agency, i.id as identity, e.org, b.dataset, '" field "' as field, e.fact as thing, " message \
	" as message from episode e join identity i on i.id = e.identity join batch b on b.id = e.batch"
#define WORDS(kind) "replace(replace(replace(" kind ", '_', ' '), 'cin', 'child in need'), 'cp ', 'child protection ')"
#define KIND WORDS("e.kind")
/* The day that data set `b` last spoke: an annual return is not at fault for what came after it. */
#define LATEST "(select max(n.as_at) from batch n where n.dataset = b.dataset)"

/* What compares sources, of everybody and of the people whose numbers lie in the stage. */
#define EVERYBODY ""
#define STAGED OF_STAGED("i") " and "
#define DIFFER(...) DIFFER_OF(__VA_ARGS__)
#define DIFFER_OF(where, column, message) WHO( \
	"select distinct i.source as agency, i.id as identity, " NOBODY " as org, null as dataset, '" column "' as field," \
	" i.id as thing, '" message "' as message" \
	" from identity i join person p on p.id = i.person join identity_detail d on d.identity = i.id" \
	" where " where "d." column " is not null and d." column " <> p." column)
#define BORN_DIFFERS "born", "the date of birth differs from that of a more trusted source"
#define SEX_DIFFERS "sex", "the sex differs from that of a more trusted source"
#define AFTER_DEATH(dead) WHO(OF_EPISODE("until", "'is open although the child has died: close it: ' || " KIND) \
	" left join person p on p.id = i.person where e.until is null and e.identity in " dead \
	" and (p.died <= " LATEST \
	" or exists (select 1 from identity_detail d where d.identity = i.id and d.died <= " LATEST "))")
/* Grouped by blind + 0, so that the planner reads the table through rather than jump about in it by the index. */
#define ONE_NUMBER(blind, of_these, whose) WHO( \
	"select i.source as agency, i.id as identity, " NOBODY " as org, null as dataset, n.scheme as field, n.fact as thing," \
	" 'another child has the same number' as message" \
	" from (select " blind " as twice from identifier m join identity k on k.id = m.identity" \
	" where m.scheme in ('upn', 'nhs_number', 'uln')" of_these " group by " blind " having min(k.person) <> max(k.person)) d" \
	" join identifier n on n.blind = d.twice join identity i on i.id = n.identity where n.value is not null" whose)
/* Records that are nobody's lie in the stage themselves: others may still share their numbers. */
#define NUMBERS_STAGED " and m.blind in (select a.blind from identity j cross join identifier a where " \
	OF_STAGED("j") " and a.identity = j.id union all select a.blind from identifier a where " IN_STAGE("a.identity") ")"

const struct fault faults[] = {
	/* A key finds the child or the organisation as soon as any file has brought it. */
	{"rejected row", OF_RECORDS, OF_THESE(
	    "select b.agency, coalesce(j.identity, i.id) as identity, o.id as org, b.dataset, j.field,"
	    " coalesce(j.raw_key, j.id) as thing, j.reason as message"
	    " from reject j join batch b on b.id = j.batch left join org o on o.source_key = j.org_key"
	    " left join identity i on i.source = b.agency and i.source_key = j.identity_key where j.closed_by is null")},
	{"no date of birth", OF_RECORDS, OF_THESE(OF_CHILD("born", "no date of birth is given")
	    " where i.id in (select d.identity from identity_detail d where d.born is null)"
	    " and not exists (select 1 from identity_detail d where d.identity = i.id and d.born is not null)")},
	{"dates of birth differ", OF_VALUES, DIFFER(EVERYBODY, BORN_DIFFERS), DIFFER(STAGED, BORN_DIFFERS), "born"},
	{"sexes differ", OF_VALUES, DIFFER(EVERYBODY, SEX_DIFFERS), DIFFER(STAGED, SEX_DIFFERS), "sex"},
	/* Only where the data set gives it of others: some layouts lack the column. */
	{"no ethnicity", OF_RECORDS, OF_THESE(OF_CHILD("ethnicity",
	    "the ethnicity is missing or not yet obtained: record it, or that it was refused")
	    " where i.id in (select d.identity from identity_detail d join batch b on b.id = d.batch"
	    " where (d.ethnicity is null or d.ethnicity = 'NOBT') and age_on(d.born, " LATEST ") < 18"
	    " and b.dataset in (select g.dataset from identity_detail e join batch g on g.id = e.batch"
	    " where e.ethnicity is not null))"
	    " and i.id in (" OPEN_CASES("'care', 'cin', 'cin_plan', 'cp_plan', 'early_help', 'enrolment', 'ehc_plan'") ")"
	    " and not exists (select 1 from identity_detail d where d.identity = i.id and d.ethnicity <> 'NOBT')")},
	/* UN1 says that the child is not of school age yet. */
	{"no pupil number", OF_RECORDS, OF_THESE(OF_CHILD("upn",
	    "a child of school age has no unique pupil number: add it, or the reason why there is none")
	    " where i.id in (" OPEN_CASES("'care', 'cin', 'cin_plan', 'cp_plan', 'enrolment'") ")"
	    " and not exists (select 1 from identifier n where n.identity = i.id and n.scheme = 'upn')"
	    " and exists (select 1 from identity_detail d join batch b on b.id = d.batch where d.identity = i.id"
	    " and age_on(d.born, " LATEST ") between 5 and 15)"
	    " and not exists (select 1 from identity_detail d where d.identity = i.id and d.data->>'upn_unknown' <> 'UN1')")},
	{"no worker", OF_RECORDS, OF_THESE(OF_CHILD("worker", "an open case has no allocated worker: allocate one, or close the case")
	    " where i.id in (" OPEN_CASES("'care', 'cin', 'cin_plan', 'cp_plan'") ")"
	    " and i.source in (select s.source from team t join identity s on s.id = t.identity)"
	    " and not exists (select 1 from team t where t.identity = i.id and t.lead = 'yes'"
	    " and (t.until is null or t.until >= :today))")},
	{"no legal status", OF_RECORDS, OF_THESE(OF_EPISODE("legal_status",
	    "'looked after without a legal status: record the order or agreement'")
	    " where e.kind = 'care' and e.until is null and not exists (select 1 from episode l where l.identity = e.identity"
	    " and l.kind = 'legal_status' and l.until is null and l.data->>'legal_status' is not null)")},
	{"no placement", OF_RECORDS, OF_THESE(OF_EPISODE("placement_type", "'looked after without a placement: record where the child lives'")
	    " where e.kind = 'care' and e.until is null and not exists (select 1 from episode l where l.identity = e.identity"
	    " and l.kind = 'placement' and l.until is null and l.data->>'placement_type' is not null)")},
	{"open after death", OF_BOTH, AFTER_DEATH("(select d.identity from identity_detail d"
	    " where d.died is not null union select k.id from person q join identity k on "
	    OF_PERSON("k", "q.id") " where q.died is not null)"), AFTER_DEATH(STAGED_RECORDS), NULL},
	{"open over age", OF_RECORDS, OF_THESE(OF_EPISODE("until", "'is open although the child is too old for it: close it: ' || " KIND)
	    " where e.kind in ('care', 'cp_plan', 'enrolment', 'cin', 'cin_plan', 'early_help', 'ehc_plan') and e.until is null"
	    " and e.identity in (select o.identity from identity_detail o where o.born <= add_months(:today, -216))"
	    " and exists (select 1 from identity_detail d where d.identity = i.id and age_on(d.born, " LATEST ") >="
	    " case when e.kind in ('care', 'cp_plan') then 18 when e.kind = 'enrolment' then 20 else 26 end)")},
	{"ends before it begins", OF_RECORDS, OF_THESE(OF_EPISODE("until", "'ends before it begins: ' || " KIND) " where e.until < e.since")},
	{"begins before birth", OF_RECORDS, OF_THESE(OF_EPISODE("since", "'begins before the child was born: ' || " KIND)
	    " where e.kind in ('care', 'enrolment', 'ehc_plan') and exists (select 1 from identity_detail d"
	    " where d.identity = i.id) and not exists (select 1 from identity_detail d where d.identity = i.id"
	    " and (d.born is null or d.born <= e.since))")},
	{"two at once", OF_RECORDS, OF_THESE(OF_EPISODE("since", "'begins before the one before it has ended: ' || " KIND)
	    " join (select o.fact, o.since, lag(o.since) over w as began, lag(o.until) over w as ended,"
	    " lag(o.fact) over w as before from episode o where o.kind in ('care_row', 'cin', 'cin_plan', 'cp_plan')"
	    " window w as (partition by o.identity, o.kind order by o.since, o.until nulls last, o.fact)) o on o.fact = e.fact"
	    " where o.before is not null and o.began <= o.since and (o.ended is null or o.ended > o.since)")},
	{"event outside what it belongs to", OF_RECORDS, OF_THESE(
	    "select i.source as agency, i.id as identity, v.org, b.dataset, 'at' as field, v.fact as thing,"
	    " 'lies outside the dates of the ' || " WORDS("p.kind") " || ' that it belongs to: '"
	    " || " WORDS("v.kind") " as message from event v join episode p on p.fact = v.episode"
	    " join identity i on i.id = v.identity join batch b on b.id = v.batch"
	    " where v.kind in ('health_referral', 'health_assessed', 'health_treated', 'ehc_review')"
	    " and (v.at < p.since or v.at > p.until)")},
	{"postcode not known", OF_RECORDS, OF_THESE(
	    "select i.source as agency, i.id as identity, " NOBODY " as org, b.dataset, 'postcode' as field, r.fact as thing,"
	    " 'the postcode is not in the look-up: check it, or import a newer look-up' as message"
	    " from residence r join place l on l.id = r.place join identity i on i.id = r.identity join batch b on b.id = r.batch"
	    " where r.until is null and l.postcode is not null and exists (select 1 from postcode)"
	    " and not exists (select 1 from postcode k where k.postcode = l.postcode)")},
	{"one number, two children", OF_NUMBERS, ONE_NUMBER("m.blind + 0", "", ""),
	    ONE_NUMBER("m.blind", NUMBERS_STAGED, " and i.id in " STAGED_RECORDS), NULL},
};
const size_t fault_count = sizeof faults / sizeof *faults;

bool
fault_differs(const char *field)
{
	for (size_t i = 0; i < fault_count; i++)
		if (faults[i].differs && strcmp(faults[i].differs, field) == 0)
			return true;
	return false;
}
