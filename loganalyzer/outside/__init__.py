"""What others publish and report about our mail: our SPF record, DMARC and TLS reports.

Turns files, and the DNS only when it is asked, into values; judges nothing. What could not be read is
a finding (``sources.finding``), what is wrong with a record is one too (``doctor.finding``), and what
the DNS did not answer is *unknown*, which is never the same as *none*.

| values | come from |
|---|---|
| ``spf_record`` | ``spf_given.from_text``, ``from_zone``, ``from_answers``, ``from_dns``: an `SpfRecord` |
| ``spf_record`` | ``spf_check.evaluate(record, address)``: an `SpfResult` |
| ``dmarc`` | ``dmarc_read.read_dmarc(paths)``: reports, findings |
| ``tls_rpt`` | ``tls_rpt_read.read_tls_rpt(paths)``: reports, findings |

``dmarc_sources`` and ``coverage`` sum up many reports, ``tls_days`` those on TLS; ``spf_findings`` says
what is wrong with a record, and ``changes.spf_record`` writes the new one.
"""
