"""Quizzes: compiled, taken, graded."""
