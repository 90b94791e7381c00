"""Paper: ReportLab over rows of the record. No Qt."""
