-- One row a cell, form, year, level and kind of agency: its exact sum over the reports that count. Agencies of different levels and
-- kinds stand apart, because a government's report usually covers its departments.
create view cell_sums as
select
  year, -- The year reported on.
  level, -- The level of the agencies; null where their division can't be told.
  kind, -- The kind of the agencies.
  form, -- The statutory form.
  cell_id, -- The cell.
  is_total, -- Whether the cell is the sum of others in these reports: leave it out of a sum over cells.
  unit, -- The unit that was printed: sums of different units stand apart.
  reports, -- Reports that have the cell.
  left_out, -- Of these, those where it is doubtful or missing: not in the sum. (In SQLite those with more than 18 digits, too.)
  case when places = 0 then cast(whole as text)
    when whole >= 0 then whole || '.' || rtrim(printf('%09d', places), '0')
    else '-' || -(whole + 1) || '.' || rtrim(printf('%09d', 1000000000 - places), '0')
  end as sum -- The sum as text, every digit; null where there is nothing to add.
from (
  -- What is after the points, in billionths, is carried over, so that less than one is left.
  select *,
    wholes + billionths / 1000000000 - (billionths % 1000000000 < 0) as whole,
    billionths % 1000000000 + (billionths % 1000000000 < 0) * 1000000000 as places
  from (
    select year, level, kind, form, cell_id, is_total, unit, count(*) as reports,
      sum(status in ('doubtful', 'missing') or coalesce(instr(substr(exact || '.', 1, 20), '.') = 0, false)) as left_out,
      sum(case when adds then cast(exact as integer) end) as wholes,
      sum(case when adds then
        (case when exact like '-%' then -1 else 1 end)
        * (case when instr(exact, '.') > 0 then cast(substr(substr(exact, instr(exact, '.') + 1) || '000000000', 1, 9) as integer) else 0 end)
      end) as billionths
    from (
      select *, status in ('read', 'corrected') and instr(substr(exact || '.', 1, 20), '.') > 0 as adds from facts
    )
    group by year, level, kind, form, cell_id, is_total, unit
  )
);
