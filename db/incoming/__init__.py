"""What comes in from other programs: lists of members, past meetings, calendars."""
