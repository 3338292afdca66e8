"""What the pages are called that an organisation has about itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

# By the property of schema.org's NewsMediaOrganization that leads to each.
POLICY_LABELS = {
    "publishingPrinciples": gettext_lazy("Editorial principles"),
    "verificationFactCheckingPolicy": gettext_lazy("How we check facts"),
    "correctionsPolicy": gettext_lazy("How we correct"),
    "actionableFeedbackPolicy": gettext_lazy("How to reach us and complain"),
    "ethicsPolicy": gettext_lazy("Code of ethics"),
    "ownershipFundingInfo": gettext_lazy("Who owns and funds us"),
    "masthead": gettext_lazy("Who works here"),
    "missionCoveragePrioritiesPolicy": gettext_lazy("Our mission and what we choose to check"),
    "unnamedSourcesPolicy": gettext_lazy("How we treat sources without a name"),
    "noBylinesPolicy": gettext_lazy("Why texts carry no names"),
    "diversityPolicy": gettext_lazy("Diversity"),
}


def policy_label(name: str) -> str:
    """What a page is called, in the reader's language."""
    return str(POLICY_LABELS[name])
