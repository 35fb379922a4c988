from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    email = models.EmailField(unique=True)
    phone_number = models.CharField(max_length=20, blank=True)
    profile_image = models.ImageField(upload_to='profile/', blank=True)
    cropped_image = models.ImageField(upload_to='cropped/', blank=True)
    language = models.CharField(max_length=8, default='en')
    currency = models.CharField(max_length=3, default='USD')
    timezone = models.CharField(max_length=64, default='UTC')
