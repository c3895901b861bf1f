"""Spreadsheets out and in: what editors send as Excel, CSV or Word becomes changes of the YAML, and the data becomes workbooks.

    grids.py      a file -> grids of cells, whatever its format; what cannot be read safely is refused
                  (archives; workbooks, worksheets, number_formats; csv_files, encodings; word_tables, word_numbers)
    offices.py    grids of a foreign file -> what it asks for: heads by meaning, groups, names of units, people, honours
                  head_words, heads: what a column holds    table_rows, tables: records, groups, totals    phrases: how words are compared
                  known_units, unit_cells, known_names: who is meant    findings: what is said of it    ready_lines: what can be added
                  plan_annexes, award_lists, registers: each kind of list as rows
    incoming.py   what a file asks for: rows of field values, each with the cell it came from

Ours, out and back:

    kinds.py      what goes out and in: tables, their files, what tells records apart   columns.py  names.py  stored.py
    export_book.py  a workbook to edit (export_lists: its drop-down lists)              own_book.py  the same, read back (owners)
    asked.py      rows asked for -> matching.py  against records -> composing.py  lists to change (new_ids)
    yaml_*.py     the change of a file that leaves every other byte alone
    trial.py      tried with every rule, problems led back to cells (table_words: in their words) -> journal.py  written whole or not at all
    importing.py  all of it in a row; commands.py, command_export.py, command_import.py  as editors meet it
"""
