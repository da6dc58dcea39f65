# SPDX-License-Identifier: MIT
#
# What is due on the agenda: claimed, done, looked after.
libio_a_SOURCES += \
	src/daemon/jobs/document_job.c \
	src/daemon/jobs/document_job.h \
	src/daemon/jobs/effect_job.c \
	src/daemon/jobs/effect_job.h \
	src/daemon/jobs/errand_job.c \
	src/daemon/jobs/errand_job.h \
	src/daemon/jobs/export_job.c \
	src/daemon/jobs/export_job.h \
	src/daemon/jobs/job_subject.c \
	src/daemon/jobs/letter_job.c \
	src/daemon/jobs/letter_job.h \
	src/daemon/jobs/mark_job.c \
	src/daemon/jobs/mark_job.h \
	src/daemon/jobs/oncall_watch.c \
	src/daemon/jobs/oncall_watch.h \
	src/daemon/jobs/reconcile.c \
	src/daemon/jobs/result_job.c \
	src/daemon/jobs/runner.c \
	src/daemon/jobs/runner.h \
	src/daemon/jobs/ticket_watch.c \
	src/daemon/jobs/ticket_watch.h \
	src/daemon/jobs/verify.c
