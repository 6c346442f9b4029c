-- One row a report that counts with a table of requests: what became of them. Counts are of the column of totals.
create view disclosure as
select
  r.report_no, -- The report.
  r.agency, -- The agency's normalised name.
  r.kind, -- government, office or department.
  r.level, -- The level it governs at.
  r.region_code, -- Its division.
  r.year, -- The year reported on.
  r.verdict, -- The verdict.
  {certain c.row_id = 'received'} as received, -- Requests received in the year.
  {certain c.row_id = 'outcome_total'} as decided, -- Requests that were decided (本年度办理结果 总计). Each count is null where a cell of it is doubtful or missing.
  {certain c.row_id in ('granted', 'partial')} as disclosed, -- Granted, or granted in part.
  {certain c.row_id like 'refused.%'} as refused, -- Refused.
  {certain c.row_id like 'unavailable.%'} as unavailable, -- Could not be provided.
  {certain c.row_id like 'not_processed.%'} as not_processed, -- Not dealt with.
  {certain c.row_id like 'other_handling.%'} as other, -- Dealt with otherwise.
  {rate {some c.row_id in ('granted', 'partial')} / {certain c.row_id = 'outcome_total'}} as disclosure_rate -- Disclosed of decided.
from reports r
join fact f on f.report_no = r.report_no
join cell c on c.cell_no = f.cell_no and c.table_id = 'requests' and c.column_id = 'total'
group by r.report_no, r.agency, r.kind, r.level, r.region_code, r.year, r.verdict;
