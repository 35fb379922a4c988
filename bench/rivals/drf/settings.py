"""A profile service as a team would write it with Django REST framework."""
import os
from datetime import timedelta
from urllib.parse import urlparse

SECRET_KEY = 'a secret of the benchmark, long enough for anybody'
ALLOWED_HOSTS = ['*']
ROOT_URLCONF = 'urls'
WSGI_APPLICATION = 'wsgi.application'
INSTALLED_APPS = ['django.contrib.contenttypes', 'django.contrib.auth', 'rest_framework', 'profiles']
MIDDLEWARE = [
    'django.middleware.security.SecurityMiddleware',
    'django.middleware.common.CommonMiddleware',
    'django.middleware.csrf.CsrfViewMiddleware',
    'django.middleware.clickjacking.XFrameOptionsMiddleware',
]
database = urlparse(os.environ['DATABASE_URL'])
DATABASES = {
    'default': {
        'ENGINE': 'django.db.backends.postgresql',
        'NAME': database.path[1:],
        'USER': database.username,
        'HOST': database.hostname,
        'PORT': database.port,
        'CONN_MAX_AGE': 600,
    }
}
# Tables without migrations, which would be written into this folder.
MIGRATION_MODULES = {'auth': None, 'contenttypes': None, 'profiles': None}
AUTH_USER_MODEL = 'profiles.User'
DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'
MEDIA_ROOT = os.environ['MEDIA_ROOT']
MEDIA_URL = '/media/'
USE_TZ = True
TIME_ZONE = 'UTC'
CACHES = {'default': {'BACKEND': 'django.core.cache.backends.locmem.LocMemCache'}}
REST_FRAMEWORK = {
    'DEFAULT_AUTHENTICATION_CLASSES': ['rest_framework_simplejwt.authentication.JWTAuthentication'],
    'DEFAULT_PERMISSION_CLASSES': ['profiles.permissions.HasApiKey', 'rest_framework.permissions.IsAuthenticated'],
    'DEFAULT_RENDERER_CLASSES': ['rest_framework.renderers.JSONRenderer'],
    'DEFAULT_THROTTLE_CLASSES': ['rest_framework.throttling.UserRateThrottle'],
    'DEFAULT_THROTTLE_RATES': {'user': '1000000/min'},
}
SIMPLE_JWT = {'ACCESS_TOKEN_LIFETIME': timedelta(days=1), 'ALGORITHM': 'HS256'}
API_KEY = 'bench'
DATA_UPLOAD_MAX_MEMORY_SIZE = 50_000_000
