-- One row a cell, form, year, level and kind of agency: its exact sum over the reports that count. Agencies of different levels and
-- kinds stand apart, because a government's report usually covers its departments.
create view cell_sums as
select
  f.year, -- The year reported on.
  f.level, -- The level of the agencies; null where their division can't be told.
  f.kind, -- The kind of the agencies.
  f.form, -- The statutory form.
  f.cell_id, -- The cell.
  f.is_total, -- Whether the cell is the sum of others in these reports: leave it out of a sum over cells.
  f.unit, -- The unit that was printed: sums of different units stand apart.
  count(*) as reports, -- Reports that have the cell.
  sum(case when f.status in ('doubtful', 'missing') then 1 else 0 end) as left_out, -- Of these, those where it is doubtful or missing: not in the sum.
  {sum f.exact if f.status in ('read', 'corrected')} as sum -- The sum as text, every digit; null where there is nothing to add.
from facts f
group by f.year, f.level, f.kind, f.form, f.cell_id, f.is_total, f.unit;
