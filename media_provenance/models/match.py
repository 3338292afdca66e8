"""Two pictures that are alike, and what a person says of it."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class MatchClass(models.TextChoices):
    """How alike two pictures are. All but exact are as `domain.likeness` classes them."""

    EXACT = "exact", _("the same picture")
    COPY = "copy", _("a copy of the same picture")
    LIKELY_COPY = "likely_copy", _("a likely copy of the same picture")
    SAME_PLACE = "same_place", _("the same place, another photo")


# Classes that say "the same picture" and count once a person has confirmed it. Two photos of the
# same place are two pictures: they wait for nobody.
COPY_CLASSES = (MatchClass.COPY, MatchClass.LIKELY_COPY)
# Classes against which one person's word is not enough: the machine says that these are two
# pictures, so two people must say that it is wrong before a date is carried over.
TWO_PERSON_CLASSES = (MatchClass.SAME_PLACE,)


class Decision(models.TextChoices):
    UNDECIDED = "undecided", _("not decided")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")
    UNSURE = "unsure", _("unsure")


_LACKS_A_SECOND = Q(
    decision=Decision.CONFIRMED,
    match_class__in=TWO_PERSON_CLASSES,
    second_decided_by__isnull=True,
)


class MatchQuerySet(models.QuerySet["Match"]):
    def of(self, asset_id: object) -> MatchQuerySet:
        return self.filter(Q(first_id=asset_id) | Q(second_id=asset_id))

    def undecided(self) -> MatchQuerySet:
        """Copies of which nobody has said yet whether they are."""
        return self.filter(match_class__in=COPY_CLASSES, decision=Decision.UNDECIDED)

    def waiting(self) -> MatchQuerySet:
        """Undecided copies that people are asked about: none that another pair stands for."""
        return self.undecided().filter(represented_by__isnull=True)

    def settled(self) -> MatchQuerySet:
        """Pairs of which a search can say nothing new: the same pixels, or rejected by a person."""
        return self.filter(Q(match_class=MatchClass.EXACT) | Q(decision=Decision.REJECTED))

    def that_count(self) -> MatchQuerySet:
        """Matches that may carry evidence from one picture to the other."""
        return self.filter(
            Q(match_class=MatchClass.EXACT) & ~Q(decision=Decision.REJECTED)
            | Q(decision=Decision.CONFIRMED) & ~_LACKS_A_SECOND
        )

    def one_person_short(self) -> MatchQuerySet:
        """Pairs that one person confirmed and that count only once a second has, too."""
        return self.filter(_LACKS_A_SECOND)


class Match(models.Model):
    """A pair of assets that look like one picture; a hint, not a finding.

    The pair is stored once, ``first`` with the smaller id, and all that is said of it goes from
    the second to the first: ``orientation`` is the mirroring and the quarter turn that come
    nearest to turning the second picture into the first, ``homography`` the nine numbers, row by
    row, that carry places of the second onto places of the first, both as fractions of width and
    height (``domain.frames``), ``alteration`` how the second differs from the first
    (``domain.alteration_facts``). ``first_part`` and ``second_part`` outline what the two share:
    the corners in each, as fractions too.

    ``agreement`` (0 to 1) and ``inliers`` are those of the comparison of pixels and keypoints by
    the rules of ``likeness_version``; all three are None where none was made: for an exact match,
    and for one that was found before there was such a comparison. ``distance`` is in bits of 256,
    None where no fingerprint said anything.

    ``represented_by`` is the pair that people are asked about, or that was decided, instead of this
    undecided one, because what hangs together is connected without it (``domain.asked_pairs``). It
    decides nothing: this pair may be decided all the same, and counts only then.

    ``second_decided_by`` is another person who confirmed what ``decided_by`` had confirmed; of the
    classes in ``TWO_PERSON_CLASSES`` a pair counts only then.
    """

    first = models.ForeignKey(
        "media_provenance.MediaAsset",
        on_delete=models.CASCADE,
        related_name="matches_as_first",
    )
    second = models.ForeignKey(
        "media_provenance.MediaAsset",
        on_delete=models.CASCADE,
        related_name="matches_as_second",
    )
    match_class = models.CharField(max_length=12, choices=MatchClass.choices)
    likeness_version = models.PositiveSmallIntegerField(null=True, blank=True)
    agreement = models.FloatField(null=True, blank=True)
    inliers = models.PositiveSmallIntegerField(null=True, blank=True)
    distance = models.PositiveSmallIntegerField(null=True, blank=True)
    orientation = models.CharField(max_length=24, default="identity")
    homography = models.JSONField(null=True, blank=True)
    first_part = models.JSONField(default=list, blank=True)
    second_part = models.JSONField(default=list, blank=True)
    alteration = models.JSONField(null=True, blank=True)
    found_at = models.DateTimeField(db_default=Now())
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.UNDECIDED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    second_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    second_decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    represented_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="represents",
        editable=False,
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-found_at", "-id"]
        verbose_name_plural = "matches"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="match_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="match_pair_is_ordered"
            ),
            models.CheckConstraint(
                condition=Q(match_class__in=MatchClass.values),
                name="match_class_is_known",
            ),
            models.CheckConstraint(
                condition=Q(likeness_version__isnull=True, agreement__isnull=True)
                & Q(inliers__isnull=True, homography__isnull=True)
                | Q(likeness_version__isnull=False, agreement__isnull=False)
                & Q(agreement__range=(0, 1))
                & Q(inliers__isnull=False, homography__isnull=False)
                & ~Q(match_class=MatchClass.EXACT),
                name="match_is_measured_whole_or_not_at_all",
            ),
            models.CheckConstraint(
                # What only a comparison of pixels can tell is never said without one.
                condition=~Q(match_class__in=(MatchClass.LIKELY_COPY, MatchClass.SAME_PLACE))
                | Q(likeness_version__isnull=False),
                name="match_class_has_its_measures",
            ),
            models.CheckConstraint(
                condition=Q(distance__isnull=True)
                | Q(distance__lte=256) & ~Q(match_class=MatchClass.EXACT),
                name="match_distance_fits_class",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values),
                name="match_decision_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    decision=Decision.UNDECIDED,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | (
                    ~Q(decision=Decision.UNDECIDED)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="match_decision_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=Q(second_decided_by__isnull=True, second_decided_at__isnull=True)
                | Q(
                    second_decided_by__isnull=False,
                    second_decided_at__isnull=False,
                    decision=Decision.CONFIRMED,
                ),
                name="match_second_word_confirms",
            ),
            models.CheckConstraint(
                condition=Q(second_decided_by__isnull=True) | ~Q(second_decided_by=F("decided_by")),
                name="match_second_word_is_anothers",
            ),
            models.CheckConstraint(
                condition=Q(represented_by__isnull=True)
                | Q(decision=Decision.UNDECIDED) & ~Q(represented_by=F("id")),
                name="match_represented_is_undecided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match_class}: {self.first_id} and {self.second_id}"

    @property
    def needs_second_person(self) -> bool:
        """Whether it counts only once two people have confirmed it."""
        return self.match_class in TWO_PERSON_CLASSES

    @property
    def lacks_second_person(self) -> bool:
        """Whether one person confirmed it, and it waits for another to count."""
        return (
            self.needs_second_person
            and self.decision == Decision.CONFIRMED
            and self.second_decided_by_id is None
        )

    def other(self, asset_id: object) -> UUID:
        """Return the id of the picture that is not the given one."""
        return self.second_id if self.first_id == asset_id else self.first_id
