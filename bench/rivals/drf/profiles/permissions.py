from django.conf import settings
from rest_framework.permissions import BasePermission


class HasApiKey(BasePermission):
    def has_permission(self, request, view):
        return request.headers.get('apikey') == settings.API_KEY
