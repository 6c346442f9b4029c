-- One row a report that counts and kind of appeal: how appeals against the agency ended. The form of 2014 has one kind of litigation.
create view reviews as
select
  r.report_no, -- The report.
  r.agency, -- The agency's normalised name.
  r.kind, -- government, office or department.
  r.level, -- The level it governs at.
  r.region_code, -- Its division.
  r.year, -- The year reported on.
  {appeal} as appeal, -- reconsideration, litigation_direct, litigation_after_reconsideration or, in 2014's form, litigation.
  {certain {result} = 'upheld'} as upheld, -- Ended with the decision upheld (结果维持). Each count is null where its cell is doubtful or missing.
  {certain {result} = 'corrected'} as corrected, -- Ended with the decision corrected (结果纠正).
  {certain {result} = 'other'} as other, -- Ended otherwise.
  {certain {result} = 'pending'} as pending, -- Not ended yet; 2014's form does not ask.
  {rate {some {result} = 'corrected'} / {certain {result} in ('upheld', 'corrected', 'other')}} as correction_rate -- Corrected of those that ended.
from reports r
join fact f on f.report_no = r.report_no
join cell c on c.cell_no = f.cell_no
  and (c.table_id = 'appeals' or c.table_id = 'statistics' and c.column_id = 'current' and (c.row_id like 'reconsideration.%' or c.row_id like 'litigation.%'))
group by r.report_no, r.agency, r.kind, r.level, r.region_code, r.year, {appeal};
