-- One row a document that the dataset held when it was loaded last, the unreadable ones too, with how its report stands.
create view documents as
select
  d.document_no, -- The document.
  d.document_id, -- sha256: and the digest of its bytes.
  d.source, -- The way to it.
  d.also, -- How many further places held the same bytes.
  d.media_type, -- What the bytes are.
  d.bytes, -- How many bytes.
  d.pages, -- How many pages.
  d.url, -- Where it was published, where the archive says so.
  d.retrieved_at, -- When it was fetched from there.
  r.report_no, -- Its report.
  r.agency as agency_printed, -- The agency as printed.
  a.name as agency, -- The agency's normalised name.
  a.region_code, -- Its division.
  r.region_sure, -- Whether the division can be no other one.
  r.year, -- The year reported on.
  r.form, -- The statutory form.
  r.verdict, -- The verdict.
  r.reason, -- Why no report came out.
  r.title, -- The title, as printed.
  r.standing, -- How it stands among the others (see report.standing).
  s.document_no as superseded_by -- The document that took its place, or that it is a copy of.
from document d
join report r on r.document_no = d.document_no and r.standing <> 'reread'
left join agency a on a.agency_no = r.agency_no
left join report s on s.report_no = r.superseded_by
where d.withdrawn_load is null;
