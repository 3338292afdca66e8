import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0005_history_is_a_chain"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="newsitempicture",
            index=django.contrib.postgres.indexes.HashIndex(
                fields=["url"], name="news_item_picture_by_url"
            ),
        ),
    ]
