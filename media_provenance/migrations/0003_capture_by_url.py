import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("media_provenance", "0002_asset_content_credentials"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="capture",
            index=django.contrib.postgres.indexes.HashIndex(fields=["url"], name="capture_by_url"),
        ),
    ]
