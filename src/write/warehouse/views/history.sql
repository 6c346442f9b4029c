-- One row a report that any load has brought, with when it came into force and when it ended.
create view history as
select
  r.report_no, -- The report.
  d.document_id, -- The document it was read from.
  d.source, -- The way to it.
  a.name as agency, -- The agency's normalised name.
  r.year, -- The year reported on.
  r.form, -- The statutory form.
  r.verdict, -- The verdict.
  r.standing, -- How it stands now (see report.standing).
  r.superseded_by, -- The report that took its place.
  f.loaded_at as from_time, -- When the load began that brought it.
  u.loaded_at as until_time -- When the load began that put it out of force; null while it is in force.
from report r
join document d on d.document_no = r.document_no
left join agency a on a.agency_no = r.agency_no
join "load" f on f.load_no = r.from_load
left join "load" u on u.load_no = r.until_load;
