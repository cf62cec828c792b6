/* Where each file lies, its columns, and the periods that there is one of each for. */
#include "demo/out.h"

#include "demo/files.h"

#define LIST_OF(...) ((const char *const[]){__VA_ARGS__, NULL})

const struct term terms[N_TERMS] = {
	{19821, 19927, 122}, {19968, 20077, 142}, {20094, 20182, 120}, {20200, 20291, 120}, {20333, 20441, 146},
	    {20458, 20539, 108},
};

const int32_t snapshots[N_SNAPSHOTS] = {18808, 18992, 19023, 19051, 19173, 19357, 19388, 19416, 19538, 19722, 19753,
    19782, 19904,
	20088, 20119, 20147, 20269, 20453, 20484, 20512};

#define YEARS LIST_OF("2021", "2022", "2023", "2024", "2025")
#define CENSUS_YEARS LIST_OF("2022", "2023", "2024", "2025", "2026")
#define TERMS LIST_OF("2024_summer", "2024_autumn", "2025_spring", "2025_summer", "2025_autumn", "2026_spring")
#define FINANCIAL LIST_OF("2021-22", "2022-23", "2023-24", "2024-25", "2025-26")
#define ACADEMIC LIST_OF("2021-22", "2022-23", "2023-24", "2024-25", "2025-26")
#define MONTHS                                                                                                                  \
	LIST_OF("2021-06", "2021-12", "2022-01", "2022-02", "2022-06", "2022-12", "2023-01", "2023-02", "2023-06", "2023-12",   \
	    "2024-01", "2024-02", "2024-06", "2024-12", "2025-01", "2025-02", "2025-06", "2025-12", "2026-01", "2026-02")

#define APRIL_TO_MARCH(y, z)                                                                                                    \
	y "-04", y "-05", y "-06", y "-07", y "-08", y "-09", y "-10", y "-11", y "-12", z "-01", z "-02", z "-03"
#define EVERY_MONTH                                                                                                             \
	LIST_OF(APRIL_TO_MARCH("2021", "2022"), APRIL_TO_MARCH("2022", "2023"), APRIL_TO_MARCH("2023", "2024"),                 \
	    APRIL_TO_MARCH("2024", "2025"), APRIL_TO_MARCH("2025", "2026"))
#define TERM_PATH "school_census/%/%_"
#define ON "pupilonrolltableid,NativeId,"
#define OFF "pupilnolongeronrolltableid,NativeId,"
#define PERSON "family_name,given_name,date_of_birth,sex,"

