"""What a contribution adds: in whose name, what the evidence rests on, the consent of the institution."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0003_submission'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalpractice',
            name='evidence_basis',
            field=models.TextField(blank=True, help_text='Where the figures come from, and who has checked them.', max_length=1000, verbose_name='what the evidence rests on'),
        ),
        migrations.AddField(
            model_name='historicalpractice',
            name='evidence_basis_en',
            field=models.TextField(blank=True, help_text='Where the figures come from, and who has checked them.', max_length=1000, null=True, verbose_name='what the evidence rests on'),
        ),
        migrations.AddField(
            model_name='historicalpractice',
            name='evidence_basis_kk',
            field=models.TextField(blank=True, help_text='Where the figures come from, and who has checked them.', max_length=1000, null=True, verbose_name='what the evidence rests on'),
        ),
        migrations.AddField(
            model_name='historicalpractice',
            name='evidence_basis_ru',
            field=models.TextField(blank=True, help_text='Where the figures come from, and who has checked them.', max_length=1000, null=True, verbose_name='what the evidence rests on'),
        ),
        migrations.AddField(
            model_name='historicalpractice',
            name='submitted_for',
            field=models.CharField(blank=True, choices=[('person', 'Submitted by a person'), ('country', 'Submitted for the country')], max_length=8, verbose_name='in whose name'),
        ),
        migrations.AddField(
            model_name='practice',
            name='evidence_basis',
            field=models.TextField(blank=True, help_text='Where the figures come from, and who has checked them.', max_length=1000, verbose_name='what the evidence rests on'),
        ),
        migrations.AddField(
            model_name='practice',
            name='evidence_basis_en',
            field=models.TextField(blank=True, help_text='Where the figures come from, and who has checked them.', max_length=1000, null=True, verbose_name='what the evidence rests on'),
        ),
        migrations.AddField(
            model_name='practice',
            name='evidence_basis_kk',
            field=models.TextField(blank=True, help_text='Where the figures come from, and who has checked them.', max_length=1000, null=True, verbose_name='what the evidence rests on'),
        ),
        migrations.AddField(
            model_name='practice',
            name='evidence_basis_ru',
            field=models.TextField(blank=True, help_text='Where the figures come from, and who has checked them.', max_length=1000, null=True, verbose_name='what the evidence rests on'),
        ),
        migrations.AddField(
            model_name='practice',
            name='submitted_for',
            field=models.CharField(blank=True, choices=[('person', 'Submitted by a person'), ('country', 'Submitted for the country')], max_length=8, verbose_name='in whose name'),
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=160, verbose_name='who gave the consent')),
                ('office', models.CharField(blank=True, max_length=300, verbose_name='office')),
                ('given_on', models.DateField(blank=True, null=True, verbose_name='day of the consent')),
                ('is_confirmed', models.BooleanField(default=False, verbose_name='the institution agrees to the publication')),
                ('file', models.FileField(blank=True, upload_to='consents/%Y/', verbose_name='letter of consent')),
                ('file_name', models.CharField(blank=True, editable=False, max_length=200, verbose_name='file name')),
                ('media_type', models.CharField(blank=True, editable=False, max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='size in bytes')),
                ('checksum', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('practice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='consent', to='practices.practice', verbose_name='practice')),
            ],
            options={
                'verbose_name': 'consent of the institution',
                'verbose_name_plural': 'consents of institutions',
            },
        ),
    ]
