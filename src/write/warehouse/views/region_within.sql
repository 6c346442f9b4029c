-- One row a division and each one that it lies in, itself and the country included: what views by region add up over.
create view region_within as
select
  region_code, -- The division.
  region_code as within_code -- The division it lies in.
from region
union all select region_code, prefecture_code from region where prefecture_code <> region_code
union all select region_code, province_code from region where province_code <> region_code
union all select region_code, '000000' from region where region_code <> '000000';
