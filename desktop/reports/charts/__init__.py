"""Charts: plain values in, one drawing out, for paper (PDF), for the screen (SVG) and for files. No Qt.

chart = Trend("Attendance is falling", "Members present, of 31", alt="…", points=(TrendPoint("35", 25), …))
story += chart_section(chart, paper)                 # on paper, with its heading
picture = svg(chart, 352, 180, SCREEN_LIGHT)         # for the screen
data = png(chart)                                    # for a file
"""
