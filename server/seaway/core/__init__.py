"""What every domain stands on: settings, database, units of work, the change log, jobs, HTTP."""
