"""Files in and out: spreadsheets, calendars, e-mail drafts, past minutes. No Qt."""
