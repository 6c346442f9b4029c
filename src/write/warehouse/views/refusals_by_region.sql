-- One row a division, year, level and kind of agency, and ground of refusal. Rows of different levels or kinds are never to be
-- added: a government's report usually covers its departments.
create view refusals_by_region as
select
  w.within_code as region_code, -- The division, 000000 for the country.
  g.name as region, -- Its name.
  d.year, -- The year reported on.
  d.level, -- The level of the agencies in it; null for those whose division can't be told, which count for the country.
  d.kind, -- The kind of these agencies.
  d.ground, -- The ground.
  min(d.label) as label, -- The ground in the words of the form.
  count(*) as reports, -- Reports that count.
  sum(case when d.status in ('doubtful', 'missing') then 1 else 0 end) as left_out, -- Of these, those where the cell is doubtful or missing: not in what follows.
  sum(d.refused) as refused, -- Requests refused on this ground.
  {rate sum(d.refused) / sum(sum(d.refused)) over (partition by w.within_code, d.year, d.level, d.kind)} as share -- Its share of all refusals of these agencies.
from refusals d
join region_within w on w.region_code = coalesce(d.region_code, '000000')
join region g on g.region_code = w.within_code
group by w.within_code, g.name, d.year, d.level, d.kind, d.ground;
