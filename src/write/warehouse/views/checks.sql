-- One row a check of a report that counts.
create view checks as
select
  r.report_no, -- The report.
  r.document_id, -- The document it was read from.
  r.agency, -- The agency's normalised name.
  r.region_code, -- Its division.
  r.year, -- The year reported on.
  k.identity, -- The identity, or what was told in a narrative.
  k.subject, -- What it was applied to.
  {number k.expected} as expected, -- What the other numbers make.
  {number k.actual} as actual, -- What is printed.
  k.result, -- pass, fail or not_assessable.
  k.advisory -- It advises, and changes no verdict.
from "check" k
join reports r on r.report_no = k.report_no;
