"""Sets Tilbage up and runs it on a machine that has nothing but Python.

`commands` is the way in, and reads from top to bottom. It stands on `environment` (packages),
`services` (PostgreSQL and Valkey) and `processes` (web, worker, beat, mail sink). Whatever keeps running
belongs to a *group* (`groups`), whose own small `supervisor` process stops it when nobody holds on to it any
more: that is what makes a killed runner leave nothing behind.

Standard library only, since it runs before anything is installed.
"""
