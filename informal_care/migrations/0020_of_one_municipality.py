import core.belonging
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0017_autosave'),
        ('informal_care', '0019_appreciation_changes'),
        ('organisations', '0008_partners'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='appreciationscheme',
            constraint=models.UniqueConstraint(fields=('id', 'municipality'), name='informal_care_appreciationscheme_of_municipality', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='carer',
            constraint=models.UniqueConstraint(fields=('id', 'municipality'), name='informal_care_carer_of_municipality', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='carersignal',
            constraint=models.UniqueConstraint(fields=('id', 'municipality'), name='informal_care_carersignal_of_municipality', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='findingplace',
            constraint=models.UniqueConstraint(fields=('id', 'municipality'), name='informal_care_findingplace_of_municipality', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='appreciationapplication',
            constraint=core.belonging.SameOwner(name='informal_care_appreciationapplication_of_scheme', owner='municipality', through='scheme', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='carerpermission',
            constraint=core.belonging.SameOwner(name='informal_care_carerpermission_of_carer', owner='municipality', through='carer', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='carersignal',
            constraint=core.belonging.SameOwner(name='informal_care_carersignal_of_carer', owner='municipality', through='carer', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='carersignal',
            constraint=core.belonging.SameOwner(name='informal_care_carersignal_of_place', owner='municipality', through='finding_place', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='helprequest',
            constraint=core.belonging.SameOwner(name='informal_care_helprequest_of_carer', owner='municipality', through='carer', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='measurement',
            constraint=core.belonging.SameOwner(name='informal_care_measurement_of_carer', owner='municipality', through='carer', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='panelmember',
            constraint=core.belonging.SameOwner(name='informal_care_panelmember_of_carer', owner='municipality', through='carer', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=core.belonging.SameOwner(name='informal_care_referral_of_signal', owner='municipality', through='signal', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=core.belonging.SameOwner(name='informal_care_referral_of_carer', owner='municipality', through='carer', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='signalstep',
            constraint=core.belonging.SameOwner(name='informal_care_signalstep_of_signal', owner='municipality', through='signal', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=core.belonging.SameOwner(name='informal_care_support_of_carer', owner='municipality', through='carer', violation_error_code='other_municipality', violation_error_message='Dit hoort bij een andere gemeente.'),
        ),
    ]
