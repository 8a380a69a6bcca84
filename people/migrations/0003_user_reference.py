import people.models
from django.db import migrations, models


def give_references(apps, schema_editor):
    User = apps.get_model("people", "User")
    users = list(User.objects.filter(ref="").only("pk"))
    for user in users:
        user.ref = people.models.new_reference()
    User.objects.bulk_update(users, ["ref"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_import_and_invitations")]

    operations = [
        migrations.AddField(
            model_name="user", name="ref", field=models.CharField(default="", editable=False, max_length=24)
        ),
        migrations.RunPython(give_references, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="user",
            name="ref",
            field=models.CharField(
                default=people.models.new_reference, editable=False, max_length=24, unique=True
            ),
        ),
    ]
