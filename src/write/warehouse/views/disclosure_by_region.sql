-- One row a division, year, level and kind of agency: what became of requests there. Rows of one division are never to be added: a
-- government's report usually covers its departments.
create view disclosure_by_region as
select
  w.within_code as region_code, -- The division, 000000 for the country.
  g.name as region, -- Its name.
  d.year, -- The year reported on.
  d.level, -- The level of the agencies in it; null for those whose division can't be told, which count for the country.
  d.kind, -- The kind of these agencies.
  count(*) as reports, -- Reports that count.
  sum(case when d.disclosure_rate is null then 1 else 0 end) as left_out, -- Of these, those where nothing was decided or a number is doubtful or missing: not in what follows.
  sum(case when d.disclosure_rate is not null then d.decided end) as decided, -- Requests decided.
  sum(case when d.disclosure_rate is not null then d.disclosed end) as disclosed, -- Granted, or granted in part.
  {rate sum(case when d.disclosure_rate is not null then coalesce(d.disclosed, 0) end) / sum(case when d.disclosure_rate is not null then d.decided end)} as disclosure_rate -- Disclosed of decided.
from disclosure d
join region_within w on w.region_code = coalesce(d.region_code, '000000')
join region g on g.region_code = w.within_code
group by w.within_code, g.name, d.year, d.level, d.kind;
