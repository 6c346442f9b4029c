-- One row a report that counts and ground of refusal: how often it was given. Counts are of the column of totals.
create view refusals as
select
  r.report_no, -- The report.
  r.agency, -- The agency's normalised name.
  r.kind, -- government, office or department.
  r.level, -- The level it governs at.
  r.region_code, -- Its division.
  r.year, -- The year reported on.
  substr(c.row_id, 9) as ground, -- The ground: the row's id without refused.
  c.row_label as label, -- The ground in the words of the form.
  case when f.status in ('read', 'corrected') then {number f.value} end as refused, -- Requests refused on this ground; null where blank, doubtful or missing.
  f.status -- What is known of the cell.
from reports r
join fact f on f.report_no = r.report_no
join cell c on c.cell_no = f.cell_no and c.table_id = 'requests' and c.column_id = 'total' and c.row_id like 'refused.%';
