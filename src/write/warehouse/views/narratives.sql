-- One row a section of a report that counts.
create view narratives as
select
  r.report_no, -- The report.
  r.document_id, -- The document it was read from.
  r.agency, -- The agency's normalised name.
  r.region_code, -- Its division.
  r.year, -- The year reported on.
  n.position, -- Its place among the sections.
  n.number, -- The section of the form it is.
  n.heading, -- The heading as printed.
  n.text -- Its text.
from narrative n
join reports r on r.report_no = n.report_no;
