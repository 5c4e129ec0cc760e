"""The form of one question."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from lms.assessment.definition import Question

TOKEN_LENGTH = 64


class AnswerForm(forms.Form):
    """The options given to one question, and the token that makes sending it twice harmless.

    Whether they are an answer at all is for the service to say; here, only that there is one.
    """

    token = forms.CharField(max_length=TOKEN_LENGTH)
    option = forms.MultipleChoiceField()

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        option = self.fields["option"]
        assert isinstance(option, forms.MultipleChoiceField)
        option.choices = [(one.id, one.text) for one in question.options]
        option.error_messages["required"] = (
            _("Tick at least one option before you check. Nothing was sent yet.")
            if question.takes_several
            else _("Choose an option before you check. Nothing was sent yet.")
        )
