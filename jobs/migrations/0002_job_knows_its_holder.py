from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="holder",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="job",
            name="hints",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="heartbeat",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state", "quarantined")),
                fields=["-started_at"],
                name="job_set_aside_by_start",
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state__in", ["done", "cancelled"])),
                fields=["-finished_at"],
                name="job_over_by_end",
            ),
        ),
    ]
