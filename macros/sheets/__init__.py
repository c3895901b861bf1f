"""Spreadsheets out and in: what editors send as Excel, CSV or Word becomes changes of the YAML, and the data becomes workbooks.

    grids.py      a file -> grids of cells, whatever its format; what cannot be read safely is refused
                  (archives, workbooks, number_formats, csv_files, encodings, word_tables: how each format is read)
    incoming.py   what a file asks for: rows of field values, each with the cell it came from
"""
