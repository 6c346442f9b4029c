-- One row a division, year, level and kind of agency, and kind of appeal. Rows of different levels or kinds are never to be added: a
-- government's report usually covers its departments.
create view reviews_by_region as
select
  w.within_code as region_code, -- The division, 000000 for the country.
  g.name as region, -- Its name.
  d.year, -- The year reported on.
  d.level, -- The level of the agencies in it; null for those whose division can't be told, which count for the country.
  d.kind, -- The kind of these agencies.
  d.appeal, -- The kind of appeal.
  count(*) as reports, -- Reports that count.
  sum(case when d.correction_rate is null then 1 else 0 end) as left_out, -- Of these, those where nothing ended or a number is doubtful or missing: not in what follows.
  sum(case when d.correction_rate is not null then coalesce(d.upheld, 0) + coalesce(d.corrected, 0) + coalesce(d.other, 0) end) as concluded, -- Appeals that ended.
  sum(case when d.correction_rate is not null then d.corrected end) as corrected, -- Those that ended with the decision corrected.
  {rate sum(case when d.correction_rate is not null then coalesce(d.corrected, 0) end) / sum(case when d.correction_rate is not null then coalesce(d.upheld, 0) + coalesce(d.corrected, 0) + coalesce(d.other, 0) end)} as correction_rate -- Corrected of those that ended.
from reviews d
join region_within w on w.region_code = coalesce(d.region_code, '000000')
join region g on g.region_code = w.within_code
group by w.within_code, g.name, d.year, d.level, d.kind, d.appeal;
