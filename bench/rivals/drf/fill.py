"""Creates the tables and PEOPLE people, and prints their tokens."""
import os

os.environ['DJANGO_SETTINGS_MODULE'] = 'settings'
import django

django.setup()
from django.core.management import call_command
from profiles.models import User
from rest_framework_simplejwt.tokens import AccessToken

call_command('migrate', run_syncdb=True, verbosity=0)
people = [
    User(
        username=f'person{n}',
        email=f'person{n}@example.com',
        first_name='Ada',
        last_name='Lovelace',
        phone_number='+15555550100',
        profile_image=f'profile/{n}.jpg',
        cropped_image=f'cropped/{n}.jpg',
        password='!',
    )
    for n in range(int(os.environ['PEOPLE']))
]
for user in User.objects.bulk_create(people, batch_size=1000):
    print(AccessToken.for_user(user), user.email)
