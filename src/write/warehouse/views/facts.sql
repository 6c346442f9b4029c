-- One row a cell of a report that counts.
create view facts as
select
  r.report_no, -- The report.
  r.document_id, -- The document it was read from.
  r.agency_no, -- The agency.
  r.agency, -- The agency's normalised name.
  r.kind, -- government, office or department.
  r.level, -- The level it governs at.
  r.region_code, -- Its division.
  r.region_sure, -- Whether the division can be no other one.
  r.year, -- The year reported on.
  r.form, -- The statutory form.
  c.cell_id, -- The cell of the form.
  c.table_id, -- The first word of cell_id.
  c.row_id, -- The words between.
  c.column_id, -- The last word of cell_id.
  c.row_label, -- The row's label in the words of the form.
  c.column_label, -- The column's label in the words of the form.
  {number f.value} as value, -- The number as printed; the best reading or null where doubtful. In SQLite a number with a fraction is the nearest binary one here.
  {exact f.value} as exact, -- The number as text, exactly; places that are nought at its end are left out (raw has them).
  f.unit, -- 万元 or 元 where money is meant; not converted.
  f.status, -- read, blank, missing, doubtful or corrected.
  f.is_total, -- It is the sum of other cells of the report: leave it out of a sum over cells.
  f.raw, -- The text as printed.
  f.note, -- What stood beside the number.
  f.page -- The page it was read from.
from fact f
join reports r on r.report_no = f.report_no
join cell c on c.cell_no = f.cell_no;
