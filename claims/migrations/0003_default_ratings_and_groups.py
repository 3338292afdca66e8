"""The ratings a newsroom starts with, and one group per role.

A newsroom changes labels and definitions in the admin; the keys stay. Going back
removes only what nothing refers to, so it does nothing here.
"""

from django.db import migrations

# key, value on the scale 1 to 5 (None where a number would mislead), look,
# Arabic label and definition, English label and definition.
RATINGS = [
    (
        "false",
        1,
        "false",
        "خطأ",
        "ما ورد في الادعاء غير صحيح، والأدلة المتاحة تنفيه.",
        "False",
        "What the claim says is not so, and the evidence at hand contradicts it.",
    ),
    (
        "misleading",
        2,
        "misleading",
        "مُضلِّل",
        "في الادعاء عنصر حقيقي قُدِّم على نحو يدفع إلى استنتاج خاطئ، كصورة قديمة نُسبت إلى حدث جديد.",
        "Misleading",
        "Something real is presented so that it leads to a wrong conclusion, such as an old picture tied to a new event.",
    ),
    (
        "altered",
        1,
        "altered",
        "مُحرَّف",
        "غُيِّر محتوى الصورة أو المقطع على نحو يبدّل معناه.",
        "Altered",
        "The picture or recording was changed in a way that changes what it says.",
    ),
    (
        "missing_context",
        None,
        "context",
        "ينقصه السياق",
        "بعض ما ورد في الادعاء صحيح، لكن غياب معلومة أساسية يغيّر فهمه.",
        "Missing context",
        "Part of it is right, but a missing fact changes how it is understood.",
    ),
    (
        "satire",
        None,
        "satire",
        "ساخر",
        "نُشر المحتوى أصلًا على سبيل السخرية، ثم تُدووِل كأنه خبر.",
        "Satire",
        "It was published as satire and then passed on as news.",
    ),
    (
        "unproven",
        None,
        "unproven",
        "غير مُثبَت",
        "لم نجد دليلًا كافيًا يؤكد الادعاء أو ينفيه.",
        "Unproven",
        "We found no sufficient evidence for or against the claim.",
    ),
    (
        "mostly_true",
        4,
        "mostly-true",
        "صحيح في معظمه",
        "الادعاء صحيح في جوهره، وفيه تفصيل غير دقيق.",
        "Mostly true",
        "The claim is right at its core; a detail is not exact.",
    ),
    (
        "true",
        5,
        "true",
        "صحيح",
        "الأدلة المتاحة تؤيّد ما ورد في الادعاء.",
        "True",
        "What the claim says is supported by the evidence at hand.",
    ),
]
GROUPS = ["reporter", "editor", "publisher", "admin"]


def fill(apps, schema_editor):
    Rating = apps.get_model("claims", "Rating")
    RatingLabel = apps.get_model("claims", "RatingLabel")
    Group = apps.get_model("auth", "Group")
    for position, row in enumerate(RATINGS, start=1):
        key, value, look, label_ar, definition_ar, label_en, definition_en = row
        rating, _ = Rating.objects.get_or_create(
            key=key, defaults={"position": position, "value": value, "look": look}
        )
        for language, label, definition in (
            ("ar", label_ar, definition_ar),
            ("en", label_en, definition_en),
        ):
            RatingLabel.objects.get_or_create(
                rating=rating,
                language=language,
                defaults={"label": label, "definition": definition},
            )
    for name in GROUPS:
        Group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0002_history_cannot_change"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
