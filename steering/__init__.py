"""The Steering Committee's floor. Which folder to open for what:

who sits          seats (register, mandates, handover, rules of procedure); access.py: who may open what; time_zones.py
a meeting         meetings (agenda, attendance, quorum, calendars, minutes), papers (files, packs, private links)
what is decided   decisions (positions, working days, silence procedure, register, actions)
reports           reports (under review), builder (periodic ones from live figures), contributions (the ledger)
what is final     record (the chain, its check, what the database locks)
for members       desk (what waits, what is new), overview (the front page)
"""
