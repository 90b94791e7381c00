"""The page Duties: who does what when, why, and how fairly it is shared."""
