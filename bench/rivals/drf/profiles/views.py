from PIL import Image, ImageOps
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from .models import User

#: Sizes of the WebP files that are made of each picture.
SIZES = (512, 256, 128, 64)


class ProfileSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = [
            'id', 'username', 'email', 'first_name', 'last_name', 'phone_number', 'profile_image', 'cropped_image',
            'language', 'currency', 'timezone', 'is_active', 'date_joined',
        ]


class UpdateSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ['first_name', 'last_name', 'email', 'phone_number']


class ImageSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ['profile_image', 'cropped_image']


class GetProfile(APIView):
    def get(self, request):
        return Response({'status': True, 'data': ProfileSerializer(request.user, context={'request': request}).data})


class UpdateProfile(APIView):
    parser_classes = [MultiPartParser]

    def post(self, request):
        serializer = UpdateSerializer(request.user, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response({'status': True, 'data': ProfileSerializer(request.user, context={'request': request}).data})


class ProfileImage(APIView):
    """Stores the files, checks them as ImageField does, and makes four WebP files; `side` is the length to decode for."""

    parser_classes = [MultiPartParser]

    def post(self, request):
        names = {'profile_image': 'image', 'cropped_image': 'cropped_image'}
        data = {field: request.data[name] for field, name in names.items() if name in request.data}
        serializer = ImageSerializer(request.user, data=data, partial=True, context={'request': request})
        serializer.is_valid(raise_exception=True)
        serializer.save()
        side = int(request.query_params.get('side', SIZES[0]))
        image = Image.open(request.user.profile_image.path)
        image.draft('RGB', (side, side))
        image = ImageOps.exif_transpose(image).convert('RGB')
        for size in SIZES:
            image.thumbnail((size, size), Image.LANCZOS)
            image.save(f'{request.user.profile_image.path}.{size}.webp', 'WEBP', quality=80)
        return Response(serializer.data)
