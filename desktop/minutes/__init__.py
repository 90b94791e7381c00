"""Attendance and live minutes: the tab of a meeting that is open while people talk."""
