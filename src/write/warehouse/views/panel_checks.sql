-- One row a check over reports as it comes out now: of one agency over years, or of agencies beside one another. All of it is advice.
create view panel_checks as
select
  p.panel_check_no, -- The check.
  p.identity, -- The check: panel.carried and the like.
  a.name as agency, -- The agency's normalised name.
  a.kind, -- government, office or department.
  a.level, -- The level it governs at.
  a.region_code, -- Its division.
  p.year, -- The year it is said of.
  p.subject, -- What it was applied to.
  p.result, -- pass, fail or not_assessable.
  {number p.expected} as expected, -- What the other reports make.
  {number p.actual} as actual, -- What is printed.
  p.evidence, -- One sentence for people; null where the reports agree.
  p.report_no, -- The report that it is said of.
  d.document_id, -- The document that one was read from.
  d.source, -- The way to it.
  p.other_report_no, -- The report that it was held against, of several the first.
  e.document_id as other_document_id, -- The document that one was read from.
  e.source as other_source, -- The way to it.
  p.further_reports, -- The numbers of the other reports that it was held against.
  l.loaded_at as since -- When the load began from which it came out so.
from panel_check p
join agency a on a.agency_no = p.agency_no
join report r on r.report_no = p.report_no
join document d on d.document_no = r.document_no
left join report o on o.report_no = p.other_report_no
left join document e on e.document_no = o.document_no
join "load" l on l.load_no = p.from_load
where p.until_load is null;
