"""Courses published in the CMS, enrolment, progress and completion."""
