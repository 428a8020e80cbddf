"""What every published record shares. Which folder to open for what:

a record's life     workflow, steps, scheduling, checks, reviewing, versions, letters, following
its languages       translating, glossary; languages.py, language_lines.py, parity.py
its texts and files richtext, documents, document_texts, collecting; pdf.py, papers.py and typst
what is public      catalogue (written with the record), caching (whole pages, and the number by which they fall due)
finding it          search (words and keys, no database), finding (queries answered), listing (lists and feeds), suggesting
readers             questions; usefulness.py, readership.py, reader.py (how a person wants pages to look)
who sees what       querysets.py: `visible_to(user)`
"""
