-- One row a report that counts: of each agency and year the newest, neither superseded nor withdrawn, doubled or a copy. (A
-- text without tables stands beside the tables, where an agency published the two as two files.)
create view reports as
select
  r.report_no, -- The report.
  d.document_id, -- The document it was read from.
  d.source, -- The way to it.
  d.url, -- Where it was published, where the archive says so.
  d.retrieved_at, -- When it was fetched from there.
  r.agency_no, -- The agency.
  a.name as agency, -- The agency's normalised name.
  r.agency as agency_printed, -- Its name as printed.
  a.kind, -- government, office or department.
  a.level, -- The level it governs at.
  a.region_code, -- Its division (GB/T 2260).
  r.region_sure, -- Whether the division can be no other one.
  r.region_basis, -- By what the division was told.
  g.name as region, -- The division's name.
  g.path as region_path, -- The divisions it lies in and itself.
  g.province_code, -- The province.
  g.prefecture_code, -- The prefecture or city.
  r.year, -- The year reported on.
  r.form, -- The statutory form; null for a text without tables.
  r.verdict, -- clean, publisher_inconsistent or needs_review.
  r.title, -- The title, as printed.
  r.doubtful_cells, -- How many of its cells are doubtful.
  r.missing_cells -- How many cells of the form it does not show.
from report r
join document d on d.document_no = r.document_no
join agency a on a.agency_no = r.agency_no
left join region g on g.region_code = a.region_code
where r.standing = 'current';
