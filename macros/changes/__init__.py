"""What changed between two states of the record, told from records, not from lines.

    entries.py     a `Data` -> its records that have an identity of their own
    values.py      a field's value as the site shows it
    identities.py  records that only got another id
    compare.py     compare(before, after) -> Changes, pure
    grouping.py    one sentence for what many records have in common
    attention.py   what deserves a second look
    effects.py     pages that change, anchors that break
    sentences.py   a change in Vietnamese words
    markdown.py    text as Markdown, within a limit of bytes
    report.py      report(changes) -> the reviewers' report
    states.py      two revisions or folders -> two states to compare
"""
