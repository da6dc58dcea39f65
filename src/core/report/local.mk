# SPDX-License-Identifier: MIT
#
# Documents outside Slack: reports of incidents, the company's figures.
libpure_a_SOURCES += \
	src/core/report/figures.c \
	src/core/report/figures.h \
	src/core/report/figures_page.c \
	src/core/report/figures_text.c \
	src/core/report/figures_text.h \
	src/core/report/html.c \
	src/core/report/html.h \
	src/core/report/manuscript.c \
	src/core/report/manuscript.h \
	src/core/report/manuscript_compare.c \
	src/core/report/markdown.c \
	src/core/report/markdown.h \
	src/core/report/paper.c \
	src/core/report/paper.h \
	src/core/report/report.c \
	src/core/report/report.h \
	src/core/report/report_canvas.c \
	src/core/report/report_html.c \
	src/core/report/report_markdown.c \
	src/core/report/report_people.c \
	src/core/report/report_picture.c \
	src/core/report/report_tables.c \
	src/core/report/svg.c \
	src/core/report/svg.h
