"""What people see of the record: the window, the paper, the files that come and go, the command line."""