const struct file_kind file_kinds[N_FILE_KINDS] = {
	[F_AREAS] = {"reference/areas.csv", "code,kind,name,parent", NULL, true},
	[F_POSTCODES] = {"reference/postcodes.csv",
	    "pcds,doterm,oseast1m,osnrth1m,oslaua,osward,lsoa21,msoa21,locality", NULL, true},
	[F_POPULATION] = {"reference/population.csv", "area,year,age,sex,n", NULL, true},
	[F_DEPRIVATION] = {"reference/imd_2019.csv",
	    "LSOA code (2011),LSOA name (2011),Local Authority District code (2019),"
	    "Local Authority District name (2019),Index of Multiple Deprivation (IMD) Score,"
	    "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
	    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),"
	    "Income Deprivation Affecting Children Index (IDACI) Decile (where 1 is most deprived 10% of LSOAs)",
	    NULL, true},
	[F_SCHOOLS] = {"reference/schools.csv",
	    "NativeId,URN,LAESTAB,EstablishmentName,Phase,EstablishmentType,Postcode,OpenDate,"
	    "CloseDate", NULL, true},
	[F_CAPACITY] = {"reference/capacity.csv", "organisation,name,kind,since,until,places,unit_cost", NULL, true},
	[F_BOUNDARIES] = {"reference/boundaries.geojson", NULL, NULL, true},
	[F_903_HEADER] = {"ssda903/%/%-header.csv", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", YEARS, false},
	[F_903_EPISODES] = {"ssda903/%/%-episodes.csv",
	    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,"
	    "HOME_POST,PL_POST,URN", YEARS, false},
	[F_903_REVIEWS] = {"ssda903/%/%-reviews.csv", "CHILD,DOB,REVIEW,REVIEW_CODE", YEARS, false},
	[F_903_UASC] = {"ssda903/%/%-uasc.csv", "CHILD,SEX,DOB,DUC", YEARS, false},
	[F_903_OC2] = {"ssda903/%/%-oc2.csv",
	    "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,"
	    "HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED", YEARS, false},
	[F_903_OC3] = {"ssda903/%/%-oc3.csv", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", YEARS, false},
	[F_903_AD1] = {"ssda903/%/%-ad1.csv",
	    "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR", YEARS, false},
	[F_903_PLACED] = {"ssda903/%/%-placed_for_adoption.csv",
	    "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED", YEARS,
	    false},
	[F_903_PERMANENCE] = {"ssda903/%/%-previous_permanence.csv", "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM", YEARS,
	    false},
	[F_903_MISSING] = {"ssda903/%/%-missing.csv", "CHILD,DOB,MISSING,MIS_START,MIS_END", YEARS, false},
	[F_903_WORKER] = {"ssda903/%/%-social_worker.csv", "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON", YEARS,
	    false},
	[F_CIN] = {"cin_census/CIN_Census_%.xml", NULL, CENSUS_YEARS, true},
	[F_CASE_DEPARTMENTS] = {"case_system/departments.csv",
	    "dept_team_id,dept_team_name,dept_team_parent_id,dept_team_parent_name", NULL, true},
	[F_CASE_PROFESSIONALS] = {"case_system/professionals.csv",
	    "prof_professional_id,prof_staff_id,prof_professional_name,prof_social_worker_registration_no,prof_agency_worker_flag,"
	    "prof_professional_job_title,prof_professional_caseload,prof_professional_department,prof_full_time_equivalency,"
	    "prof_professional_phone,prof_professional_email", NULL, true},
	[F_CASE_PERSON] = {"case_system/person.csv",
	    "pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_ethnicity,pers_dob,"
	    "pers_single_unique_id,pers_send_flag,pers_death_date,pers_is_mother,pers_first_language",
	    NULL, false},
	[F_CASE_ADDRESS] = {"case_system/address.csv",
	    "addr_table_id,addr_person_id,addr_address_type,addr_address_start_date,"
	    "addr_address_end_date,addr_address_postcode,addr_address_uprn",
	    NULL, false},
	[F_CASE_FAMILY] = {"case_system/family.csv",
	    "fami_table_id,fami_family_id,fami_person_id,fami_related_person_id,fami_relationship,"
	    "fami_parental_responsibility,fami_carer,fami_start_date,fami_end_date",
	    NULL, false},
	[F_CASE_INVOLVEMENTS] = {"case_system/involvements.csv",
	    "invo_involvements_id,invo_person_id,invo_professional_id,invo_professional_role_id,"
	    "invo_involvement_start_date,invo_involvement_end_date,invo_worker_change_reason,"
	    "invo_lead",
	    NULL, false},
	[F_CASE_CONTACTS] = {"case_system/contacts.csv",
	    "cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_code,"
	    "cont_contact_outcome",
	    NULL, false},
	[F_CASE_EARLY_HELP] = {"case_system/early_help_episodes.csv",
	    "earl_episode_id,earl_person_id,earl_episode_start_date,earl_episode_end_date,"
	    "earl_episode_reason,earl_episode_end_reason,earl_episode_organisation",
	    NULL, false},
	[F_CASE_CIN] = {"case_system/cin_episodes.csv",
	    "cine_referral_id,cine_person_id,cine_referral_date,cine_cin_primary_need_code,"
	    "cine_referral_source_code,cine_referral_nfa,cine_close_reason,cine_close_date,"
	    "cine_referral_team,cine_referral_worker_id",
	    NULL, false},
	[F_CASE_ASSESSMENTS] = {"case_system/assessments.csv",
	    "cina_assessment_id,cina_person_id,cina_assessment_start_date,cina_assessment_child_seen,"
	    "cina_assessment_auth_date,cina_assessment_outcome,cina_assessment_team,"
	    "cina_assessment_factors",
	    NULL, false},
	[F_CASE_CIN_PLANS] = {"case_system/cin_plans.csv",
	    "cinp_cin_plan_id,cinp_person_id,cinp_cin_plan_start_date,cinp_cin_plan_end_date,"
	    "cinp_cin_plan_team",
	    NULL, false},
	[F_CASE_CIN_VISITS] = {"case_system/cin_visits.csv",
	    "cinv_cin_visit_id,cinv_cin_plan_id,cinv_person_id,cinv_cin_visit_date,"
	    "cinv_cin_visit_seen,cinv_cin_visit_seen_alone,cinv_cin_visit_bedroom",
	    NULL, false},
	[F_CASE_S47] = {"case_system/s47_enquiries.csv",
	    "s47e_s47_enquiry_id,s47e_person_id,s47e_s47_start_date,s47e_s47_end_date,s47e_s47_nfa,"
	    "s47e_s47_completed_by_team,s47e_s47_completed_by_worker_id,"
	    "s47e_strategy_discussion_date,s47e_icpc_target_date,s47e_icpc_date,"
	    "s47e_icpc_not_required",
	    NULL, false},
	[F_CASE_CONFERENCES] = {"case_system/initial_cp_conferences.csv",
	    "icpc_icpc_id,icpc_person_id,icpc_icpc_target_date,icpc_icpc_date,"
	    "icpc_icpc_outcome_cp_flag,icpc_icpc_team,icpc_icpc_worker_id",
	    NULL, false},
	[F_CASE_CP_PLANS] = {"case_system/cp_plans.csv",
	    "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date,"
	    "cppl_cp_plan_ola,cppl_cp_plan_initial_category,cppl_cp_plan_latest_category,"
	    "cppl_previous_plans",
	    NULL, false},
	[F_CASE_CP_REVIEWS] = {"case_system/cp_reviews.csv",
	    "cppr_cp_review_id,cppr_person_id,cppr_cp_plan_id,cppr_cp_review_due,cppr_cp_review_date,"
	    "cppr_cp_review_outcome_continue_cp,cppr_cp_review_participation",
	    NULL, false},
	[F_CASE_CP_VISITS] = {"case_system/cp_visits.csv",
	    "cppv_cp_visit_id,cppv_cp_plan_id,cppv_person_id,cppv_cp_visit_date,cppv_cp_visit_seen,"
	    "cppv_cp_visit_seen_alone,cppv_cp_visit_bedroom",
	    NULL, false},
	[F_CASE_CARE] = {"case_system/cla_episodes.csv",
	    "clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,"
	    "clae_cla_episode_start_reason,clae_cla_primary_need_code,clae_cla_episode_ceased_date,"
	    "clae_cla_episode_ceased_reason,clae_legal_status,clae_placement_type,"
	    "clae_placement_provider,clae_placement_change_reason,clae_home_postcode,"
	    "clae_placement_postcode,clae_placement_urn",
	    NULL, false},
	[F_CASE_PLACEMENTS] = {"case_system/cla_placements.csv",
	    "clap_cla_placement_id,clap_person_id,clap_cla_placement_start_date,"
	    "clap_cla_placement_type,clap_cla_placement_urn,clap_cla_placement_distance,"
	    "clap_cla_placement_provider,clap_cla_placement_postcode,clap_cla_placement_end_date,"
	    "clap_cla_placement_change_reason",
	    NULL, false},
	[F_CASE_LEGAL] = {"case_system/legal_status.csv",
	    "lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date,"
	    "lega_legal_status_end_date",
	    NULL, false},
	[F_CASE_CARE_REVIEWS] = {"case_system/cla_reviews.csv",
	    "clar_cla_review_id,clar_person_id,clar_cla_review_due_date,clar_cla_review_date,"
	    "clar_cla_review_cancelled,clar_cla_review_participation",
	    NULL, false},
	[F_CASE_CARE_VISITS] = {"case_system/cla_visits.csv",
	    "clav_cla_visit_id,clav_person_id,clav_cla_visit_date,clav_cla_visit_seen,"
	    "clav_cla_visit_seen_alone,clav_cla_visit_bedroom",
	    NULL, false},
	[F_CASE_CARE_PLANS] = {"case_system/cla_care_plans.csv",
	    "lacp_table_id,lacp_person_id,lacp_cla_care_plan_start_date,lacp_cla_care_plan_end_date,"
	    "lacp_plan_type",
	    NULL, false},
	[F_CASE_LEAVERS] = {"case_system/care_leavers.csv",
	    "clea_table_id,clea_person_id,clea_care_leaver_eligibility,clea_care_leaver_in_touch,"
	    "clea_care_leaver_latest_contact,clea_care_leaver_accommodation,"
	    "clea_care_leaver_activity,clea_pathway_plan_review_date,clea_care_leaver_allocated_team,"
	    "clea_start_date,clea_end_date",
	    NULL, false},
	[F_CASE_MISSING] = {"case_system/missing.csv",
	    "miss_table_id,miss_person_id,miss_missing_episode_start_date,miss_missing_episode_type,"
	    "miss_missing_episode_end_date,miss_missing_rhi_offered,miss_missing_rhi_accepted",
	    NULL, false},
	[F_CASE_SEND] = {"case_system/send.csv",
	    "send_table_id,send_person_id,send_upn,send_uln",
	    NULL, false},
	[F_MARAC] = {"police/marac_%.csv",
	    "case_reference,child_reference,la_child_id,forename,surname,date_of_birth,postcode,"
	    "meeting_date,referring_agency,risk_level,outcome,repeat_case", EVERY_MONTH, false},
	[F_MAPPA] = {"police/mappa.csv",
	    "mappa_reference,child_reference,la_child_id,forename,surname,date_of_birth,postcode,role,category,"
	    "level,start_date,end_date,lead_agency", NULL, false},
	[F_YOUNG_CARERS] = {"voluntary/young_carers.csv",
	    "register_number,upn,la_child_id,forename,surname,date_of_birth,sex,postcode,since,"
	    "until,caring_for,condition,hours_a_week,school_urn,assessed_on,worker_name,worker_phone", NULL, false},
	[F_PUPILS] = {TERM_PATH "pupilonroll.csv",
	    ON "dob,surname,forename,middlenames,preferredsurname,formersurname,upn,formerupn,"
	    "uniquelearnernumber,sex,ethnicity,entrydate,sourceid,parttime,termlysessionspossible,termlysessionsauthorised,"
	    "termlysessionsunauthorised,servicechild,language,enrolstatus,boarder,plaa,senprovision,ncyearactual",
	    TERMS, false},
	[F_LEAVERS] = {TERM_PATH "pupilnolongeronroll.csv",
	    OFF "dob,surname,forename,middlenames,preferredsurname,formersurname,upn,"
	    "formerupn,uniquelearnernumber,sex,ethnicity,entrydate,leavingdate,sourceid,parttime,termlysessionspossible,"
	    "termlysessionsauthorised,termlysessionsunauthorised,boarder,language,ncyearleaving", TERMS, false},
	[F_SESSIONS_ON] = {TERM_PATH "termlysessiondetailsonroll.csv", ON "termlysessiondetailsonrolltableid,"
	    "termlysessiondetailsonrollorderseqcolumn,sourceid,sessions,attendancereason", TERMS, false},
	[F_SESSIONS_OFF] = {TERM_PATH "termlysessiondetailsoffroll.csv", OFF "termlysessiondetailsoffrolltableid,"
	    "termlysessiondetailsoffrollorderseqcolumn,sourceid,sessions,attendancereason", TERMS, false},
	[F_EXCLUSIONS_ON] = {TERM_PATH "termlyexclusionsonroll.csv", ON "termlyexclusionsonrolltableid,"
	    "termlyexclusionsonrollorderseqcolumn,sourceid,startdate,sessions,reason1,reason2,reason3,category,senprovision", TERMS, false},
	[F_EXCLUSIONS_OFF] = {TERM_PATH "termlyexclusionsoffroll.csv", OFF "termlyexclusionsoffrolltableid,"
	    "termlyexclusionsoffrollorderseqcolumn,sourceid,startdate,sessions,reason1,reason2,reason3,category,senprovision", TERMS, false},
	[F_FSM_ON] = {TERM_PATH "fsmperiodsonroll.csv",
	    ON "fsmperiodsonrolltableid,fsmperiodsonrollorderseqcolumn,sourceid,fsmstartdate,"
	    "fsmenddate,ukcountry", TERMS, false},
	[F_FSM_OFF] = {TERM_PATH "fsmperiodsoffroll.csv",
	    OFF "fsmperiodsoffrolltableid,fsmperiodsoffrollorderseqcolumn,sourceid,"
	    "fsmstartdate,fsmenddate,ukcountry", TERMS, false},
	[F_NEEDS_ON] = {TERM_PATH "senneedsonroll.csv",
	    ON "senneedsonrolltableid,senneedsonrollorderseqcolumn,sourceid,sentyperank,sentype",
	    TERMS, false},
	[F_NEEDS_OFF] = {TERM_PATH "senneedsoffroll.csv",
	    OFF "senneedsoffrolltableid,senneedsoffrollorderseqcolumn,sourceid,sentyperank,"
	    "sentype", TERMS, false},
	[F_ADDRESSES_ON] = {TERM_PATH "addressesonroll.csv",
	    ON "addressesonrolltableid,addressesonrollorderseqcolumn,sourceid,"
	    "uniquepropertyreferencenumber,postcode", TERMS, false},
	[F_ADDRESSES_OFF] = {TERM_PATH "addressesoffroll.csv",
	    OFF "addressesoffrolltableid,addressesoffrollorderseqcolumn,sourceid,"
	    "uniquepropertyreferencenumber,postcode", TERMS, false},
	[F_SEN2_PERSONS] = {"sen2/sen2_persons_%.csv",
	    "persontableid,surname,forename,personbirthdate,sex,ethnicity,postcode,upn,"
	    "uniquelearnernumber,upnunknown", YEARS, false},
	[F_SEN2_REQUESTS] = {"sen2/sen2_requests_%.csv",
	    "persontableid,requeststableid,receiveddate,rya,requestsource,"
	    "requestoutcomedate,requestoutcome,requestmediation,requesttribunal", YEARS, false},
	[F_SEN2_ASSESSMENTS] = {"sen2/sen2_assessments_%.csv",
	    "persontableid,requeststableid,assessmenttableid,decisiondate,"
	    "assessmentoutcome,assessmentoutcomedate,assessmentmediation,assessmenttribunal,week20", YEARS, false},
	[F_SEN2_PLANS] = {"sen2/sen2_plans_%.csv",
	    "persontableid,requeststableid,namedplantableid,receiveddate,week20,startdate,ceasedate,"
	    "ceasereason,sentype,urn,sensetting,residential,outsideauthority,pb", YEARS, false},
	[F_SEN2_ACTIVE] = {"sen2/sen2_active_plans_%.csv",
	    "persontableid,requeststableid,activeplanstableid,transferla,urn,sensetting,"
	    "residential,entrydate,leavingdate,lastreview,reviewoutcome", YEARS, false},
	[F_WAITS] = {"health/therapy_waits.csv",
	    "referral_id,local_patient_id,nhs_number," PERSON "postcode,service,priority,"
	    "referral_received,first_assessment,treatment_started,discharged,discharge_reason,source_of_referral",
	    NULL, false},
	[F_HEALTH_VISITS] = {"health/health_visits_%.csv",
	    "visit_id,local_patient_id,nhs_number," PERSON "postcode,visit,visit_date,place,"
	    "outcome,asq_communication,asq_gross_motor,asq_fine_motor,asq_problem_solving,asq_personal_social,expected_level,"
	    "breastfeeding,mother_smoking_at_delivery", FINANCIAL, false},
	[F_NCMP] = {"health/ncmp_%.csv",
	    "pupil_id,nhs_number,upn," PERSON "ethnicity,postcode,school_urn,school_year,measured,height_cm,"
	    "weight_kg,bmi_p_score,bmi_category", ACADEMIC, false},
	[F_EARLY_HELP] = {"early_help/early_help.csv",
	    "episode_id,person_id,family_id," PERSON "ethnicity,postcode,upn,started,closed,"
	    "reason,lead_agency,lead_practitioner,plan_agreed,closure_outcome", NULL, false},
	[F_YOUTH_JUSTICE] = {"youth_justice/youth_justice_outcomes_%.csv",
	    "outcome_id,yjs_id," PERSON "ethnicity,postcode,offence_date,"
	    "offence,gravity,outcome_date,outcome,first_time_entrant,custody_months", FINANCIAL, false},
	[F_POLICE_MISSING] = {"police/police_missing_%.csv",
	    "report_id,police_person_id," PERSON "postcode,reported,reported_time,found,"
	    "missing_from,risk,exploitation_concern", FINANCIAL, false},
	[F_POLICE_ABUSE] = {"police/police_domestic_abuse_%.csv",
	    "notification_id,incident_id,police_person_id," PERSON "postcode,"
	    "incident_date,incident_time,risk,child_present,child_injured,school_urn", FINANCIAL, false},
	[F_DESTINATIONS] = {"education/destinations_%.csv",
	    "snapshot,young_person_id,uln,upn," PERSON "ethnicity,postcode,academic_age,"
	    "activity,activity_start,establishment,september_guarantee,looked_after,care_leaver,send_support",
	    MONTHS, false},
	[F_HOME_EDUCATION] = {"education/home_education.csv",
	    "record_id,person_id,upn," PERSON "ethnicity,postcode,kind,reason,since,until,"
	    "previous_school_urn,end_reason,suitable,last_contact", NULL, false},
	[F_TRUTH] = {"truth/truth.csv", "source,source_key,person", NULL, true},
};
const int n_file_kinds = N_FILE_KINDS;
