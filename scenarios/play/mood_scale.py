"""The customer's mood on one scale of 0 (furious) to 10 (grateful), for the line of the debrief."""

from scenarios.engine.mood import WORDS, Mood, mood_word

POINTS_PER_WORD = 2
NEVER_THE_NEXT_WORD = 1.9


def mood_value(mood: Mood) -> float:
    """One number, 0 to 10 with one decimal.

    The word decides the two points of the scale; trust, patience and the absence of irritation, averaged, decide the
    place within them. Monotone: more trust, more patience or less irritation never lowers it.
    """
    within = (mood.trust + mood.patience + 10 - mood.irritation) / 30
    return round(POINTS_PER_WORD * WORDS.index(mood_word(mood)) + NEVER_THE_NEXT_WORD * within, 1)
